package org.ppl4j.plots;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Data that several tests draw. */
final class Samples {

    private Samples() {}

    static List<LabelledPoints> classes() {
        return List.of(
                LabelledPoints.of("class 0", new double[] {-1, -2, -3.5}, new double[] {1, 2, 1.5}),
                LabelledPoints.of("class 1", new double[] {1, 2}, new double[] {-1, -2}));
    }

    /** Four flat quarters, high at the right and, less so, at the top: no symmetry hides a swapped or mirrored axis. */
    static Grid quarters() {
        return Grid.evaluate(-6, 6, 26, -6, 6, 26, (x, y) -> x < 0 ? (y < 0 ? 0.05 : 0.25) : (y < 0 ? 0.75 : 0.95));
    }

    static ScalarDraws draws(String name, int chains, int count, DoubleUnaryOperator change) {
        Random random = new Random(42);
        double[][] draws = new double[chains][count];
        for (double[] chain : draws) {
            for (int i = 0; i < count; i++) {
                chain[i] = change.applyAsDouble(random.nextGaussian());
            }
        }
        return ScalarDraws.of(name, draws);
    }
}
