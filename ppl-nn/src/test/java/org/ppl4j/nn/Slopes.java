package org.ppl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Gradients compared with central differences along random directions: each takes in every coordinate, so a wrong one shows in all. */
final class Slopes {
    private static final double TOLERANCE = 2e-7;
    private static final double STEP = 1e-5;
    private static final int DIRECTIONS = 12;

    private Slopes() {}

    /** Fails unless a gradient is that of a function at a position. */
    static void check(String what, double[] position, double[] gradient, ToDoubleFunction<double[]> function) {
        for (int k = 0; k < DIRECTIONS; k++) {
            double[] direction = unit(uniform(position.length, 1, 100 + k));
            double slope = 0;
            double[] above = position.clone();
            double[] below = position.clone();
            for (int i = 0; i < position.length; i++) {
                slope += gradient[i] * direction[i];
                above[i] += STEP * direction[i];
                below[i] -= STEP * direction[i];
            }
            double expected = (function.applyAsDouble(above) - function.applyAsDouble(below)) / (2 * STEP);
            assertThat(slope).as("%s, direction %d", what, k).isCloseTo(expected, within(TOLERANCE));
        }
    }

    /** Fails unless the vector-Jacobian products of a network are derivatives, with random arguments. */
    static void check(Dl4jNetwork network, int... shape) {
        double[] parameters = uniform(network.parameterCount(), 0.5, 9);
        double[] inputs = uniform(size(shape), 1, 10);
        double[] adjoint = uniform(size(network.outputShape(shape)), 1, 11);
        double[] parameterAdjoint = filled(parameters.length);
        double[] inputAdjoint = filled(inputs.length);

        network.vectorJacobianProduct(parameters, inputs, shape, adjoint, parameterAdjoint, inputAdjoint);

        check("by the parameters", parameters, parameterAdjoint, at -> product(network, at, inputs, shape, adjoint));
        check("by the inputs", inputs, inputAdjoint, at -> product(network, parameters, at, shape, adjoint));
        double[] again = filled(parameters.length);
        network.vectorJacobianProduct(parameters, inputs, shape, adjoint, again, null);
        assertThat(again).as("evaluated once more").isEqualTo(parameterAdjoint);
    }

    private static double product(
            Dl4jNetwork network, double[] parameters, double[] inputs, int[] shape, double[] adjoint) {
        double[] output = new double[adjoint.length];
        network.forward(parameters, inputs, shape, output);
        double sum = 0;
        for (int i = 0; i < output.length; i++) {
            sum += adjoint[i] * output[i];
        }
        return sum;
    }

    private static double[] unit(double[] direction) {
        double length = Math.sqrt(Arrays.stream(direction).map(x -> x * x).sum());
        return Arrays.stream(direction).map(x -> x / length).toArray();
    }

    /** What is in the result arrays beforehand must not matter. */
    private static double[] filled(int length) {
        double[] array = new double[length];
        Arrays.fill(array, 1e9);
        return array;
    }

    static double[] uniform(int length, double scale, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(length).map(u -> scale * 2 * (u - 0.5) * 1.7).toArray();
    }

    static int size(int... shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
