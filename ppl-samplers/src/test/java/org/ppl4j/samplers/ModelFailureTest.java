package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ppl4j.samplers.Texts.pattern;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ppl4j.chains.Chains;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** What users are told of models that cannot be sampled, or not everywhere. */
class ModelFailureTest {
    private static final String NO_START =
            "No start was found for chain 0: at none of 100 proposed positions were the log"
                    + " density and its gradient finite. At the last one, ";
    private static final String REMEDY = " Give a start with initial(...), or see whether the model allows its data.";

    @Test
    void aModelWithNothingToSampleIsRefused() {
        Model model = Model.of("coins", m -> m.observe("y", Normal.of(0, 1), 1.0));
        assertThatThrownBy(() -> Sampling.of(model).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is nothing to sample: the model \"coins\" has no sampled sites. Declare one with"
                        + " sample(name, distribution).");
        assertThatThrownBy(() -> Sampling.of(Target.of(model)).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is nothing to sample: the log density has 0 unconstrained coordinates.");
    }

    @Test
    void numbersOfDrawsThatMakeNoSenseAreRefused() {
        Sampling sampling = sampling(m -> m.sample("x", Normal.of(0, 1)));
        for (int draws : new int[] {0, -5}) {
            assertThatThrownBy(() -> sampling.draws(draws).run())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The number of draws must be at least 1, got " + draws + ".");
        }
    }

    @Test
    void noStartForAFactorOfMinusInfinity() {
        noStart(
                m -> {
                    m.sample("x", Normal.of(0, 1));
                    m.factor("never", Tensor.of(Double.NEGATIVE_INFINITY));
                },
                "Site \"never\" (ModelFailureTest.java:NN) has log density -Infinity, at x = NUMBER.");
    }

    @Test
    void noStartForDataThatAreImpossibleEverywhere() {
        noStart(
                m -> {
                    Tensor x = m.sample("x", Uniform.of(0, 1));
                    m.observe("y", Uniform.of(x, x.plus(1)), 5.0);
                },
                "Site \"y\" (ModelFailureTest.java:NN) has log density -Infinity, at x = NUMBER.");
    }

    @Test
    void noStartForAParameterThatIsNeverValid() {
        noStart(
                m -> {
                    Tensor x = m.sample("x", Gamma.of(1, 1));
                    m.observe("y", Normal.of(0, x.negate()), 1.0);
                },
                "Site \"y\" (ModelFailureTest.java:NN): Normal standard deviation must be > 0, got NUMBER.");
    }

    @Test
    void dataOutsideOfTheSupportAreRefusedBeforeSampling() {
        assertThatThrownBy(() -> sampling(m -> {
                            Tensor x = m.sample("x", Gamma.of(1, 1));
                            m.observe("y", Gamma.of(x, 1), -1.0);
                        })
                        .run())
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(pattern("Site \"y\" (ModelFailureTest.java:NN): a value of Gamma must be > 0, got NUMBER."));
    }

    @Test
    void samplersThatMoveInTheRealsRefuseDiscreteSites() {
        Sampling sampling = sampling(m -> {
            m.sample("x", Normal.of(0, 1));
            m.sample("k", Poisson.of(3));
        });
        assertThatThrownBy(sampling::run)
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(pattern(
                        "Hmc moves in the reals, but site \"k\" (ModelFailureTest.java:NN) is discrete. Sum it out"
                                + " of the density, or use SitewiseMetropolis, which moves discrete variables too."));
        assertThatThrownBy(() -> sampling.with(RandomWalkMetropolis.of(1)).run())
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(pattern("RandomWalkMetropolis moves in the reals, but site \"k\" (ModelFailureTest.java:NN) is"
                        + " discrete. Sum it out of the density, or use SitewiseMetropolis, which moves discrete variables"
                        + " too."));
        assertThat(sampling.with(SitewiseMetropolis.create()).run().complete()).isTrue();
    }

    @Test
    void aProposalOfTheUsersOwnMovesDiscreteSites() {
        Chains chains = sampling(m -> m.sample("k", Poisson.of(3)))
                .with(MetropolisHastings.of((from, to, random) -> to[0] = from[0] + (random.nextBoolean() ? 1 : -1)))
                .chains(4)
                .draws(20_000)
                .run();
        PosteriorCheck check =
                new PosteriorCheck(chains, List.of(Exact.mean("k", 3), Exact.standardDeviation("k", Math.sqrt(3))));
        assertThat(check.discrepancies()).isEmpty();
        assertThat(Arrays.stream(chains.values("k", 0))).allMatch(k -> k >= 0 && k == Math.rint(k));
        assertThat(chains.warnings()).isEmpty();
    }

    @Test
    void anInitialPositionOfTheWrongLengthIsRefused() {
        Sampling sampling = sampling(m -> m.sample("x", Normal.of(0, 1).iid(3)));
        assertThatThrownBy(() -> sampling.initial(new double[] {-1}).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An initial position must have a value for each of the 3 unconstrained coordinates, got 1"
                        + " values.");
    }

    @Test
    void aGivenStartWithoutDensityNamesTheSite() {
        assertThatThrownBy(() -> rooted(false).initial(new double[] {-1}).run())
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(pattern("The initial position of chain 0 is no place to start: Site \"root\""
                        + " (ModelFailureTest.java:NN) has log density NaN, at x = NUMBER. Give another one, or"
                        + " none."));
    }

    @Test
    void aGivenStartWithoutAGradientNamesTheSite() {
        Sampling sampling = sampling(m -> {
            m.sample("before", Normal.of(0, 1));
            Tensor x = m.sample("x", Normal.of(0, 1));
            m.factor("root", x.abs().sqrt());
        });
        assertThatThrownBy(() -> sampling.initial(new double[] {1, 0}).run())
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(pattern("The initial position of chain 0 is no place to start: Site \"x\""
                        + " (ModelFailureTest.java:NN) has a gradient of NaN, at x = NUMBER. Give another one, or"
                        + " none."));
    }

    /** The square root cuts the normal distribution at zero; compiled and dynamic models are told of alike. */
    @Test
    void positionsWhereTheDensityIsNotANumberAreRejectedAndCounted() {
        for (boolean dynamic : new boolean[] {false, true}) {
            Chains chains = rooted(dynamic)
                    .initial(new double[] {1})
                    .with(RandomWalkMetropolis.of(1))
                    .run();
            long rejected = Arrays.stream(chains.values("acceptance_rate", 0))
                    .filter(rate -> rate == 0)
                    .count();
            assertThat(rejected).isPositive();
            assertThat(Arrays.stream(chains.values("x", 0))).allMatch(x -> x >= 0);
            assertThat(chains.complete()).isTrue();
            assertThat(chains.warnings()).hasSize(1);
            assertThat(chains.warnings().get(0))
                    .matches(
                            pattern("chain 0: " + rejected + " of 200 steps rejected a position because the log density"
                                    + " was NaN, first at step NN: Site \"root\" (ModelFailureTest.java:NN) has log density"
                                    + " NaN, at x = NUMBER."));
        }
    }

    @Test
    void matricesThatHaveNoCholeskyFactorAreRejectedAndExplained() {
        Chains chains = sampling(m -> {
                    Tensor rho = m.sample("rho", Normal.of(0, 1));
                    Tensor one = Tensor.of(1);
                    Tensor covariance = Tensor.stack(Tensor.stack(one, rho), Tensor.stack(rho, one));
                    m.observe("y", MvNormal.of(new double[2], covariance), 1.0, 1.0);
                })
                .with(RandomWalkMetropolis.of(1))
                .initial(new double[] {0})
                .run();
        assertThat(Arrays.stream(chains.values("rho", 0))).allMatch(rho -> Math.abs(rho) < 1);
        assertThat(chains.warnings()).hasSize(1);
        assertThat(chains.warnings().get(0))
                .matches(
                        pattern("chain 0: NN of 200 steps rejected a position because the log density was NaN, first at"
                                + " step NN: Site \"y\" (ModelFailureTest.java:NN): MvNormal covariance must be positive"
                                + " definite, got a matrix whose leading minor of order 2 is not positive."));
    }

    @Test
    void exceptionsOfALambdaAreRejectedAndCounted() {
        Chains chains = sampling(m -> {
                    Tensor x = m.sample("x", Normal.of(0, 1));
                    if (x.doubleValue() > 3.5) {
                        throw new ArithmeticException("too large.");
                    }
                })
                .with(MetropolisHastings.of((from, to, random) -> to[0] = from[0] + 1))
                .initial(new double[] {3})
                .draws(5)
                .run();
        assertThat(chains.values("x", 0)).containsOnly(3);
        assertThat(chains.warnings()).hasSize(1);
        assertThat(chains.warnings().get(0))
                .matches(
                        pattern("chain 0: 5 of 5 steps rejected a position because the log density threw, first at step"
                                + " 1: java.lang.ArithmeticException: too large (ModelFailureTest.java:NN)."));
    }

    @Test
    @Timeout(60)
    void anInterruptHandsOverTheDrawsSoFar() {
        int draws = 10_000_000;
        Thread caller = Thread.currentThread();
        Chains chains = sampling(m -> m.sample("x", Normal.of(0, 1)))
                .chains(2)
                .draws(draws)
                .onDraw((chain, draw, values, statistics) -> {
                    if (chain == 1 && draw == 100) {
                        caller.interrupt();
                    }
                })
                .run();
        assertThat(Thread.interrupted()).isTrue();
        int[] made = {chains.drawsOf(0), chains.drawsOf(1)};
        assertThat(made[1]).isGreaterThan(100).isLessThan(draws);
        assertThat(made[0]).isLessThan(draws);
        assertThat(chains.complete()).isFalse();
        assertThat(chains.drawCount()).isEqualTo(made[0] + made[1]);
        assertThat(chains.values("x", 1)).hasSize(made[1]).doesNotContain(Double.NaN);
        assertThat(chains.warnings())
                .containsExactly("Sampling stopped early because the calling thread was interrupted. Draws: chain 0 "
                        + made[0] + " of " + draws + ", chain 1 " + made[1] + " of " + draws + ".");
    }

    private static Sampling rooted(boolean dynamic) {
        return sampling(m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            if (dynamic && Double.isNaN(x.doubleValue())) {
                throw new AssertionError("A walk from 1 never gets here.");
            }
            m.factor("root", x.sqrt());
        });
    }

    private static Sampling sampling(Consumer<ModelBuilder> body) {
        return Sampling.of(Model.of("failing", body))
                .with(Hmc.of(0.1, 3))
                .chains(1)
                .draws(200)
                .seed(1)
                .progress(false);
    }

    private static void noStart(Consumer<ModelBuilder> body, String reason) {
        assertThatThrownBy(() -> sampling(body).run())
                .isInstanceOf(IllegalStateException.class)
                .message()
                .matches(pattern(NO_START + reason + REMEDY));
    }
}
