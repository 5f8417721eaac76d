package org.ppl4j.density;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Opaque;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Topology;

/**
 * Second derivatives of densities that call functions whose own are not known: central differences of gradients, which are exact,
 * along a vector.
 */
final class GradientDifferences {

    /**
     * How far a coordinate is moved, at most, and twice as far. The formula is of fourth order, so that a step this long still costs
     * no accuracy; a shorter one would, of gradients that come of solvers and are off by some 1e-8.
     */
    private static final double STEP = 1e-3;

    /** The same as a part of the coordinate, beyond which its rounding would show. */
    private static final double RELATIVE_STEP = 1e-10;

    private GradientDifferences() {}

    /**
     * Returns the name of a function that a value calls, and that is known by its value and first derivative only; empty if there
     * is none.
     *
     * @param variable what the value is a function of; what does not depend on it has no derivatives
     */
    static Optional<String> calledFunction(Node value, Node variable) {
        NodeMap<Boolean> dependent = new NodeMap<>();
        dependent.put(variable, true);
        for (Node node : Topology.sort(List.of(value))) {
            boolean depends = false;
            for (Node input : node.inputs()) {
                depends |= dependent.containsKey(input);
            }
            if (depends) {
                dependent.put(node, true);
                Optional<String> called = calledFunction(node);
                if (called.isPresent()) {
                    return called;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> calledFunction(Node node) {
        if (node.op() instanceof Opaque call) {
            return Optional.of(call.function().name());
        }
        if (node.op() instanceof Scan scan) {
            for (Node step : Topology.sort(scan.body().results())) {
                Optional<String> called = calledFunction(step);
                if (called.isPresent()) {
                    return called;
                }
            }
        }
        return Optional.empty();
    }

    /** Writes the product of a density's matrix of second derivatives and a vector. */
    static void product(LogDensity density, double[] position, double[] vector, double[] product) {
        double largest = 0;
        for (int i = 0; i < vector.length; i++) {
            double scale = Math.max(1, RELATIVE_STEP / STEP * Math.abs(position[i]));
            largest = Math.max(largest, Math.abs(vector[i]) / scale);
        }
        if (largest == 0) {
            Arrays.fill(product, 0);
            return;
        }
        double[] near = difference(density, position, vector, largest, STEP);
        double[] far = difference(density, position, vector, largest, 2 * STEP);
        for (int i = 0; i < product.length; i++) {
            product[i] = (8 * near[i] - far[i]) / (12 * STEP) * largest;
        }
    }

    /** Returns what the gradient changes by between two places, as far along a vector as its greatest element is one. */
    private static double[] difference(
            LogDensity density, double[] position, double[] vector, double largest, double step) {
        double[] difference = gradient(density, position, vector, largest, step);
        double[] below = gradient(density, position, vector, largest, -step);
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= below[i];
        }
        return difference;
    }

    private static double[] gradient(
            LogDensity density, double[] position, double[] vector, double largest, double step) {
        double[] moved = new double[position.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = position[i] + step * (vector[i] / largest);
        }
        double[] gradient = new double[position.length];
        density.logDensityAndGradient(moved, gradient);
        return gradient;
    }
}
