package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Finding.Kind;

/** What a report says of draws after a warm-up that was too short, and of draws most of which diverged. */
class ShortWarmupReportTest {
    private static final String ADVICE =
            "There was no warm-up: chains find their place in it, and the sampler learns how to"
                    + " move. Ask for one of 1,000 steps with warmup(1_000), or leave warmup(...) out.";

    /** A wave of v, which the spread of x and the energy follow; some draws of chain 1 diverge. */
    private static Chains funnel(int divergences) {
        Draft draft = new Draft(4, 1000)
                .variable(
                        "v",
                        (chain, draw, random) -> 3 * Math.sin(2 * Math.PI * draw / 100) + 0.1 * random.nextGaussian());
        double[][] v = draft.at("v");
        return draft.variable("x", (chain, draw, random) -> Math.exp(0.5 * v[chain][draw]) * random.nextGaussian())
                .statistic("energy", (chain, draw, random) -> 5 * v[chain][draw] + random.nextGaussian())
                .statistic("tree_depth", (chain, draw, random) -> 3)
                .statistic("acceptance_rate", (chain, draw, random) -> 0.8)
                .statistic("diverging", (chain, draw, random) -> draw < divergences ? 1 : 0)
                .chains("Something happened.");
    }

    @Test
    void theAdviceFollowsWhatHappenedAndTakesThePlaceOfOthers() {
        Chains chains = funnel(1).withShortWarmup("There was no warm-up");
        assertThat(chains.report().lines())
                .containsExactly(
                        "Something happened.",
                        ADVICE,
                        "4 of 4,000 draws diverged: the log density is curved too much for the steps there, and draws near it may"
                                + " be missing. See first to the warm-up.",
                        "The effective sample size is below 100 a chain for 1 of 2 numbers, v (142 in the bulk, 813 in the"
                                + " tails). See first to the warm-up.",
                        "E-BFMI is below 0.3 (0.0254 in chain 0, 0.0265 in chain 1, 0.0236 in chain 2 and 0.0260 in chain 3): the"
                                + " energy changes too little from draw to draw, so that tails are explored slowly. See first to"
                                + " the warm-up.");
    }

    @Test
    void partsOfChainsKnowItToo() {
        Chains part = funnel(1).withShortWarmup("There was no warm-up").slice(0, 900);
        assertThat(part.report().lines()).contains(ADVICE);
    }

    @Test
    void whatTheModelForbidsIsStillSaid() {
        Chains chains =
                funnel(5).withDivergencesOutside("the log density is NaN").withShortWarmup("There was no warm-up");
        assertThat(chains.report().findings())
                .filteredOn(finding -> finding.kind() == Kind.DIVERGENCES)
                .extracting(Finding::remedy)
                .containsExactly(
                        "Smaller steps do not help there. Keep the parameters to where the density is finite, by"
                                + " distributions with that support or by a transformation.");
    }

    @Test
    void valuesThatAreNoMatterOfMovesAreNoReasonForIt() {
        Chains chains = new Draft(4, 1000)
                .normal("x")
                .variable("same", (chain, draw, random) -> 3)
                .chains()
                .withShortWarmup("There was no warm-up");
        assertThat(chains.report().findings()).extracting(Finding::kind).doesNotContain(Kind.WARMUP);
        assertThat(new Draft(4, 1000)
                        .normal("x")
                        .chains()
                        .withShortWarmup("There was no warm-up")
                        .report())
                .hasToString("No problems found in 4,000 draws of 1 number in 4 chains.\n");
    }

    /** Where most draws diverge, steps are too large everywhere: the energy does not point to a funnel then. */
    @Test
    void whereMostDrawsDivergeNoFunnelIsNamed() {
        assertThat(funnel(10).report().toString()).contains("a funnel");
        assertThat(funnel(501).report().toString()).doesNotContain("a funnel");
    }
}
