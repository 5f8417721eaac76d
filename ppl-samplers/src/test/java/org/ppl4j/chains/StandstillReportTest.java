package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Finding.Kind;

/** What a report says of draws that stay where they are, or hardly leave it. */
class StandstillReportTest {

    private static Draft normals() {
        return new Draft(4, 1000).normal("x").normal("y");
    }

    private static List<Kind> kinds(Chains chains) {
        return chains.report().findings().stream().map(Finding::kind).toList();
    }

    @Test
    void chainsThatStandStillAreNamedFirst() {
        Chains chains = new Draft(4, 1000)
                .variable("x", (chain, draw, random) -> chain == 2 ? 0.5 : random.nextGaussian())
                .chains();
        assertThat(chains.report().lines())
                .containsExactly(
                        "Chain 2 never moved. Nearly all proposals were rejected there: take smaller steps, or start"
                                + " elsewhere with initial(...).",
                        "R-hat is above 1.01 for 1 of 1 number, x ("
                                + Words.rhat(chains.summary().row("x").rhat())
                                + "): the chains have not mixed. See first to what else is named here.");
        Chains halting = new Draft(2, 1000)
                .variable("x", (chain, draw, random) -> chain == 1 && draw < 250 ? 0.5 : random.nextGaussian())
                .chains();
        assertThat(halting.report().lines())
                .contains("Chain 1 stayed at one point for 250 of 1,000 draws. Nearly all proposals were rejected"
                        + " there: take smaller steps, or start elsewhere with initial(...).");
    }

    @Test
    void discreteDrawsMayStayTheSame() {
        Chains chains = normals()
                .variable("k", (chain, draw, random) -> 3)
                .variable("rare", (chain, draw, random) -> draw == 17 ? 1 : 0)
                .chains();
        assertThat(chains.report().lines())
                .containsExactly(
                        "k has the same value in all 4,000 draws. Either its distribution allows hardly anything else, or"
                                + " the sampler does not move it: if it is discrete, see whether what is proposed for it are"
                                + " other whole numbers.");
        assertThat(kinds(new Draft(2, 500)
                        .variable("k", (chain, draw, random) -> 3)
                        .statistic("acceptance_rate", (chain, draw, random) -> 0.5)
                        .chains()))
                .containsExactly(Kind.CONSTANT);
    }

    @Test
    void aRunWithoutAnAcceptedProposalIsReportedForDiscreteSitesToo() {
        Chains chains = new Draft(1, 500)
                .variable("k", (chain, draw, random) -> 3)
                .statistic("acceptance_rate", (chain, draw, random) -> 0)
                .chains();
        assertThat(chains.report().lines())
                .containsExactly(
                        "Chain 0 never moved. Nearly all proposals were rejected there: propose whole numbers for discrete"
                                + " sites, such as with wholeNumbers(site, 1) of SitewiseMetropolis, or start elsewhere with"
                                + " initial(...).");
    }

    /** Zeros and ones have no tails, but can be too dependent. */
    @Test
    void dependentZerosAndOnesAreCounted() {
        Chains chains = new Draft(4, 1000)
                .variable("k", (chain, draw, random) -> Math.sin(draw * 0.05 + 2 * chain) > 0.2 ? 1 : 0)
                .chains();
        double ess = EffectiveSampleSize.least(chains.values("k"));
        assertThat(chains.summary().row("k").essTail()).isNaN();
        assertThat(chains.report().lines())
                .containsExactly(String.format(
                        "The effective sample size is below 100 a chain for 1 of 1 number, k (%.0f). About %,.0f draws a"
                                + " chain would be enough.",
                        ess, Math.ceil(400 * 1000 / ess / 100) * 100));
    }

    /** Nobody moved: what has whole values may be discrete, the rest is not. */
    @Test
    void ofDiscreteSitesBesideOthersBothAreAdvised() {
        Chains chains = new Draft(2, 100)
                .variable("k", (chain, draw, random) -> 3)
                .variable("x", (chain, draw, random) -> 0.5 + chain)
                .statistic("acceptance_rate", (chain, draw, random) -> 0)
                .chains();
        assertThat(chains.report().lines().get(0))
                .isEqualTo(
                        "Chains 0 and 1 never moved. Nearly all proposals were rejected there: take smaller steps, or"
                                + " steps of whole numbers if what has whole values is discrete, such as with wholeNumbers(site, 1) of"
                                + " SitewiseMetropolis, or start elsewhere with initial(...).");
    }

