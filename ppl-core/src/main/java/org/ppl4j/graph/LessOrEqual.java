package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One where the first operand is at most the second, else zero. */
public record LessOrEqual() implements BinaryOp {

    @Override
    public double apply(double a, double b) {
        return lessOrEqual(a, b);
    }

    /**
     * Returns one or zero.
     *
     * @param a the first operand
     * @param b the second operand
     */
    public static double lessOrEqual(double a, double b) {
        return a <= b ? 1 : 0;
    }

    @Override
    public void emit(Code code) {
        code.call(LessOrEqual.class, "lessOrEqual", 2);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return Arrays.asList(null, null);
    }
}
