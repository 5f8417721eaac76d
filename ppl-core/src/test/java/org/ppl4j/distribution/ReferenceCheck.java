package org.ppl4j.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.ppl4j.graph.Differentiation;
import org.ppl4j.graph.Evaluation;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Variable;
import org.ppl4j.tensor.Tensor;

/** Compares log densities, and their derivatives through the graph, with references. */
final class ReferenceCheck {

    /** Of log densities: relative to the larger of one and the reference. */
    private static final double TOLERANCE = 1e-13;

    private ReferenceCheck() {}

    /**
     * A log density as a function of inputs, each of a shape.
     *
     * @param shapes the inputs' shapes
     * @param logDensity the function, to a tensor that is summed
     */
    record Density(List<Shape> shapes, Function<Tensor[], Tensor> logDensity) {

        double value(double[]... inputs) {
            return logDensity.apply(leaves(inputs)).sum().doubleValue();
        }

        double[][] gradient(double[]... inputs) {
            Tensor[] leaves = leaves(inputs);
            Node scalar = logDensity.apply(leaves).sum().node();
            List<Node> gradient = Differentiation.gradient(
                    scalar, Arrays.stream(leaves).map(Tensor::node).toList());
            return gradient.stream().map(Evaluation::value).toArray(double[][]::new);
        }

        private Tensor[] leaves(double[][] inputs) {
            List<Tensor> leaves = new ArrayList<>();
            for (int k = 0; k < inputs.length; k++) {
                leaves.add(Tensor.of(Node.leaf(new Variable("input " + k), shapes.get(k), inputs[k])));
            }
            return leaves.toArray(Tensor[]::new);
        }
    }

    static void assertLogDensity(double actual, double expected, String what) {
        if (Double.isNaN(expected) || Double.isInfinite(expected)) {
            assertThat(actual).as(what).isEqualTo(Double.valueOf(expected));
        } else {
            assertThat(actual).as(what).isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
        }
    }

    /**
     * Asserts a log density that depends on its inputs so steeply that their own rounding shows: beside its own rounding
     * it may be off by what changes of the inputs in their last two bits make.
     */
    static void assertSteepLogDensity(Density density, double[][] inputs, double expected, String what) {
        double actual = density.value(inputs);
        double slack = 0;
        for (double[][] moved : nudged(inputs)) {
            slack += finite(Math.abs(density.value(moved) - actual));
        }
        assertThat(actual).as(what).isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected)) + slack));
    }

    /**
     * Asserts derivatives. Beside rounding they may be off by what changes of the inputs in their last two bits make: no
     * computation from rounded inputs can do better.
     *
     * @param expected a derivative for each element of each input, NaN where there is none to compare with
     */
    static void assertGradient(Density density, double[][] inputs, double[][] expected, String what) {
        double[][] actual = density.gradient(inputs);
        double[][] slack =
                Arrays.stream(actual).map(input -> new double[input.length]).toArray(double[][]::new);
        for (double[][] moved : nudged(inputs)) {
            double[][] gradient = density.gradient(moved);
            for (int k = 0; k < actual.length; k++) {
                for (int i = 0; i < actual[k].length; i++) {
                    slack[k][i] += finite(Math.abs(gradient[k][i] - actual[k][i]));
                }
            }
        }
        for (int k = 0; k < actual.length; k++) {
            for (int i = 0; i < actual[k].length; i++) {
                if (!Double.isNaN(expected[k][i])) {
                    double rounding = TOLERANCE * Math.max(1, Math.abs(expected[k][i]));
                    assertThat(actual[k][i])
                            .as("input %d element %d of %s", k, i, what)
                            .isCloseTo(expected[k][i], within(rounding + slack[k][i]));
                }
            }
        }
    }

    private static List<double[][]> nudged(double[][] inputs) {
        List<double[][]> all = new ArrayList<>();
        for (int k = 0; k < inputs.length; k++) {
            for (int i = 0; i < inputs[k].length; i++) {
                double[][] moved = inputs.clone();
                moved[k] = inputs[k].clone();
                moved[k][i] += 2 * Math.ulp(inputs[k][i]);
                all.add(moved);
            }
        }
        return all;
    }

    private static double finite(double change) {
        return Double.isFinite(change) ? change : 0;
    }

    /** Asserts that the gradient is that of finite differences. */
    static void assertGradientIsSlope(Density density, double[][] inputs, boolean[] isFixed, String what) {
        double[][] gradient = density.gradient(inputs);
        for (int k = 0; k < inputs.length; k++) {
            for (int i = 0; i < inputs[k].length && !isFixed[k]; i++) {
                double step = 1e-5 * Math.max(1e-3, Math.abs(inputs[k][i]));
                double slope = (moved(density, inputs, k, i, step) - moved(density, inputs, k, i, -step)) / (2 * step);
                double halfStep = step / 2;
                double finer =
                        (moved(density, inputs, k, i, halfStep) - moved(density, inputs, k, i, -halfStep)) / step;
                double extrapolated = finer + (finer - slope) / 3;
                assertThat(gradient[k][i])
                        .as("%s, input %d element %d", what, k, i)
                        .isCloseTo(extrapolated, within(1e-6 * Math.max(1, Math.abs(extrapolated))));
            }
        }
    }

    private static double moved(Density density, double[][] inputs, int input, int element, double step) {
        double[][] moved = inputs.clone();
        moved[input] = inputs[input].clone();
        moved[input][element] += step;
        return density.value(moved);
    }
}
