package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Finding.Kind;

/** What a report says of draws that were made to be wrong in one way, and of such that are not. */
class ReportTest {

    private static Draft normals() {
        return new Draft(4, 1000).normal("x").normal("y");
    }

    private static List<Kind> kinds(Chains chains) {
        return chains.report().findings().stream().map(Finding::kind).toList();
    }

    @Test
    void oneSentenceIsEnoughWhenAllIsWell() {
        Report report = normals()
                .statistic("lp", (chain, draw, random) -> -random.nextExponential())
                .statistic("energy", (chain, draw, random) -> random.nextGaussian())
                .diverging("x", x -> false)
                .chains()
                .report();
        assertThat(report.isClean()).isTrue();
        assertThat(report.findings()).isEmpty();
        assertThat(report).hasToString("No problems found in 4,000 draws of 2 numbers in 4 chains.\n");
    }

    @Test
    void aSingleChainIsNotSaidToAgreeWithOthers() {
        assertThat(new Draft(1, 1000).normal("x").chains().report().lines())
                .containsExactly(
                        "No problems found in 1,000 draws of 1 number in 1 chain. Whether others would agree, a"
                                + " single chain does not show.");
        assertThat(new Draft(4, 1000)
                        .normal("x")
                        .chains()
                        .withWalkers(4)
                        .report()
                        .lines())
                .containsExactly(
                        "No problems found in 4,000 draws of 1 number in 4 chains. Whether others would agree, a"
                                + " single ensemble does not show.");
    }

    @Test
    void whatHappenedInTheRunComesFirst() {
        Report report = normals().chains("Sampling stopped early.").report();
        assertThat(report.isClean()).isFalse();
        assertThat(report.lines()).containsExactly("Sampling stopped early.");
    }

    @Test
    void theWorstNumbersAreNamedWithTheirRhat() {
        Chains chains = new Draft(4, 1000)
                .normal("good")
                .variable("drifting", (chain, draw, random) -> random.nextGaussian() + draw * 0.002)
                .variable("slow", (chain, draw, random) -> random.nextGaussian() + draw * 0.001)
                .chains();
        Summary summary = chains.summary();
        assertThat(chains.report().lines())
                .containsExactly(String.format(
                        "R-hat is above 1.01 for 2 of 3 numbers, drifting (%.2f) and slow (%.3f): the chains have not mixed."
                                + " Run longer, with a longer warm-up too; if that does not help, try another"
                                + " parameterisation.",
                        summary.row("drifting").rhat(), summary.row("slow").rhat()));
    }

    @Test
    void ofManyNumbersThreeAreNamed() {
        Draft draft = new Draft(4, 1000);
        for (int i = 0; i < 6; i++) {
            double slope = 0.001 * (i + 1);
            draft.variable("x" + i, (chain, draw, random) -> random.nextGaussian() + draw * slope);
        }
        assertThat(draft.chains().report().toString())
                .matches("R-hat is above 1\\.01 for 6 of 6 numbers, the worst being x5 \\(\\d\\.\\d\\d\\), x4"
                        + " \\(\\d\\.\\d\\d\\) and x3 \\(\\d\\.\\d\\d\\): the chains have not mixed\\. Run longer, with a"
                        + " longer warm-up too; if that does not help, try another parameterisation\\.\n");
    }

    @Test
    void chainsInDifferentModesAreToldFromChainsThatMixSlowly() {
        Chains chains = new Draft(4, 1000)
                .variable("mu", (chain, draw, random) -> (chain % 2 == 0 ? 5 : -5) + 0.01 * random.nextGaussian())
                .normal("y")
                .chains();
        assertThat(chains.report().lines())
                .containsExactly(
                        "R-hat is above 1.01 for 1 of 2 numbers, mu (1.73): the chains keep to different places,"
                                + " with means 5.00, -5.00, 5.00 and -5.00 of mu. The posterior seems to have several modes, where"
                                + " more draws do not help. If the model stays the same when parts of it change places or signs,"
                                + " order or restrict them; if not, try stronger priors.");
    }

    @Test
    void dependentDrawsAreCounted() {
        Draft draft = new Draft(4, 1000).normal("good");
        // The scale comes and goes in all chains alike: R-hat is fine, the tails are not.
        Chains chains = draft.variable(
                        "x",
                        (chain, draw, random) ->
                                Math.exp(2.5 * Math.sin(2 * Math.PI * draw / 500)) * random.nextGaussian())
                .chains();
        Summary.Row row = chains.summary().row("x");
        assertThat(row.rhat()).isLessThan(1.01);
        assertThat(row.essTail()).isLessThan(400).isLessThan(row.essBulk());
        double enough = Math.ceil(400 * 1000 / row.essTail() / 100) * 100;
        assertThat(chains.report().lines())
                .containsExactly(String.format(
                        "The effective sample size is below 100 a chain for 1 of 2 numbers, x (%,.0f in the bulk, %.0f in"
                                + " the tails). About %,.0f draws a chain would be enough.",
                        row.essBulk(), row.essTail(), enough));
    }

