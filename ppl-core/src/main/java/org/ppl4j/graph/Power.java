package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.Elementary;

/** The first operand raised to the second. */
public record Power() implements BinaryOp {

    @Override
    public double apply(double a, double b) {
        return Elementary.pow(a, b);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "pow", 2);
    }

    /**
     * Powers of zero, such as of a dose of nothing, are the same for all positive exponents: their logarithm is left out. With an
     * exponent that is not known the power over the base is as good as that with one less, and no power anew; where the base is zero it
     * is taken to be zero, as it is for exponents above one.
     */
    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node a = node.input(0);
        Node b = node.input(1);
        Node isZero = Nodes.apply(new EqualTo(), a, Nodes.constant(0));
        Node notZero = Nodes.select(isZero, Nodes.constant(1), a);
        Node exponent = oneLess(b);
        Node oneLess = exponent == null ? Nodes.divide(node, notZero) : Nodes.power(a, exponent);
        return List.of(
                Nodes.multiply(adjoint, Nodes.multiply(b, oneLess)),
                Nodes.multiply(adjoint, Nodes.multiply(node, Nodes.log(notZero))));
    }

    /**
     * Returns a constant exponent less one, as a constant again, so that the derivative's derivative finds one too; null if it is not
     * constant. One of zero stays, as nothing comes of the power, which with minus one would be infinite at zero.
     */
    private static @Nullable Node oneLess(Node exponent) {
        if (exponent.op() instanceof Constant) {
            double[] less = Evaluation.value(exponent).clone();
            for (int i = 0; i < less.length; i++) {
                less[i] = less[i] == 0 ? 0 : less[i] - 1;
            }
            return Constant.of(exponent.shape(), less);
        }
        if (exponent.op() instanceof Broadcast || exponent.op() instanceof Reshape) {
            Node source = oneLess(exponent.input(0));
            return source == null ? null : Node.of(exponent.op(), source);
        }
        return null;
    }
}
