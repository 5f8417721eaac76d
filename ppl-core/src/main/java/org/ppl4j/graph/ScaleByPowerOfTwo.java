package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.ScaledNumber;

/**
 * The first operand times two to the power of the second, a whole number of at most 1023. Powers that are nothing beside 1 are
 * all the same small number. Of the second operand there is no derivative.
 */
public record ScaleByPowerOfTwo() implements BinaryOp {

    @Override
    public double apply(double a, double b) {
        return ScaledNumber.scaled(a, b);
    }

    @Override
    public void emit(Code code) {
        code.call(ScaledNumber.class, "scaled", 2);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return Arrays.asList(Nodes.apply(this, adjoint, node.input(1)), null);
    }
}
