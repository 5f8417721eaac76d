package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Variable;
import org.ppl4j.distribution.Binomial;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.LogNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Metropolis–Hastings site by site: kinds of proposals, and models with discrete and continuous sites. */
class SitewiseMetropolisTest {

    /**
     * A rate, a count given it, and a thinned count that is observed: with the count summed out, the thinned one is Poisson
     * with a third of the rate, so the rate's posterior is Gamma(2 + 4, 1 + 1/3), and what was not counted is Poisson with
     * two thirds of the rate.
     */
    private static final Model COUNTS = Model.of("counts", m -> {
        Tensor rate = m.sample("rate", Gamma.of(2, 1));
        Tensor count = m.sample("count", Poisson.of(rate));
        m.observe("seen", Binomial.of(count, 1.0 / 3), 4);
    });

    private static final List<Exact> ANSWERS = List.of(
            Exact.mean("rate", 4.5),
            Exact.standardDeviation("rate", Math.sqrt(6) / (4.0 / 3)),
            Exact.mean("count", 4 + 2.0 / 3 * 4.5),
            Exact.standardDeviation("count", Math.sqrt(2.0 / 3 * 4.5 + 4.0 / 9 * 6 / (16.0 / 9))));

    static Sampler[] samplers() {
        SitewiseMetropolis base = SitewiseMetropolis.create();
        return new Sampler[] {
            base,
            base.walk("rate", 0.7).wholeNumbers("count", 3),
            base.from("rate", LogNormal.of(1, 1)).wholeNumbers("count", 2),
            base.walk("rate", 0.7).from("count", Poisson.of(8)),
            base.propose("rate", (from, to, random) -> to[0] = from[0] + random.nextDouble(-1, 1))
        };
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void mixedModelsHaveTheirPosterior(Sampler sampler) {
        Chains chains = Sampling.of(COUNTS)
                .with(sampler)
                .initial(Map.of("count", 6))
                .warmup(200)
                .draws(10_000)
                .thin(4)
                .seed(2)
                .progress(false)
                .run();
        PosteriorCheck check = new PosteriorCheck(chains, ANSWERS);
        assertThat(check.discrepancies()).isEmpty();
        assertThat(check.oversights()).isEmpty();
        assertThat(Arrays.stream(chains.values("count", 0))).allMatch(k -> k >= 4 && k == Math.rint(k));
        assertThat(chains.warnings()).isEmpty();
    }

    /** The proposal of a prior draw without its own density in the ratio. */
    @Test
    void theCheckSeesAProposalWithoutItsCorrection() {
        Chains chains = Sampling.of(COUNTS)
                .with(SitewiseMetropolis.create()
                        .propose("rate", (from, to, random) -> to[0] = 1 + random.nextGaussian()))
                .initial(Map.of("count", 6))
                .warmup(200)
                .draws(3_000)
                .thin(4)
                .seed(2)
                .progress(false)
                .run();
        assertThat(new PosteriorCheck(chains, ANSWERS).discrepancies()).isNotEmpty();
    }

    @Test
    void dynamicModelsAreSampledToo() {
        Model model = Model.of("dynamic", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            m.observe("y", Normal.of(x.doubleValue() < 0 ? x : x.times(1), 1), 1.0);
        });
        Chains chains = Sampling.of(model)
                .with(SitewiseMetropolis.create())
                .draws(8_000)
                .seed(1)
                .progress(false)
                .run();
        PosteriorCheck check =
                new PosteriorCheck(chains, List.of(Exact.mean("x", 0.5), Exact.standardDeviation("x", Math.sqrt(0.5))));
        assertThat(check.discrepancies()).isEmpty();
        assertThat(check.oversights()).isEmpty();
    }

    /** It would be accepted always, wherever it goes. */
    @Test
    void aProposalThatSaysItCannotMakeItsMoveIsRefused() {
        for (double density : new double[] {Double.NEGATIVE_INFINITY, Double.NaN}) {
            Proposal proposal = new Proposal() {
                @Override
                public void propose(double[] from, double[] to, RandomGenerator random) {
                    to[0] = from[0] + random.nextGaussian();
                }

                @Override
                public double logDensity(double[] from, double[] to) {
                    return to[0] > from[0] + 1 ? density : 0;
                }

                @Override
                public String toString() {
                    return "mine";
                }
            };
            assertThatThrownBy(() -> Sampling.of(Model.of("normal", m -> m.sample("x", Normal.of(0, 1))))
                            .with(SitewiseMetropolis.create().propose("x", proposal))
                            .chains(1)
                            .seed(1)
                            .report(false)
                            .run())
                    .isInstanceOf(SamplingException.class)
                    .hasRootCauseMessage("The log density of a proposal must be finite for a move just proposed, and"
                            + " finite or -Infinity for the move back: got " + density + " and 0.0 from mine.");
        }
    }

