package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.Elementary;

/**
 * The function a log(a / b) + b - a of two non-negative operands, half the deviance of a Poisson count. It is computed
 * without cancellation where both are nearly equal, which keeps log densities accurate at huge parameters.
 *
 * <p>The series near equality is that of Loader, "Fast and accurate computation of binomial probabilities" (2000).
 */
public record Deviance() implements BinaryOp {

    @Override
    public double apply(double a, double b) {
        return deviance(a, b);
    }

    /**
     * Returns a log(a / b) + b - a.
     *
     * @param a the first operand
     * @param b the second operand
     */
    public static double deviance(double a, double b) {
        if (a == 0) {
            return b;
        }
        double difference = a - b;
        double sum = a + b;
        if (Math.abs(difference) >= 0.1 * sum) {
            double ratio = a / b;
            boolean isRepresentable = ratio > 0 && ratio < Double.POSITIVE_INFINITY;
            double log = isRepresentable ? Elementary.log(ratio) : Elementary.log(a) - Elementary.log(b);
            return a * log - difference;
        }
        double v = difference / sum;
        double square = v * v;
        double power = 2 * a * v;
        double total = difference * v;
        for (int odd = 3; odd < 40; odd += 2) {
            power *= square;
            double next = total + power / odd;
            if (next == total) {
                break;
            }
            total = next;
        }
        return total;
    }

    @Override
    public void emit(Code code) {
        code.call(Deviance.class, "deviance", 2);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node a = node.input(0);
        Node b = node.input(1);
        return List.of(
                Nodes.multiply(adjoint, Nodes.log(Nodes.divide(a, b))),
                Nodes.multiply(adjoint, Nodes.divide(Nodes.subtract(b, a), b)));
    }
}
