package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.density.LogDensity;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** How often a start is looked for, and what is said if there is none. */
class ChainStartTest {

    /** Only one is possible, which the prior draws three times in ten: the same zero many times is no end of proposals. */
    @Test
    void proposalsThatRepeatAreFollowedByOthers() {
        Model model = Model.of("discrete", m -> {
            Tensor z = m.sample("z", Bernoulli.of(0.3));
            m.observe("y", Bernoulli.of(z), 1);
        });
        for (InitialPoints points : new InitialPoints[] {InitialPoints.prior(), InitialPoints.uniform(1)}) {
            for (long seed = 0; seed < 20; seed++) {
                Chains chains = quiet(Sampling.of(model).with(SitewiseMetropolis.create()))
                        .initial(points)
                        .seed(seed)
                        .run();
                assertThat(chains.values("z", 3)).containsOnly(1);
            }
        }
    }

    @Test
    void ofWhereThereIsNothingElseOneIsEnough() {
        int[] calls = {0};
        Target counted = new ForwardingTarget(Target.of(new Half())) {
            @Override
            public double[] unconstrain(Map<String, ?> values, double[] fallback) {
                calls[0]++;
                return new double[] {-1};
            }
        };
        Sampling sampling = quiet(Sampling.of(counted).with(RandomWalkMetropolis.of(1)));
        assertThatThrownBy(() -> sampling.initial(Map.of("q", -1)).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The initial position of chain 0 is no place to start: the log density is -Infinity at q ="
                        + " [-1.0]. Give another one, or none.");
        assertThat(calls[0]).isOne();
    }

    /** The bounds of w follow lo, for which no value is given: it has one that allows w half of the time. */
    @Test
    void namedValuesThatOthersHaveToFitAreTriedWithOthers() {
        Model bounded = Model.of("bounded", m -> {
            Tensor lo = m.sample("lo", Normal.of(0, 1));
            m.sample("w", Uniform.of(lo, lo.plus(2)));
        });
        Sampling sampling = quiet(Sampling.of(bounded).with(MetropolisHastings.of((from, to, random) -> {})));
        for (long seed = 0; seed < 10; seed++) {
            Chains chains = sampling.initial(Map.of("w", 1)).seed(seed).run();
            assertThat(chains.values("lo", 0)[0]).isBetween(-1.0, 1.0);
        }
        assertThatThrownBy(() -> sampling.initial(Map.of("w", 10)).run())
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(Pattern.compile(
                        "Site \"w\" \\(ChainStartTest.java:[0-9]+\\): a value of Uniform must lie between"
                                + " \\S+ and \\S+, got 10.0\\."));
    }

    @Test
    void walkersThatFindNoPlaceNearTheStartAreToldOf() {
        assertThatThrownBy(() -> quiet(Sampling.of(Target.of(new Island())).with(Ensemble.create()))
                        .initial(new double[] {0})
                        .run())
                .isInstanceOf(IllegalStateException.class)
                .message()
                .matches(
                        Pattern.compile("Chain 0 has a place to start, but not all of its walkers have one near it: for"
                                + " one of them, the log density is -Infinity at q = \\[\\S+\\]\\. Let them start nearer to each"
                                + " other, with a smaller spread\\(...\\), or elsewhere with initial\\(...\\)\\."));
        assertThat(quiet(Sampling.of(Target.of(new Island()))
                                .with(Ensemble.create().spread(1e-6)))
                        .initial(new double[] {0})
                        .run()
                        .chainCount())
                .isEqualTo(16);
    }

    private static Sampling quiet(Sampling sampling) {
        return sampling.warmup(0).draws(5).seed(1).report(false).progress(false);
    }

    /** An exponential distribution. */
    private record Half() implements LogDensity {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public double logDensity(double[] position) {
            return position[0] > 0 ? -position[0] : Double.NEGATIVE_INFINITY;
        }

        @Override
        public double logDensityAndGradient(double[] position, double[] gradient) {
            gradient[0] = -1;
            return logDensity(position);
        }
    }

    /** Uniform between -1e-5 and 1e-5. */
    private record Island() implements LogDensity {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public double logDensity(double[] position) {
            return Math.abs(position[0]) < 1e-5 ? 0 : Double.NEGATIVE_INFINITY;
        }

        @Override
        public double logDensityAndGradient(double[] position, double[] gradient) {
            gradient[0] = 0;
            return logDensity(position);
        }
    }
}
