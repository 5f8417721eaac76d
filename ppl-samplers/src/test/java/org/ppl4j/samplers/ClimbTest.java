package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;

/** Chains that start far from where they belong. */
class ClimbTest {
    private static final int DIMENSION = 50;
    private static final GaussianDensity NORMAL = GaussianDensity.standard(DIMENSION);

    @Test
    void aRiseIsOneUntilTwoWindowsHaveNone() {
        Climb climb = new Climb(at(100));
        climb.watch(at(90));
        assertThat(climb.now()).isTrue();
        climb.nextWindow();
        climb.watch(at(90));
        assertThat(climb.now()).isFalse();
        assertThat(climb.lately()).isTrue();
        climb.nextWindow();
        assertThat(climb.lately()).isFalse();
    }

    /** A thousand windows of ten independent draws each; one rise in the first few may be by chance. */
    @Test
    void typicalStatesDoNotClimb() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        Climb climb = new Climb(at(1));
        int rises = 0;
        for (int window = 0; window < 1000; window++) {
            for (int k = 0; k < 10; k++) {
                double[] position = DoubleStream.generate(random::nextGaussian)
                        .limit(DIMENSION)
                        .toArray();
                climb.watch(GradientState.at(position, NORMAL));
            }
            rises += climb.now() ? 1 : 0;
            climb.nextWindow();
        }
        assertThat(rises).isZero();
    }

    @Test
    void whatIsSeenOnTheWayIsForgotten() {
        double[] scales = new double[DIMENSION];
        Arrays.setAll(scales, i -> Math.pow(10, i % 5 - 2));
        double[][] covariance = new double[DIMENSION][DIMENSION];
        double[] far = new double[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            covariance[i][i] = scales[i] * scales[i];
            far[i] = 1e4;
        }
        Chains chains = Sampling.of(Target.of(new GaussianDensity(new double[DIMENSION], covariance)))
                .initial(InitialPoints.at(far))
                .seed(8)
                .report(false)
                .run();
        for (double[] steps : chains.values("n_steps")) {
            assertThat(Arrays.stream(steps).average().orElseThrow()).isLessThan(8);
        }
    }

    private static GradientState at(double coordinate) {
        double[] position = new double[DIMENSION];
        Arrays.fill(position, coordinate);
        return GradientState.at(position, NORMAL);
    }
}