    @Test
    void fewDrawsAreNotJudgedAsIfTheyWereMany() {
        assertThat(new Draft(4, 50).normal("x").chains().report().lines())
                .containsExactly(
                        "There are only 50 draws in a chain, too few to judge them. Ask for at least 1,000 with"
                                + " draws(...).");
        assertThat(new Draft(1, 1).normal("x").chains().report().lines())
                .containsExactly("There is only 1 draw in the chain, too few to judge them. Ask for at least 1,000 with"
                        + " draws(...).");
        assertThat(kinds(new Draft(4, 50)
                        .variable("x", (chain, draw, random) -> chain + 0.1 * random.nextGaussian())
                        .chains()))
                .containsExactly(Kind.CONVERGENCE, Kind.TOO_FEW_DRAWS);
        assertThat(kinds(new Draft(2, 0).normal("x").chains())).containsExactly(Kind.TOO_FEW_DRAWS);
    }

    @Test
    void valuesThatAreNotFiniteAreCounted() {
        Chains chains = normals()
                .variable("ratio", (chain, draw, random) -> draw % 500 == 0 ? Double.NaN : random.nextGaussian())
                .variable("odds", (chain, draw, random) -> draw == 3 ? Double.POSITIVE_INFINITY : random.nextGaussian())
                .chains();
        assertThat(chains.report().lines())
                .containsExactly(
                        "Not all values are finite: ratio is not in 8 of 4,000 draws and odds is not in 4 of 4,000"
                                + " draws. Look for an overflow, a division by zero or a logarithm of zero where they are"
                                + " calculated.");
    }

    /** That all of them are the same says nothing more. */
    @Test
    void sampledValuesThatOverflowPointToAPosteriorThatIsImproper() {
        Chains chains = normals()
                .variable("sigma", (chain, draw, random) -> Double.POSITIVE_INFINITY)
                .chains();
        String problem = "Not all values are finite: sigma is not in 4,000 of 4,000 draws. ";
        assertThat(chains.report().lines())
                .containsExactly(problem
                        + "Sampled values overflow where nothing holds them, as in an improper posterior: see whether each"
                        + " variable has a proper prior, and whether a factor undoes it.");
        assertThat(chains.withDerived(List.of("sigma")).report().lines())
                .containsExactly(problem
                        + "Look for an overflow, a division by zero or a logarithm of zero where they are calculated.");
    }

    @Test
    void slowEnergiesAreNamedWithWhatTheyFollow() {
        // The distance of "tail" from 0 comes and goes in two of four chains.
        Draft draft = normals()
                .variable(
                        "tail",
                        (chain, draw, random) ->
                                random.nextGaussian() * (chain < 2 ? Math.exp(Math.sin(2 * Math.PI * draw / 100)) : 1));
        double[][] tail = draft.at("tail");
        Chains chains = draft.statistic(
                        "energy",
                        (chain, draw, random) -> chain < 2
                                ? 5 * Math.sin(2 * Math.PI * draw / 100) + Math.abs(tail[chain][draw]) / 2
                                : random.nextGaussian())
                .chains();
        List<Double> ebfmi = chains.ebfmi();
        assertThat(ebfmi.subList(0, 2)).allMatch(value -> value < 0.3);
        assertThat(ebfmi.subList(2, 4)).allMatch(value -> value > 1.8);
        List<Finding> findings = chains.report().findings();
        assertThat(findings.get(findings.size() - 1))
                .hasToString("E-BFMI is below 0.3 (" + Words.value(ebfmi.get(0)) + " in chain 0 and "
                        + Words.value(ebfmi.get(1))
                        + " in chain 1): the energy changes too little from draw to draw, so"
                        + " that tails are explored slowly. The energy follows tail most: try lighter tails there, or"
                        + " another parameterisation.");
    }

