package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.density.LogDensity;

/** Densities that fail, and code of the user that does: what is rejected, what is said, and what is kept. */
class FailureTest {
    private static final Sampler WALK = MetropolisHastings.of((from, to, random) -> to[0] = from[0] + 1);

    @Test
    void stepsWhereTheDensityIsNotANumberAreRejectedAndCounted() {
        Chains chains =
                walk(step -> step == 3 || step == 5 ? Double.NaN : 0).draws(6).run();
        assertThat(chains.values("q[0]", 0)).containsExactly(1, 2, 2, 3, 3, 4);
        assertThat(chains.values("acceptance_rate", 0)).containsExactly(1, 1, 0, 1, 0, 1);
        assertThat(chains.complete()).isTrue();
        assertThat(chains.warnings())
                .containsExactly("chain 0: 2 of 6 steps rejected a position because the log density was NaN, first at"
                        + " step 3: site \"x\" is 3.0.");
    }

    @Test
    void stepsWhereTheDensityIsInfiniteAreRejectedAndCounted() {
        Chains chains =
                walk(step -> step == 2 ? Double.POSITIVE_INFINITY : 0).draws(3).run();
        assertThat(chains.values("q[0]", 0)).containsExactly(1, 1, 2);
        assertThat(chains.warnings())
                .containsExactly(
                        "chain 0: 1 of 3 steps rejected a position because the log density was +Infinity, first"
                                + " at step 2: site \"x\" is 2.0.");
    }

    @Test
    void stepsWhereTheDensityThrowsAreRejectedAndCounted() {
        Chains chains = walk(step -> {
                    if (step >= 2) {
                        throw new ArithmeticException("matrix is singular at step " + step);
                    }
                    return 0;
                })
                .draws(4)
                .run();
        assertThat(chains.values("q[0]", 0)).containsExactly(1, 1, 1, 1);
        assertThat(chains.warnings()).hasSize(1);
        assertThat(chains.warnings().get(0))
                .matches("chain 0: 3 of 4 steps rejected a position because the log density threw, first at step 2:"
                        + " java\\.lang\\.ArithmeticException: matrix is singular at step 2"
                        + " \\(FailureTest\\.java:[0-9]+\\)\\.");
    }

    @Test
    void zeroDensityIsNoFailure() {
        Chains chains =
                walk(step -> step == 2 ? Double.NEGATIVE_INFINITY : 0).draws(3).run();
        assertThat(chains.values("q[0]", 0)).containsExactly(1, 1, 2);
        assertThat(chains.warnings()).isEmpty();
    }

    @Test
    void theWarmupCountsForItself() {
        Chains chains = walk(step -> step == 2 || step == 6 ? Double.NaN : 0)
                .warmup(4)
                .draws(3)
                .run();
        assertThat(chains.warnings())
                .containsExactly(
                        "chain 0: 1 of 4 warm-up steps rejected a position because the log density was NaN, first at"
                                + " warm-up step 2: site \"x\" is 2.0.",
                        "chain 0: 1 of 3 steps rejected a position because the log density was NaN, first at step 2:"
                                + " site \"x\" is 5.0.");
    }

    @Test
    void fewInTheWarmupAreSaidToDoNoHarm() {
        Chains chains =
                walk(step -> step == 2 ? Double.NaN : 0).warmup(100).draws(3).run();
        assertThat(chains.warnings())
                .containsExactly(
                        "chain 0: 1 of 100 warm-up steps rejected a position because the log density was NaN, first"
                                + " at warm-up step 2: site \"x\" is 2.0. So few of a warm-up do no harm.");
    }

    @Test
    void divergencesAreCounted() {
        Chains chains = Sampling.of(Target.of(GaussianDensity.standard(2)))
                .with(Hmc.of(50, 3))
                .chains(1)
                .initial(new double[] {1, 1})
                .seed(1)
                .draws(10)
                .run();
        assertThat(chains.values("diverging", 0)).containsOnly(1);
        assertThat(chains.values("q[0]", 0)).containsOnly(1);
        assertThat(chains.report().lines())
                .contains(
                        "10 of 10 draws diverged: the log density is curved too much for the steps there, and draws near"
                                + " it may be missing. Try a smaller step size than 50, or another parameterisation.");
    }

    @Test
    void anErrorStopsTheRunAndLeavesTheDraws() {
        Sampling sampling = walk(step -> {
            if (step == 4) {
                throw new StackOverflowError("too deep");
            }
            return 0;
        });
        SamplingException thrown = catchThrowableOfType(
                SamplingException.class, () -> sampling.draws(10).run());
        assertThat(thrown)
                .hasMessage("Sampling was broken off: chain 0 failed after 3 steps with java.lang.StackOverflowError:"
                        + " too deep. The draws so far are in chains() of this exception.")
                .hasCauseInstanceOf(StackOverflowError.class);
        assertThat(thrown.chains().values("q[0]", 0)).containsExactly(1, 2, 3);
        assertThat(thrown.chains().complete()).isFalse();
        assertThat(thrown.chains().warnings())
                .containsExactly("Sampling stopped early because chain 0 failed. Draws: chain 0 3 of 10.");
    }

    @Test
    void anExceptionOfAListenerStopsTheRunAndLeavesTheDraws() {
        Sampling sampling = walk(step -> 0).draws(10).onDraw((chain, draw, values, statistics) -> {
            if (draw == 2) {
                throw new IllegalStateException("disk full");
            }
        });
        SamplingException thrown = catchThrowableOfType(SamplingException.class, sampling::run);
        assertThat(thrown)
                .hasMessage("Sampling was broken off: chain 0 failed after 3 steps with"
                        + " java.lang.IllegalStateException: disk full. The draws so far are in chains() of this"
                        + " exception.");
        assertThat(thrown.chains().values("q[0]", 0)).containsExactly(1, 2, 3);
    }