    /** Only one value is possible. */
    @Test
    void smallerStepsAreAdvisedWhereThereAreSome() {
        SitewiseMetropolis usual = SitewiseMetropolis.create();
        Model counts = Model.of("counts", m -> {
            Tensor z = m.sample("z", Poisson.of(3));
            m.observe("y", Normal.of(z.times(1000), 1e-3), 3000);
        });
        assertThat(warning(counts, usual.wholeNumbers("z", 1)))
                .isEqualTo(
                        "chain 0: no proposal for \"z\" was accepted in 5 steps. There are no smaller ones. Start elsewhere"
                                + " with initial(...), or propose what is further away with wholeNumbers(\"z\", reach), from(...) or"
                                + " propose(...).");
        assertThat(warning(counts, usual.wholeNumbers("z", 3)))
                .isEqualTo("chain 0: no proposal for \"z\" was accepted in 5 steps. Give it smaller ones, such as"
                        + " wholeNumbers(\"z\", 1).");
        Model narrow = Model.of("narrow", m -> m.sample("z", Normal.of(3, 1e-9)));
        assertThat(warning(narrow, usual.walk("z", 0.07)))
                .isEqualTo(
                        "chain 0: no proposal for \"z\" was accepted in 5 steps. Give it smaller ones, such as walk(\"z\","
                                + " 0.007).");
        assertThat(warning(narrow, usual.from("z", Normal.of(100, 1))))
                .isEqualTo(
                        "chain 0: no proposal for \"z\" was accepted in 5 steps. It is drawn anew each time: give it steps"
                                + " from where it is, such as walk(\"z\", 0.1), or wholeNumbers(\"z\", 1) if it is discrete.");
    }

    private static String warning(Model model, Sampler sampler) {
        return Sampling.of(model)
                .with(sampler)
                .initial(Map.of("z", 3))
                .chains(1)
                .draws(5)
                .seed(1)
                .report(false)
                .run()
                .warnings()
                .get(0);
    }

    /** A discrete site may well have but one probable value. */
    @Test
    void saysWhichSiteHardlyEverMoves() {
        Model model = Model.of("narrow", m -> {
            m.sample("wide", Normal.of(0, 1));
            Tensor narrow = m.sample("narrow", Normal.of(0, 1));
            m.observe("y", Normal.of(narrow, 0.003), 0.5);
            Tensor k = m.sample("k", Poisson.of(3));
            m.observe("z", Normal.of(k, 0.2), 9);
        });
        Sampling sampling = Sampling.of(model)
                .with(SitewiseMetropolis.create())
                .initial(Map.of("narrow", 0.5, "k", 9))
                .chains(1)
                .seed(1)
                .report(false);
        assertThat(sampling.draws(1000).run().warnings())
                .singleElement()
                .asString()
                .matches(
                        "chain 0: only \\d proposals for \"narrow\" were accepted in 1000 steps\\. It is drawn anew each time:"
                                + " give it steps from where it is, such as walk\\(\"narrow\", 0\\.1\\), or"
                                + " wholeNumbers\\(\"narrow\", 1\\) if it is discrete\\.");
        // Of many steps some draws are left.
        assertThat(sampling.draws(50_000).run().warnings()).isEmpty();
    }

    @Test
    void saysWhichSiteNeverMoves() {
        Chains chains = Sampling.of(Model.of("narrow", m -> m.sample("x", Normal.of(0, 1e-9))))
                .with(SitewiseMetropolis.create().walk("x", 1e6))
                .initial(Map.of("x", 0))
                .chains(1)
                .draws(50)
                .seed(1)
                .report(false)
                .run();
        assertThat(chains.warnings())
                .containsExactly(
                        "chain 0: no proposal for \"x\" was accepted in 50 steps. Give it smaller ones, such as"
                                + " walk(\"x\", 0.1), or wholeNumbers(\"x\", 1) if it is discrete.");
    }

    @Test
    void refusesWhatDoesNotFit() {
        SitewiseMetropolis base = SitewiseMetropolis.create();
        Target counts = Target.of(COUNTS);
        Target plain = Target.of(GaussianDensity.standard(2), List.of(Variable.scalar("a"), Variable.scalar("b")));
        refused(() -> base.walk("a", -1), "The scale of the walk of \"a\" must be finite and > 0, got -1.0.");
        refused(() -> base.wholeNumbers("k", 0), "The reach of the whole numbers of \"k\" must be at least 1, got 0.");
        refused(
                () -> base.walk("count", 1).kernel(counts),
                "Gaussian steps leave the values of \"count\", which is discrete. Use wholeNumbers(\"count\", reach) for"
                        + " it.");
        refused(
                () -> base.wholeNumbers("rate", 1).kernel(counts),
                "Steps of whole numbers do not reach all values of \"rate\", which is continuous. Use walk(\"rate\","
                        + " scale) for it.");
        refused(() -> base.walk("c", 1).kernel(plain), "There is no variable \"c\"; there are a, b.");
        refused(
                () -> base.walk("a", 1).kernel(plain),
                "SitewiseMetropolis cannot draw \"b\": the prior of a hand-written density is not known. Use walk(\"b\","
                        + " scale), or another proposal that does not need it.");
        assertThatThrownBy(() -> base.from("count", Normal.of(0, 1)).kernel(counts))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(
                        "Site \"count\" \\(SitewiseMetropolisTest.java:[0-9]+\\): it is discrete, but Normal is not\\. Draw"
                                + " it from a distribution of the same kind\\.");
        assertThat(base.walk("a", 0.5).wholeNumbers("k", 2).from("b", Gamma.of(1, 1)))
                .hasToString("SitewiseMetropolis.create().walk(\"a\", 0.5).wholeNumbers(\"k\", 2).from(\"b\", Gamma)");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
