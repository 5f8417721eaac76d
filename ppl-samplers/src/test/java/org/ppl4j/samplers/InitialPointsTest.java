package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Variable;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Where chains start: a proposal that stays where it is shows it. */
class InitialPointsTest {
    private static final Sampler STILL = MetropolisHastings.of((from, to, random) -> {});

    private static final Model MODEL = Model.of("starts", m -> {
        Tensor sigma = m.sample("sigma", Gamma.of(2, 1));
        m.sample("x", Normal.of(5, sigma).iid(3));
        m.sample("u", Uniform.of(0, sigma));
        m.sample("k", Poisson.of(20));
        m.deterministic("twice", sigma.times(2));
    });

    @Test
    void namedValuesAreInTheSpaceOfTheModelAndTheOthersAsEver() {
        Chains usual = still(MODEL).run();
        Chains chains = still(MODEL)
                .initial(Map.of("sigma", 1e-3, "x", new double[] {1, 2, 3}))
                .run();
        for (int chain = 0; chain < 4; chain++) {
            assertThat(chains.values("sigma", chain)[0]).isCloseTo(1e-3, within(1e-15));
            assertThat(chains.draw(chain, 0, "x")).containsExactly(1, 2, 3);
            // The same coordinate means a smaller number now.
            assertThat(chains.values("u", chain)[0] / 1e-3)
                    .isCloseTo(usual.values("u", chain)[0] / usual.values("sigma", chain)[0], within(1e-9));
            assertThat(chains.values("k", chain)).isEqualTo(usual.values("k", chain));
        }
        assertThat(chains.values("u", 0)).isNotEqualTo(chains.values("u", 1));
    }

    @Test
    void aHandWrittenDensityHasNamedValuesToo() {
        Target target = Target.of(GaussianDensity.standard(3), List.of(Variable.scalar("a"), Variable.of("b", 2)));
        Sampling sampling = Sampling.of(target).with(STILL).draws(1).seed(1);
        Chains chains = sampling.initial(Map.of("b", new double[] {7, 8})).run();
        assertThat(chains.draw(3, 0, "b")).containsExactly(7, 8);
        assertThat(chains.values("a", 0)).isEqualTo(sampling.run().values("a", 0));
        refused(
                () -> sampling.initial(Map.of("b", 1)).run(),
                "The variable \"b\" has 2 values, got 1. Give one for each.");
        refused(() -> sampling.initial(Map.of("c", 1)).run(), "There is no variable \"c\"; there are a, b.");
        refused(
                () -> sampling.initial(Map.of("a", "1")).run(),
                "The value given for \"a\" is a String. Give a number, a double[] or a Tensor.");
    }

    @Test
    void aValueOfWhatIsCalculatedIsRefused() {
        refused(
                () -> still(MODEL).initial(Map.of("sigma", 1, "twice", 2)).run(),
                "Chains cannot start at a value of \"twice\", which is calculated from others. Give values of what it is"
                        + " calculated from.");
        refused(
                () -> still(MODEL)
                        .initial(InitialPoints.values(Map.of("twice", 2)))
                        .run(),
                "Chains cannot start at a value of \"twice\", which is calculated from others. Give values of what it is"
                        + " calculated from.");
        refused(
                () -> still(MODEL).initial(new double[0][]).run(),
                "No initial positions are given. Give one for each chain, or a single one for all.");
    }

    @Test
    void namedValuesThatDoNotFitAreRefusedWithSiteValueAndRemedy() {
        matches(
                () -> still(MODEL).initial(Map.of("sigma", -1)).run(),
                "Site \"sigma\" (InitialPointsTest.java:NN): a value of Gamma must be > 0, got -1.0.");
        matches(
                () -> still(MODEL).initial(Map.of("sigma", 0)).run(),
                "Site \"sigma\" (InitialPointsTest.java:NN): a value of Gamma must be > 0, got 0.0.");
        matches(
                () -> still(MODEL).initial(Map.of("sigma", 1, "u", 3)).run(),
                "Site \"u\" (InitialPointsTest.java:NN): a value of Uniform must lie between 0.0 and 1.0, got 3.0.");
        matches(
                () -> still(MODEL).initial(Map.of("x", 3)).run(),
                "Site \"x\" (InitialPointsTest.java:NN): the value has shape [], but Normal has shape [3]. Give one value"
                        + " for each element of the distribution.");
        matches(
                () -> still(MODEL).initial(Map.of("tau", 3)).run(),
                "The model \"starts\" has no sampled site \"tau\" to give a value to (InitialPointsTest.java:NN). It"
                        + " samples \"sigma\", \"x\", \"u\", \"k\"; records \"twice\".");
    }

