package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One where the first operand is less than the second, else zero. */
public record LessThan() implements BinaryOp {

    @Override
    public double apply(double a, double b) {
        return lessThan(a, b);
    }

    /**
     * Returns one or zero.
     *
     * @param a the first operand
     * @param b the second operand
     */
    public static double lessThan(double a, double b) {
        return a < b ? 1 : 0;
    }

    @Override
    public void emit(Code code) {
        code.call(LessThan.class, "lessThan", 2);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return Arrays.asList(null, null);
    }
}
