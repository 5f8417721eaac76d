package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.ppl4j.samplers.Texts.pattern;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Divergence;
import org.ppl4j.density.LogDensity;

/** Samplers and densities of the user's own that fail outside of a step: draws are kept, and what failed is named. */
@SuppressWarnings("NullAway")
class KernelFailureTest {

    /** A walk that does right, unless overridden. */
    private static class Walk implements Sampler, Kernel {
        private final Kernel walk = RandomWalkMetropolis.of(1).kernel(Target.of(GaussianDensity.standard(1)));

        @Override
        public Kernel kernel(Target target) {
            return this;
        }

        @Override
        public List<String> statistics() {
            return walk.statistics();
        }

        @Override
        public State start(double[] position, RandomGenerator random) {
            return walk.start(position, random);
        }

        @Override
        public State step(State state, RandomGenerator random) {
            return walk.step(state, random);
        }

        @Override
        public void report(double[] values) {
            walk.report(values);
        }

        @Override
        public String toString() {
            return "mine";
        }
    }

    private static Sampling sampling(Sampler sampler) {
        return Sampling.of(Target.of(GaussianDensity.standard(1)))
                .with(sampler)
                .chains(1)
                .draws(20)
                .seed(1)
                .report(false);
    }

    private static void broken(Sampler sampler, int draws, String said) {
        SamplingException thrown = catchThrowableOfType(
                SamplingException.class, () -> sampling(sampler).run());
        assertThat(thrown)
                .hasMessage("Sampling was broken off: chain 0 failed after " + said
                        + ". The draws so far are in chains() of this exception.");
        assertThat(thrown.chains().draws()).isEqualTo(draws);
    }

    @Test
    void drawsAreKeptIfWarningsFail() {
        broken(
                new Walk() {
                    @Override
                    public List<String> warnings(long steps) {
                        throw new UnsupportedOperationException("later");
                    }
                },
                20,
                "20 steps with java.lang.UnsupportedOperationException: later");
        broken(
                new Walk() {
                    @Override
                    public @Nullable List<String> warnings(long steps) {
                        return null;
                    }
                },
                20,
                "20 steps with java.lang.IllegalStateException: warnings(steps) of the kernel returned null");
    }

    @Test
    void drawsAreKeptIfDivergencesFail() {
        broken(
                new Walk() {
                    private int asked;

                    @Override
                    public @Nullable List<Divergence> divergences() {
                        return asked++ < 5 ? List.of() : null;
                    }
                },
                4,
                "4 steps with java.lang.IllegalStateException: divergences() of the kernel returned null");
    }

    @Test
    void aMissingStateIsNamed() {
        broken(
                new Walk() {
                    @Override
                    public @Nullable State step(State state, RandomGenerator random) {
                        return null;
                    }
                },
                0,
                "0 steps with java.lang.IllegalStateException: step(state, random) of the kernel returned null");
        broken(
                new Walk() {
                    @Override
                    public @Nullable State finishWarmup(State state) {
                        return null;
                    }
                },
                0,
                "0 steps with java.lang.IllegalStateException: finishWarmup(state) of the kernel returned null");
        Walk cold = new Walk() {
            @Override
            public @Nullable State warmup(State state, int iteration, int total, RandomGenerator random) {
                return null;
            }
        };
        assertThatThrownBy(() -> sampling(cold).warmup(3).run())
                .isInstanceOf(SamplingException.class)
                .hasMessage(
                        "Sampling was broken off: chain 0 failed after 0 steps with java.lang.IllegalStateException:"
                                + " warmup(state, iteration, total, random) of the kernel returned null. The draws so far are in"
                                + " chains() of this exception.");
    }

    @Test
    void whatIsMissingAtTheStartIsNamed() {
        refused(
                new Walk() {
                    @Override
                    public @Nullable Kernel kernel(Target target) {
                        return null;
                    }
                },
                "kernel(target) of mine returned null.");
        refused(
                new Walk() {
                    @Override
                    public @Nullable List<String> statistics() {
                        return null;
                    }
                },
                "statistics() of the kernel returned null.");
        refused(
                new Walk() {
                    @Override
                    public @Nullable State start(double[] position, RandomGenerator random) {
                        return null;
                    }
                },
                "start(position, random) of the kernel returned null.");
        refused(
                new Walk() {
                    @Override
                    public int walkers() {
                        return 0;
                    }
                },
                "walkers() of a kernel of mine must return at least 1, got 0.");
        Sampler none = new Walk() {
            @Override
            public int defaultChains() {
                return 0;
            }
        };
        assertThatThrownBy(() -> Sampling.of(Target.of(GaussianDensity.standard(1)))
                        .with(none)
                        .run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("defaultChains() of mine must return at least 1, got 0.");
    }

    @Test
    void aKernelThatFailsAtTheStartIsNamed() {
        for (Throwable failure : new Throwable[] {new ArithmeticException("no."), new AssertionError("no")}) {
            Sampler sampler = new Walk() {
                @Override
                public State start(double[] position, RandomGenerator random) {
                    if (failure instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) failure;
                }
            };
            assertThatThrownBy(() -> sampling(sampler).run())
                    .isInstanceOf(IllegalStateException.class)
                    .hasCause(failure)
                    .message()
                    .matches(pattern("Chain 0 cannot be started: start(position, random) of the kernel threw "
                            + failure.getClass().getName()
                            + ": no (KernelFailureTest.java:NN). Mend it, or return a state that is not usable() for a"
                            + " position that it cannot start from: then another one is tried."));
        }
    }

    @Test
    void anErrorOfTheDensityAtTheStartIsNamed() {
        LogDensity density = new LogDensity() {
            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public double logDensity(double[] position) {
                throw new StackOverflowError("too deep");
            }

            @Override
            public double logDensityAndGradient(double[] position, double[] gradient) {
                throw new StackOverflowError("too deep");
            }
        };
        for (Sampler sampler : new Sampler[] {Nuts.create(), Slice.create()}) {
            assertThatThrownBy(
                            () -> Sampling.of(Target.of(density)).with(sampler).run())
                    .isInstanceOf(IllegalStateException.class)
                    .hasCauseInstanceOf(StackOverflowError.class)
                    .message()
                    .matches(
                            pattern("Chain 0 cannot be started: the log density threw java.lang.StackOverflowError: too"
                                    + " deep (KernelFailureTest.java:NN), an error, after which no other position is tried. See its"
                                    + " cause, or give a start with initial(...) where there is none."));
        }
    }

    private static void refused(Sampler sampler, String message) {
        assertThatThrownBy(() -> sampling(sampler).run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }
}