    @Test
    void namedValuesWithoutDensityAreNoPlaceToStart() {
        Model model = Model.of("rooted", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            m.factor("root", x.sqrt());
        });
        matches(
                () -> still(model).initial(Map.of("x", -2)).run(),
                "The initial position of chain 0 is no place to start: Site \"root\" (InitialPointsTest.java:NN) has log"
                        + " density NaN, at x = -2.0. Give another one, or none.");
    }

    @Test
    void drawsFromThePriorHaveThePriorsMoments() {
        int chains = 3_000;
        Chains draws =
                still(MODEL).chains(chains).initial(InitialPoints.prior()).run();
        // The mean of Gamma(2, 1) is 2, its variance too; of the Poisson's, both are 20.
        assertMean(draws, "sigma", 2, Math.sqrt(2.0 / chains));
        assertMean(draws, "u", 1, Math.sqrt((2.0 / 4 + 6.0 / 12) / chains));
        assertMean(draws, "k", 20, Math.sqrt(20.0 / chains));
        assertMean(draws, "x[1]", 5, Math.sqrt(6.0 / chains));
        refused(
                () -> Sampling.of(Target.of(GaussianDensity.standard(1)))
                        .initial(InitialPoints.prior())
                        .run(),
                "Chains cannot start at draws from the prior: the prior of a hand-written density is not known. Give"
                        + " positions, or none.");
    }

    private static void assertMean(Chains chains, String name, double mean, double standardError) {
        assertThat(chains.mean(name)).isCloseTo(mean, within(4 * standardError));
    }

    @Test
    void uniformPointsReachAsFarAsTheyAreTold() {
        Chains chains =
                still(MODEL).chains(500).initial(InitialPoints.uniform(0.5)).run();
        double[] x = Arrays.stream(chains.values("x[0]")).mapToDouble(v -> v[0]).toArray();
        assertThat(Arrays.stream(x).max().orElseThrow()).isBetween(0.48, 0.5);
        assertThat(Arrays.stream(x).min().orElseThrow()).isBetween(-0.5, -0.48);
        assertThat(Arrays.stream(chains.values("k")).mapToDouble(v -> v[0])).allMatch(k -> k == Math.rint(k));
        refused(() -> InitialPoints.uniform(0), "The radius of initial positions must be finite and > 0, got 0.0.");
    }

    @Test
    void chainsGoOnFromTheLastDrawsOfOthers() {
        Chains before = Sampling.of(MODEL)
                .with(SitewiseMetropolis.create())
                .chains(2)
                .draws(30)
                .seed(3)
                .progress(false)
                .run();
        Chains chains = still(MODEL).initial(InitialPoints.lastOf(before)).run();
        for (int chain = 0; chain < 4; chain++) {
            for (String name : List.of("sigma", "u", "k", "x[2]", "twice")) {
                assertThat(chains.values(name, chain)[0]).isCloseTo(before.values(name, chain % 2)[29], within(1e-12));
            }
        }
        // From a part of the variables as well.
        Chains part = still(MODEL)
                .initial(InitialPoints.lastOf(before.select("sigma", "twice")))
                .run();
        assertThat(part.values("sigma", 3)[0]).isCloseTo(before.values("sigma", 1)[29], within(1e-12));
        refused(() -> InitialPoints.lastOf(before.slice(0, 0)), "Chain 0 has no draws, so no last one to start from.");
    }

    @Test
    void aStrategyOfOnesOwnKnowsTheTargetAndTheChain() {
        Target target = Target.of(GaussianDensity.standard(2));
        Sampling sampling = Sampling.of(target).with(STILL).draws(1).seed(1);
        Chains chains = sampling.initial(
                        (what, chain, random) -> new double[] {what.density().dimension(), chain})
                .run();
        assertThat(chains.draw(2, 0, "q")).containsExactly(2, 2);
        refused(
                () -> sampling.initial((what, chain, random) -> new double[1]).run(),
                "An initial position must have a value for each of the 2 unconstrained coordinates, got 1 values.");
        refused(
                () -> sampling.initial((what, chain, random) -> nothing()).run(),
                "No initial position is proposed for chain 0: the strategy returned null. Return a value for each of the 2"
                        + " unconstrained coordinates.");
    }

    /** What a lambda of a user without null checks may return. */
    @SuppressWarnings("NullAway")
    private static double[] nothing() {
        return null;
    }

    @Test
    void aMissingValueIsNamed() {
        Map<String, Object> values = new HashMap<>();
        values.put("sigma", null);
        matches(
                () -> still(MODEL).initial(values).run(),
                "The value given for \"sigma\" is null (InitialPointsTest.java:NN). Give a number, a boolean, a double[], an"
                        + " int[], a double[][] or a Tensor.");
    }

    private static Sampling still(Model model) {
        return Sampling.of(model).with(STILL).draws(1).seed(1).report(false).progress(false);
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    /** Compares the whole text; NN stands for a line number. */
    private static void matches(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(Pattern.quote(message).replace("NN", "\\E[0-9]+\\Q"));
    }
}