    @Test
    void trajectoriesThatAreCutOffAreCountedWithTheStrongestCorrelation() {
        Draft draft = new Draft(4, 1000).normal("a").normal("c");
        double[][] a = draft.at("a");
        Chains chains = draft.variable("b", (chain, draw, random) -> -a[chain][draw] + 0.05 * random.nextGaussian())
                .statistic("tree_depth", (chain, draw, random) -> draw % 100 == 0 ? 10 : 9)
                .statistic("reached_max_tree_depth", (chain, draw, random) -> draw % 100 == 0 ? 1 : 0)
                .chains();
        assertThat(chains.report().lines())
                .containsExactly(
                        "40 of 4,000 draws reached the maximum tree depth of 10 before their trajectories turned,"
                                + " which makes draws costly and dependent, not wrong. a and b are correlated (-0.999): centred"
                                + " predictors often undo that. Try another parameterisation, or raise maxTreeDepth above 10.");
        assertThat(chains.treeDepths()).hasToString("3,960 draws of depth 9, 40 draws of depth 10; 40 at the maximum");
        assertThat(chains.treeDepths().counts()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 3960, 40);
        assertThat(chains.treeDepths().deepest()).isEqualTo(10);
        assertThat(normals().chains().treeDepths().counts()).isEmpty();
    }

    @Test
    void trajectoriesOfWhichMostAreCutOffMayHaveNothingToTurnThem() {
        assertThat(cutOff(10, 600).report().lines())
                .containsExactly(
                        "2,400 of 4,000 draws reached the maximum tree depth of 10 before their trajectories turned,"
                                + " which makes draws costly and dependent, not wrong. A variable that neither a prior nor data hold"
                                + " lets trajectories go on for ever: see whether each has a proper prior. If so, try another"
                                + " parameterisation, or raise maxTreeDepth above 10.");
        for (Chains others : List.of(cutOff(10, 500), cutOff(4, 600))) {
            assertThat(others.report().lines()).singleElement().asString().contains("not wrong. Try another");
        }
    }

    private static Chains cutOff(int depth, int draws) {
        return normals()
                .statistic("tree_depth", (chain, draw, random) -> depth)
                .statistic("reached_max_tree_depth", (chain, draw, random) -> draw < draws ? 1 : 0)
                .chains();
    }

    @Test
    void ofVeryManyNumbersAPartIsJudgedEvenly() {
        Chains chains = Fixtures.normal(5_000, 400);
        assertThat(chains.report().lines())
                .containsExactly("No problems found in 1,600 draws of 1,000 out of 5,000 numbers in 4 chains.");
        Evidence evidence = new Evidence(chains);
        assertThat(evidence.numbers())
                .hasSize(1000)
                .startsWith("theta[0]", "theta[5]")
                .endsWith("theta[4995]");
        assertThat(new Evidence(normals().chains()).numbers()).containsExactly("x", "y");
    }

    /** What is compared is bounded, whatever was drawn; how many draws would be enough is said of all. */
    @Test
    void ofVeryManyDrawsAFewAreCompared() {
        Chains chains = new Draft(2, 100_000)
                .variable("slow", (chain, draw, random) -> Math.sin(draw * 0.001 * (1 + chain / 3.0)))
                .statistic("lp", (chain, draw, random) -> random.nextGaussian())
                .chains();
        Evidence evidence = new Evidence(chains);
        assertThat(evidence.judged().drawCount()).isEqualTo(40_000);
        assertThat(evidence.judged().variables()).isEqualTo(chains.variables());
        assertThat(evidence.judged().statistics()).isEqualTo(chains.statistics());
        Summary.Row row = evidence.judged().summary().row("slow");
        double least = Math.min(row.essBulk(), row.essTail());
        assertThat(least).isLessThan(200);
        assertThat(chains.report().lines())
                .containsExactly(String.format(
                        "The effective sample size is below 100 a chain for 1 of 2 numbers, slow (%.0f in the bulk,"
                                + " %.0f in the tails). About %,.0f draws a chain would be enough.",
                        row.essBulk(), row.essTail(), Math.ceil(200 * 100_000 / least / 100) * 100));
        // Two million values.
        Chains wide = Fixtures.normal(80, 15_000);
        assertThat(new Evidence(wide).judged().draws()).isEqualTo(7_500);
        assertThat(wide.report().lines())
                .containsExactly("No problems found in 60,000 draws of 66 out of 80 numbers in 4 chains.");
    }

    @Test
    void theVariablesOfALoopAreOneFamily() {
        Draft draft = new Draft(1, 10);
        Stream.of("a[0]", "b[0]", "a[1]", "b[1]", "mu").forEach(draft::normal);
        assertThat(new Evidence(draft.chains()).families())
                .containsExactly(
                        new Evidence.Family("a", List.of("a[0]", "a[1]"), false),
                        new Evidence.Family("b", List.of("b[0]", "b[1]"), false),
                        new Evidence.Family("mu", List.of("mu"), false));
    }

    @Test
    void whatIsNoTreeDepthIsNotCounted() {
        Chains chains = normals()
                .statistic("tree_depth", (chain, draw, random) -> draw == 0 ? -1 : draw == 1 ? 2e9 : 3)
                .chains();
        assertThat(chains.treeDepths()).hasToString("3,992 draws of depth 3");
        assertThat(chains.report().isClean()).isTrue();
    }
}
