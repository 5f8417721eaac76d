package org.ppl4j.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ppl4j.model.ModelDensity;

/** PPL4J, Java by hand and Stan compute one log density, but for a constant each. */
class PeerTest {

    private static final double TOLERANCE = 1e-9;
    private static final int POINTS = 6;
    private static final long SEED = 1;

    /** A log density at a position, with its gradient. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Evaluation(double logDensity, double[] gradient) {}

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOGREG_LARGE")
    void handWrittenFormIsTheModels(Peer peer) {
        requireHandWrittenFormIsTheModels(peer);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOGREG_LARGE")
    void modelIsStans(Peer peer) {
        requireModelIsStans(peer);
    }

    /** Needs a file that is too large to keep: see the README. */
    @Test
    @EnabledIfSystemProperty(named = "ppl4j.bench.data", matches = ".+")
    void largeModelIsOneOnAllSides() {
        requireHandWrittenFormIsTheModels(Peer.LOGREG_LARGE);
        requireModelIsStans(Peer.LOGREG_LARGE);
    }

    private static void requireHandWrittenFormIsTheModels(Peer peer) {
        PeerData data = peer.data();
        ModelDensity density = peer.model(data).density();
        Yardstick yardstick = peer.yardstick(data);
        assertThat(density.isDynamic()).isFalse();
        assertThat(yardstick.dimension()).isEqualTo(density.dimension());
        SplittableRandom random = new SplittableRandom(SEED);
        List<double[]> positions = Stream.generate(
                        () -> random.doubles(density.dimension(), -1.5, 1.5).toArray())
                .limit(POINTS)
                .toList();
        assertSame(
                positions.stream().map(q -> evaluate(yardstick, q)).toList(),
                positions.stream().map(q -> evaluate(density, q)).toList());
    }

    private static void requireModelIsStans(Peer peer) {
        ModelDensity density = peer.model(peer.data()).density();
        List<StanPoint> points = StanPoint.read(peer);
        assertThat(points).hasSize(4);
        assertSame(
                points.stream().map(p -> evaluate(density, p.position())).toList(),
                points.stream()
                        .map(p -> new Evaluation(p.logDensity(), p.gradient()))
                        .toList());
    }

    private static Evaluation evaluate(Yardstick yardstick, double[] position) {
        double[] gradient = new double[yardstick.dimension()];
        return new Evaluation(yardstick.logDensityAndGradient(position, gradient), gradient);
    }

    private static Evaluation evaluate(ModelDensity density, double[] position) {
        double[] gradient = new double[density.dimension()];
        return new Evaluation(density.logDensityAndGradient(position, gradient), gradient);
    }

    /**
     * Compares gradients, and log densities but for what they differ by at the first point. Derivatives are compared
     * relative to the largest of them: a small one is a difference of terms of that size.
     */
    private static void assertSame(List<Evaluation> actual, List<Evaluation> expected) {
        double constant = actual.get(0).logDensity() - expected.get(0).logDensity();
        for (int i = 0; i < actual.size(); i++) {
            double logDensity = expected.get(i).logDensity();
            assertThat(actual.get(i).logDensity() - constant)
                    .as("log density at point %d", i)
                    .isCloseTo(logDensity, within(TOLERANCE * Math.max(1, Math.abs(logDensity))));
            double[] gradient = expected.get(i).gradient();
            double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
            assertThat(actual.get(i).gradient())
                    .as("gradient at point %d", i)
                    .containsExactly(gradient, within(TOLERANCE * largest));
        }
    }
}
