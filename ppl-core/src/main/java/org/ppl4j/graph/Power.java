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
        Node oneLess =
                isConstant(b) ? Nodes.power(a, Nodes.subtract(b, Nodes.constant(1))) : Nodes.divide(node, notZero);
        return List.of(
                Nodes.multiply(adjoint, Nodes.multiply(b, oneLess)),
                Nodes.multiply(adjoint, Nodes.multiply(node, Nodes.log(notZero))));
    }

    private static boolean isConstant(Node exponent) {
        Node source = exponent;
        while (source.op() instanceof Broadcast || source.op() instanceof Reshape) {
            source = source.input(0);
        }
        return source.op() instanceof Constant;
    }
}