    @Test
    void anExceptionOfAReceiverOfTheReportLeavesTheDraws() {
        Sampling sampling = walk(step -> 0).draws(2).onFinish(report -> {
            throw new IllegalStateException("no");
        });
        SamplingException thrown = catchThrowableOfType(SamplingException.class, sampling::run);
        assertThat(thrown)
                .hasMessage("Sampling ended, but a receiver of its report failed with java.lang.IllegalStateException:"
                        + " no. The draws are in chains() of this exception.");
        assertThat(thrown.chains().values("q[0]", 0)).containsExactly(1, 2);
        Sampling asserting = walk(step -> 0).draws(2).onFinish(report -> {
            throw new AssertionError("no");
        });
        assertThat(catchThrowableOfType(SamplingException.class, asserting::run))
                .hasMessage("Sampling ended, but a receiver of its report failed with java.lang.AssertionError: no. The"
                        + " draws are in chains() of this exception.");
    }

    @Test
    void aStartIsLookedForMoreThanOnce() {
        double[] first = Sampling.of(Target.of(new PositiveOnly()))
                .with(Hmc.of(1e-6, 1))
                .chains(20)
                .draws(1)
                .seed(4)
                .run()
                .values("q[0]", 0);
        assertThat(first[0]).isPositive();
    }

    @Test
    void saysSoIfThereIsNoStart() {
        assertThatThrownBy(() ->
                        walk(step -> 0, step -> Double.NaN).chains(2).draws(1).run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "No start was found for chain 0: at none of 100 proposed positions were the log density and its"
                                + " gradient finite. At the last one, site \"x\" is 0.0. Give a start with initial(...), or see"
                                + " whether the model allows its data.");
    }

    @Test
    void theExceptionOfADensityThatNeverWorksIsTheCause() {
        assertThatThrownBy(() -> walk(step -> 0, step -> {
                            throw new ArithmeticException("singular");
                        })
                        .draws(1)
                        .run())
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void saysSoIfAGivenStartIsNone() {
        assertThatThrownBy(() -> Sampling.of(Target.of(new PositiveOnly()))
                        .with(Hmc.of(0.1, 1))
                        .chains(2)
                        .initial(new double[] {1}, new double[] {-1})
                        .run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The initial position of chain 1 is no place to start: the log density is NaN at q = [-1.0]."
                                + " Give another one, or none.");
    }

    @Test
    void aStartWithoutAGradientIsNoneForASamplerThatNeedsIt() {
        Sampling at =
                Sampling.of(Target.of(new PositiveOnly())).seed(1).draws(1).initial(new double[] {Double.MIN_VALUE});
        assertThatThrownBy(() -> at.with(Hmc.of(0.1, 1)).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The initial position of chain 0 is no place to start: the log density is 744.4400719213812 but"
                                + " coordinate 0 of its gradient is -Infinity at q = [4.9E-324]. Give another one, or none.");
        assertThat(at.with(WALK).run().values("q[0]", 0)).hasSize(1);
    }

    @Test
    void aProposalThatContradictsItselfIsAnError() {
        Sampler sampler = MetropolisHastings.of(new Proposal() {
            @Override
            public void propose(double[] current, double[] proposal, RandomGenerator random) {
                proposal[0] = 1;
            }

            @Override
            public double logDensity(double[] from, double[] to) {
                return Double.NEGATIVE_INFINITY;
            }

            @Override
            public String toString() {
                return "mine";
            }
        });
        assertThatThrownBy(() -> walk(step -> 0).with(sampler).run())
                .isInstanceOf(SamplingException.class)
                .hasRootCauseMessage(
                        "The log density of a proposal must be finite for a move just proposed, and finite or"
                                + " -Infinity for the move back: got -Infinity and -Infinity from mine.");
    }

    private static Sampling walk(IntToDoubleFunction densityAtStep) {
        return walk(densityAtStep, step -> 0);
    }

    /** A walk to the right from 0, with a density that depends on the step. */
    private static Sampling walk(IntToDoubleFunction densityAtStep, IntToDoubleFunction densityAtStart) {
        LogDensity density = new LogDensity() {
            private int evaluations;

            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public double logDensity(double[] position) {
                if (position[0] == 0 && evaluations == 0) {
                    double start = densityAtStart.applyAsDouble(0);
                    evaluations += Double.isNaN(start) ? 0 : 1;
                    return start;
                }
                return densityAtStep.applyAsDouble(evaluations++);
            }

            @Override
            public double logDensityAndGradient(double[] position, double[] gradient) {
                throw new AssertionError("The walk needs no gradient.");
            }
        };
        Target target = new ForwardingTarget(Target.of(density)) {
            @Override
            public double record(double[] position, double[] values) {
                values[0] = position[0];
                return 0;
            }

            @Override
            public double[] initialPosition(RandomGenerator random) {
                return new double[1];
            }

            @Override
            public String describeFailure(double[] position) {
                return "site \"x\" is " + Arrays.stream(position).findFirst().orElseThrow();
            }
        };
        return Sampling.of(target).with(WALK).chains(1).seed(1);
    }

    /** NaN for negative numbers, -log x with a gradient that overflows near 0. */
    private static final class PositiveOnly implements LogDensity {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public double logDensity(double[] position) {
            return -Math.log(position[0]);
        }

        @Override
        public double logDensityAndGradient(double[] position, double[] gradient) {
            gradient[0] = -1 / position[0];
            return logDensity(position);
        }
    }
}
