package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Variable;

/** The target of a hand-written density. */
class TargetTest {
    private static final GaussianDensity NORMAL = GaussianDensity.standard(3);
    private static final Target NAMED = Target.of(NORMAL, List.of(Variable.scalar("mu"), Variable.of("theta", 2)));

    @Test
    void recordsThePositionAndTheDensity() {
        double[] values = new double[3];
        assertThat(NAMED.record(new double[] {1, 2, 3}, values)).isEqualTo(-7);
        assertThat(values).containsExactly(1, 2, 3);
        assertThat(NAMED.record(new double[] {3, 2, 1}, -7, values)).isEqualTo(-7);
        assertThat(values).containsExactly(3, 2, 1);
        assertThat(Target.of(NORMAL).variables()).containsExactly(Variable.of("q", 3));
    }

    @Test
    void startsBetweenMinusTwoAndTwo() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        double[] all = new double[3000];
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(NAMED.initialPosition(random), 0, all, 3 * i, 3);
        }
        assertThat(Arrays.stream(all).min().orElseThrow()).isBetween(-2.0, -1.98);
        assertThat(Arrays.stream(all).max().orElseThrow()).isBetween(1.98, 2.0);
    }

    @Test
    void knowsTheCoordinatesOfItsVariables() {
        assertThat(NAMED.coordinates("mu")).containsExactly(0);
        assertThat(NAMED.coordinates("theta")).containsExactly(1, 2);
        assertThatThrownBy(() -> NAMED.coordinates("tau"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no variable \"tau\"; there are mu, theta.");
    }

    @Test
    void refusesVariablesThatDoNotFit() {
        assertThatThrownBy(() -> Target.of(NORMAL, List.of(Variable.scalar("mu"), Variable.of("theta", 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The variables must have as many values in all as the log density has dimensions: 3, got 4"
                        + " (mu[], theta[3]).");
    }

    @Test
    void describesWhereADensityFails() {
        assertThat(NAMED.describeFailure(new double[] {Double.NaN, 1, 2}))
                .isEqualTo("the log density is NaN at position = [NaN, 1.0, 2.0]");
        Target wide = Target.of(GaussianDensity.standard(10));
        double[] position = new double[10];
        position[9] = Double.POSITIVE_INFINITY;
        assertThat(wide.describeFailure(position))
                .isEqualTo("the log density is NaN at q = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, ... 2 more]");
        assertThat(wide.describeFailure(new double[1]))
                .startsWith("the log density threw java.lang.ArrayIndexOutOfBoundsException: ")
                .endsWith(" at q = [0.0]");
    }
}
