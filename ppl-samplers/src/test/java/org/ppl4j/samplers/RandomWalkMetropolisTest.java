package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Variable;
import org.ppl4j.density.LogDensity;

/** The scales of the random walk. */
class RandomWalkMetropolisTest {
    private static final Target FLAT =
            Target.of(new Flat(), List.of(Variable.scalar("a"), Variable.of("b", 2), Variable.scalar("c")));

    @Test
    void oneScaleIsForAllCoordinates() {
        assertScales(RandomWalkMetropolis.of(0.5), 0.5, 0.5, 0.5, 0.5);
    }

    @Test
    void eachCoordinateMayHaveItsOwn() {
        assertScales(RandomWalkMetropolis.of(new double[] {1, 2, 0.5, 4}), 1, 2, 0.5, 4);
    }

    @Test
    void aVariableMayHaveItsOwn() {
        assertScales(RandomWalkMetropolis.of(1).scale("b", 0.1).scale("c", 3), 1, 0.1, 0.1, 3);
    }

    @Test
    void saysHowItWasMade() {
        assertThat(RandomWalkMetropolis.of(1).scale("b", 0.1))
                .hasToString("RandomWalkMetropolis.of(1.0).scale(\"b\", 0.1)");
        assertThat(RandomWalkMetropolis.of(new double[] {1, 2})).hasToString("RandomWalkMetropolis.of([1.0, 2.0])");
    }

    @Test
    void refusesScalesThatMakeNoSense() {
        refused(() -> RandomWalkMetropolis.of(0), "The scale of a random walk must be finite and > 0, got 0.0.");
        refused(
                () -> RandomWalkMetropolis.of(1).scale("a", Double.NaN),
                "The scale of a random walk must be finite and > 0, got NaN.");
        refused(() -> RandomWalkMetropolis.of(new double[0]), "A random walk needs at least 1 scale, got none.");
        refused(
                () -> RandomWalkMetropolis.of(new double[] {1, 2}).kernel(FLAT),
                "The random walk has 2 scales, but there are 4 unconstrained coordinates: give one scale for each, or a"
                        + " single one for all.");
        refused(
                () -> RandomWalkMetropolis.of(1).scale("d", 1).kernel(FLAT),
                "There is no variable \"d\"; there are a, b, c.");
    }

    /** On a flat density every move is accepted, so the steps of the chain have the scales of the proposal. */
    private static void assertScales(Sampler sampler, double... scales) {
        int draws = 4000;
        Chains chains =
                Sampling.of(FLAT).with(sampler).chains(1).draws(draws).seed(1).run();
        List<String> names = List.of("a", "b[0]", "b[1]", "c");
        for (int i = 0; i < 4; i++) {
            double[] values = chains.values(names.get(i), 0);
            double squares = 0;
            for (int t = 1; t < draws; t++) {
                squares += (values[t] - values[t - 1]) * (values[t] - values[t - 1]);
            }
            // A standard deviation from 4,000 normal numbers has a relative standard error of 1.1 %.
            assertThat(Math.sqrt(squares / (draws - 1)) / scales[i]).isBetween(0.955, 1.045);
        }
        assertThat(chains.values("acceptance_rate", 0)).containsOnly(1);
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static final class Flat implements LogDensity {
        @Override
        public int dimension() {
            return 4;
        }

        @Override
        public double logDensity(double[] position) {
            return 0;
        }

        @Override
        public double logDensityAndGradient(double[] position, double[] gradient) {
            throw new AssertionError("A random walk needs no gradient.");
        }
    }
}