    /** Trajectories of a whole period are accepted, however large their steps. */
    @Test
    void trajectoriesOfWhichAllAreAcceptedMayComeBack() {
        Chains chains = new Draft(4, 1000)
                .variable("x", (chain, draw, random) -> draw * 0.001 * (chain + 1) + random.nextGaussian() * 1e-3)
                .statistic("acceptance_rate", (chain, draw, random) -> 0.9999)
                .statistic("n_steps", (chain, draw, random) -> 63)
                .chains();
        assertThat(chains.report().findings())
                .extracting(Finding::remedy)
                .containsExactly("Nearly all proposals were accepted, at an acceptance rate of 1.00: trajectories are"
                        + " probably far too short, or come back to near where they began. Take more or larger steps, or vary"
                        + " them with integrator(Integrator.jitteredLeapfrog(0.1)).");
    }

    @Test
    void stepsOfWhichAllAreAcceptedAreTooSmall() {
        Chains chains = new Draft(4, 1000)
                .variable("x", (chain, draw, random) -> draw * 0.001 * (chain + 1) + random.nextGaussian() * 1e-3)
                .statistic("acceptance_rate", (chain, draw, random) -> 0.9999)
                .chains();
        assertThat(chains.report().findings())
                .extracting(Finding::remedy)
                .containsExactly("Nearly all proposals were accepted, at an acceptance rate of 1.00: the steps are"
                        + " probably far too small. Take larger ones.");
    }

    @Test
    void stepsOfWhichHardlyAnyIsAcceptedAreTooLarge() {
        Draft draft = new Draft(4, 1000)
                .variable("x", (chain, draw, random) -> Math.sin(Math.floorDiv(draw, 40) * (chain + 1.0)))
                .statistic("acceptance_rate", (chain, draw, random) -> draw % 40 == 0 ? 1 : 0);
        assertThat(draft.chains().report().findings())
                .extracting(Finding::remedy)
                .containsExactly("Nearly all proposals were rejected, at an acceptance rate of 0.0250: the steps are"
                        + " probably far too large. Take smaller ones.");
        assertThat(draft.chains().withOwnSteps().report().toString()).doesNotContain("rejected");
    }

    @Test
    void variablesThatNeverChangeAreNamed() {
        Draft draft = normals().variable("c", (chain, draw, random) -> 0.25);
        assertThat(draft.chains().report().lines())
                .containsExactly(
                        "c has the same value in all 4,000 draws. See whether the model leaves it any freedom, and"
                                + " whether the sampler moves it.");
        assertThat(draft.chains().withDerived(List.of("c")).report().isClean()).isTrue();
    }

    /** Steps of a size that rounding takes away are accepted all the same. */
    @Test
    void chainsThatNeverMovedAlthoughAllWasAcceptedNeedLargerSteps() {
        Chains chains = new Draft(2, 500)
                .variable("x", (chain, draw, random) -> 0.5 + chain)
                .statistic("acceptance_rate", (chain, draw, random) -> 1)
                .chains();
        assertThat(chains.report().lines())
                .containsExactly(
                        "Chains 0 and 1 never moved. Proposals were accepted there all the same, and changed nothing: take"
                                + " larger steps.",
                        "R-hat is above 1.01 for 1 of 1 number, x (infinite): the chains have not mixed. See first to what"
                                + " else is named here.");
    }

    /** Their R-hat does not exist, as in R, or is infinite: more draws are no remedy, and there need not be modes. */
    @Test
    void variablesThatKeepToAValueOfEachChainAreNamed() {
        assertThat(normals()
                        .variable("c", (chain, draw, random) -> chain < 2 ? 0.25 : 0.75)
                        .chains()
                        .report()
                        .lines())
                .containsExactly(
                        "c never changes in a chain, but chains have different values of it, 0.25 and 0.75. More draws do"
                                + " not help: the sampler does not move it. Try other steps, or another sampler.",
                        "R-hat is above 1.01 for 1 of 3 numbers, c (infinite): the chains have not mixed. See first to what"
                                + " else is named here.");
        assertThat(normals()
                        .variable("k", (chain, draw, random) -> chain * chain)
                        .chains()
                        .report()
                        .lines())
                .containsExactly(
                        "k never changes in a chain, but chains have different values of it. More draws do not help: the"
                                + " sampler does not move it. If it is discrete, see whether what is proposed for it are other"
                                + " whole numbers; otherwise try other steps, or another sampler.",
                        "R-hat is above 1.01 for 1 of 3 numbers, k (infinite): the chains have not mixed. See first to what"
                                + " else is named here.");
    }
}
