package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Finding.Kind;

/** What a report says of a funnel that the energy shows and too few divergences do not. */
class FunnelReportTest {

    /** In chains that are slow, v moves up and down in waves of a hundred draws, and the energy with it. */
    private static Chains chains(boolean slow, int divergences) {
        return chains(slow, 0.5, divergences);
    }

    private static Chains chains(boolean slow, double power, int divergences) {
        Draft draft = new Draft(4, 1000)
                .variable(
                        "v",
                        (chain, draw, random) -> slow
                                ? 3 * Math.sin(2 * Math.PI * draw / 100) + 0.1 * random.nextGaussian()
                                : random.nextGaussian());
        double[][] v = draft.at("v");
        for (int element = 0; element < 3; element++) {
            draft.variable(
                    "x[" + element + "]",
                    (chain, draw, random) -> Math.exp(power * v[chain][draw]) * random.nextGaussian());
        }
        return draft.statistic(
                        "energy",
                        (chain, draw, random) ->
                                slow ? 5 * v[chain][draw] + random.nextGaussian() : random.nextGaussian())
                .statistic("tree_depth", (chain, draw, random) -> 3)
                .statistic("acceptance_rate", (chain, draw, random) -> 0.8)
                .statistic("diverging", (chain, draw, random) -> chain == 1 && draw < divergences ? 1 : 0)
                .chains();
    }

    @Test
    void aFewDivergencesPointToIt() {
        List<Finding> findings = chains(true, 1).report().findings();
        assertThat(findings.get(0).kind()).isEqualTo(Kind.DIVERGENCES);
        assertThat(findings.get(0).remedy()).isEqualTo("The funnel that is named below is a likely reason.");
        assertThat(findings.get(findings.size() - 1).remedy())
                .isEqualTo("The energy follows v most, and so does the spread of x: a funnel. Try the non-centred form,"
                        + " model.nonCentred(\"x\"), or, in place of x, sample standard normal values, multiply them by the scale that v sets, and add the"
                        + " mean.");
    }

    @Test
    void aSpreadThatFallsAsksForTheCentredForm() {
        List<Finding> findings = chains(true, -0.5, 0).report().findings();
        assertThat(findings.get(findings.size() - 1).remedy())
                .isEqualTo(
                        "The energy follows v most, and against it runs the spread of x: a funnel. Try the centred form: in"
                                + " place of x, sample the product with the scale that v sets, with that as its"
                                + " scale. If v is the precision of x, sample standard normal values instead, divide them by"
                                + " its root, and add the mean.");
    }

    @Test
    void whereTheEnergyShowsNoneSmallerStepsAreAdvised() {
        assertThat(chains(false, 1).report().lines())
                .containsExactly(
                        "1 of 4,000 draws diverged, all of them in chain 1: the log density is curved too much for"
                                + " the steps there, and draws near it may be missing. Raise targetAcceptance, say to 0.95, or try"
                                + " another parameterisation or tighter priors.");
    }

    @Test
    void aChainThatHaltsWhereTrajectoriesDivergeIsSentThere() {
        Chains chains = new Draft(2, 1000)
                .variable("y", (chain, draw, random) -> chain == 1 && draw < 250 ? 0.5 : random.nextGaussian())
                .statistic("diverging", (chain, draw, random) -> chain == 1 && draw < 250 ? 1 : 0)
                .chains();
        assertThat(chains.report().lines().get(0))
                .isEqualTo(
                        "Chain 1 stayed at one point for 250 of 1,000 draws. Nearly all proposals were rejected there:"
                                + " see first to the divergences.");
    }
}
