package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One where the operands are equal, else zero. */
public record EqualTo() implements BinaryOp {

    @Override
    public double apply(double a, double b) {
        return equalTo(a, b);
    }

    /**
     * Returns one or zero.
     *
     * @param a the first operand
     * @param b the second operand
     */
    public static double equalTo(double a, double b) {
        return a == b ? 1 : 0;
    }

    @Override
    public void emit(Code code) {
        code.call(EqualTo.class, "equalTo", 2);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return Arrays.asList(null, null);
    }
}
