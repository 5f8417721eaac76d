package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Finding.Kind;

/** Advice that holds only for some variables and some samplers. */
class AdviceTest {

    /** The spread of x goes with y, which is its square, and diverges where both are large. */
    private static Draft square() {
        Draft draft = new Draft(4, 1000).normal("x");
        double[][] x = draft.at("x");
        return draft.variable(
                        "y", (chain, draw, random) -> x[chain][draw] * x[chain][draw] + 0.01 * random.nextGaussian())
                .diverging("y", y -> y > 4);
    }

    @Test
    void whatIsMadeOfAVariableSetsNoScaleOfIt() {
        Chains chains = square().chains().withSmallerSteps("Raise targetAcceptance, say to 0.99");
        assertThat(chains.divergences().couplings()).isEmpty();
        assertThat(chains.select("y", "x").divergences().couplings()).isEmpty();
        assertThat(chains.report().findings().get(0).remedy())
                .isEqualTo("Raise targetAcceptance, say to 0.99, or try another parameterisation or tighter priors.");
    }

    /** The number sets where y is, which is further from its median where that is far. */
    @Test
    void whatMovesAVariableSetsNoScaleOfItEither() {
        Draft draft = new Draft(4, 1000).normal("x");
        double[][] x = draft.at("x");
        Chains chains = draft.variable(
                        "y", (chain, draw, random) -> Math.exp(3 * x[chain][draw]) + 0.01 * random.nextGaussian())
                .diverging("x", value -> value > 1)
                .chains();
        assertThat(chains.divergences().clusters()).hasSize(2);
        assertThat(chains.divergences().couplings()).isEmpty();
    }

    /** Data on a product alone leave a hyperbola: chains on its two branches are each somewhere else, whatever their spread. */
    @Test
    void whereChainsKeepToDifferentModesNoSpreadIsThatOfPlaces() {
        Draft draft = new Draft(4, 1000)
                .variable("a", (chain, draw, random) -> (chain == 0 ? 1 : -1) * Math.exp(0.3 * random.nextGaussian()));
        double[][] a = draft.at("a");
        Chains chains = draft.variable("b", (chain, draw, random) -> 6 / a[chain][draw] + 0.1 * random.nextGaussian())
                .diverging("a", value -> value > 0.5 && value < 1)
                .chains();
        assertThat(chains.divergences().clusters()).hasSize(2);
        assertThat(chains.divergences().couplings()).isEmpty();
    }

    @Test
    void norDoesItWhereTheEnergyFollowsIt() {
        Draft draft = new Draft(4, 1000)
                .variable(
                        "x",
                        (chain, draw, random) ->
                                3 * Math.sin(2 * Math.PI * draw / 400) * (random.nextBoolean() ? 1 : -1));
        double[][] x = draft.at("x");
        Chains chains = draft.variable(
                        "y", (chain, draw, random) -> x[chain][draw] * x[chain][draw] + 0.01 * random.nextGaussian())
                .statistic("energy", (chain, draw, random) -> x[chain][draw] * x[chain][draw])
                .chains();
        List<Finding> findings = chains.report().findings();
        assertThat(findings.get(findings.size() - 1).remedy())
                .isEqualTo("The energy follows y most: try lighter tails there, or another parameterisation.");
    }

    @Test
    void positiveValuesHaveNoFormOfNormalOnes() {
        Draft draft = new Draft(4, 1000).variable("k", (chain, draw, random) -> Math.exp(random.nextGaussian()));
        double[][] k = draft.at("k");
        for (int element = 0; element < 4; element++) {
            draft.variable("z[" + element + "]", (chain, draw, random) -> k[chain][draw] * random.nextExponential());
        }
        Chains chains = draft.diverging("k", value -> value < 0.2)
                .statistic("step_size", (chain, draw, random) -> 0.5)
                .chains();
        assertThat(chains.report().findings().get(0).remedy())
                .isEqualTo(
                        "Try the non-centred form, model.nonCentred(\"z\"), or, in place of z, sample standard normal"
                                + " values, multiply them by k, and add the mean.");
        assertThat(chains.withConstrained(List.of("k", "z"))
                        .report()
                        .findings()
                        .get(0)
                        .remedy())
                .isEqualTo(
                        "Not all real numbers are values of z, so that normal values that are shifted and scaled cannot"
                                + " take the place. Try a smaller step size than 0.5, or another parameterisation.");
    }

    /** In a funnel that chains are slow in, how many draws are enough is not known. */
    @Test
    void noNumberOfDrawsIsPromisedWhereTheEnergySaysThatTailsAreMissing() {
        assertThat(waves().report().findings())
                .filteredOn(finding -> finding.kind() == Kind.EFFECTIVE_SAMPLE_SIZE)
                .singleElement()
                .extracting(Finding::remedy)
                .isEqualTo("See first to what else is named here.");
    }

    @Test
    void energiesSayNothingWhereMomentaAreKept() {
        assertThat(waves().report().findings()).extracting(Finding::kind).contains(Kind.ENERGY);
        List<Finding> findings = waves().withKeptMomentum().report().findings();
        assertThat(findings).extracting(Finding::kind).containsExactly(Kind.EFFECTIVE_SAMPLE_SIZE);
        assertThat(findings.get(0).remedy()).matches("About [0-9,]+ draws a chain would be enough\\.");
    }

    private static Chains waves() {
        Draft draft = new Draft(4, 1000)
                .variable(
                        "v", (chain, draw, random) -> Math.sin(2 * Math.PI * draw / 100) + 0.1 * random.nextGaussian());
        double[][] v = draft.at("v");
        return draft.statistic("energy", (chain, draw, random) -> v[chain][draw])
                .chains();
    }
}
