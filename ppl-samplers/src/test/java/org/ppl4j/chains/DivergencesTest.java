package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Index.atIndex;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Divergences.Cluster;
import org.ppl4j.chains.Divergences.Coupling;

/** Where divergent draws cluster, and what is advised. */
class DivergencesTest {

    private static final String BEGINNING =
            " of 4,000 draws diverged: the log density is curved too much for the steps there, and draws near it may be"
                    + " missing.";

    private static final String CENTRED =
            " Try the centred form: in place of z, sample the product with tau, with tau as its scale. If tau is the"
                    + " precision of z, sample standard normal values instead, divide them by its root, and add the mean.";

    private static Draft hierarchy(boolean centred) {
        Draft draft = new Draft(4, 1000)
                .normal("mu")
                .variable("tau", (chain, draw, random) -> Math.exp(random.nextGaussian()));
        double[][] mu = draft.at("mu");
        double[][] tau = draft.at("tau");
        for (int i = 0; i < 8; i++) {
            double effect = i - 3.5;
            draft.variable(
                    (centred ? "theta[" : "z[") + i + "]",
                    centred
                            ? (chain, draw, random) -> mu[chain][draw] + tau[chain][draw] * random.nextGaussian()
                            // The data fix the effects: z is what is left over.
                            : (chain, draw, random) ->
                                    (effect - mu[chain][draw] + 0.1 * random.nextGaussian()) / tau[chain][draw]);
        }
        return draft;
    }

    private static String finding(Chains chains) {
        List<Finding> findings = chains.report().findings();
        assertThat(findings).extracting(Finding::kind).containsExactly(Finding.Kind.DIVERGENCES);
        return findings.get(0).toString();
    }

    private static String medians(Chains chains) {
        Cluster cluster = chains.divergences().clusters().get(0);
        return "(median " + Words.value(cluster.medianThere()) + ", elsewhere " + Words.value(cluster.medianElsewhere())
                + ")";
    }

    @Test
    void aCentredFunnelIsRecognised() {
        Chains chains = hierarchy(true).diverging("tau", tau -> tau < 0.1).chains();
        Divergences divergences = chains.divergences();
        assertThat(divergences.clusters()).extracting(Cluster::number).containsExactly("tau");
        Cluster cluster = divergences.clusters().get(0);
        assertThat(cluster.shift()).isBetween(-3.0, -2.3);
        assertThat(cluster.medianThere()).isBetween(0.05, 0.1);
        assertThat(cluster.medianElsewhere()).isCloseTo(1, within(0.1));
        assertThat(divergences.couplings()).hasSize(1);
        Coupling coupling = divergences.couplings().get(0);
        assertThat(coupling.scale()).isEqualTo("tau");
        assertThat(coupling.variable()).isEqualTo("theta");
        assertThat(coupling.narrow()).isTrue();
        assertThat(coupling.correlation()).isGreaterThan(0.9);
        assertThat(finding(chains))
                .isEqualTo(
                        divergences.total() + BEGINNING + " They cluster at small tau " + medians(chains)
                                + ", where the spread of theta, which follows it, is small: a funnel. Try the non-centred form,"
                                + " model.nonCentred(\"theta\"), or, in place of theta, sample standard normal values, multiply them by tau, and add the mean.");
    }

    @Test
    void aFunnelOnTheLogarithmicScaleIsRecognised() {
        Draft draft = new Draft(4, 1000).variable("v", (chain, draw, random) -> 3 * random.nextGaussian());
        double[][] v = draft.at("v");
        Chains chains = draft.variable(
                        "x", (chain, draw, random) -> Math.exp(v[chain][draw] / 2) * random.nextGaussian())
                .diverging("v", value -> value < -6)
                .chains();
        assertThat(finding(chains))
                .isEqualTo(
                        chains.divergences().total() + BEGINNING + " They cluster at small v " + medians(chains)
                                + ", where the spread of x, which follows it, is small: a funnel. Try the non-centred form,"
                                + " model.nonCentred(\"x\"), or, in place of x, sample standard normal values, multiply them by the scale that v sets, and add the mean.");
    }

    @Test
    void aNonCentredFormWithMuchDataIsRecognised() {
        Chains chains = hierarchy(false).diverging("tau", tau -> tau < 0.1).chains();
        assertThat(chains.divergences().couplings())
                .extracting(Coupling::scale, Coupling::variable, Coupling::narrow)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("tau", "z", false));
        assertThat(finding(chains))
                .startsWith(chains.divergences().total() + BEGINNING + " They cluster at small tau ")
                .endsWith(", where the spread of z, which runs against it, is large." + CENTRED);
    }

    /** Trajectories that leave a narrow ridge diverge anywhere along it, and chains that creep along it seem apart. */
    @Test
    void aNonCentredFormWithMuchDataIsRecognisedWhereverTrajectoriesDiverge() {
        Chains chains = hierarchy(false)
                .statistic("diverging", (chain, draw, random) -> draw % 50 == 7 ? 1 : 0)
                .chains();
        assertThat(chains.divergences().clusters()).isEmpty();
        assertThat(finding(chains))
                .isEqualTo("80" + BEGINNING + " The spread of z runs against tau in all draws." + CENTRED);
        Chains few = hierarchy(false)
                .statistic("diverging", (chain, draw, random) -> draw == 7 ? 1 : 0)
                .chains();
        assertThat(finding(few)).startsWith("4" + BEGINNING + " ").doesNotContain("centred");
    }

    @Test
    void chainsThatCreepAlongARidgeAreNotSaidToBeInSeveralModes() {
        Draft draft =
                new Draft(4, 1000).variable("tau", (chain, draw, random) -> 5 + chain + 0.1 * random.nextGaussian());
        double[][] tau = draft.at("tau");
        for (int i = 0; i < 4; i++) {
            double effect = i - 1.5;
            draft.variable("z[" + i + "]", (chain, draw, random) -> effect / tau[chain][draw]);
        }
        Chains chains = draft.statistic("diverging", (chain, draw, random) -> draw % 50 == 7 ? 1 : 0)
                .chains();
        assertThat(chains.report().findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.DIVERGENCES, Finding.Kind.CONVERGENCE);
        assertThat(chains.report().findings().get(1).toString())
                .contains("the chains have not mixed. See first to what else is named here.");
    }

    /** Long trajectories with small steps may diverge where z is narrow, which does not make it a centred form. */
    @Test
    void theFormIsToldByTheSignNotByTheEndWhereTrajectoriesDiverge() {
        Chains chains = hierarchy(false).diverging("tau", tau -> tau > 5).chains();
        assertThat(chains.divergences().couplings())
                .extracting(Coupling::scale, Coupling::variable, Coupling::narrow)
                .contains(org.assertj.core.groups.Tuple.tuple("tau", "z", true), atIndex(0));
        assertThat(finding(chains))
                .isEqualTo(chains.divergences().total() + BEGINNING + " They cluster at large tau " + medians(chains)
                        + ", where the spread of z, which runs against it, is small." + CENTRED);
        Chains wide = hierarchy(true).diverging("tau", tau -> tau > 5).chains();
        assertThat(finding(wide))
                .isEqualTo(
                        wide.divergences().total() + BEGINNING + " They cluster at large tau " + medians(wide)
                                + ", where the spread of theta, which follows it, is large. Try the non-centred form,"
                                + " model.nonCentred(\"theta\"), or, in place of theta, sample standard normal values, multiply them by tau, and add the mean.");
    }

    @Test
    void whatIsDerivedIsNotAdvisedToBeSampledOtherwise() {
        Chains chains = hierarchy(true).diverging("tau", tau -> tau < 0.1).chains();
        String[] names = new String[8];
        java.util.Arrays.setAll(names, i -> "theta[" + i + "]");
        Chains derived = chains.withDerived(List.of(names));
        assertThat(derived.divergences().couplings()).isEmpty();
        assertThat(finding(derived))
                .isEqualTo(chains.divergences().total() + BEGINNING + " They cluster at small tau " + medians(chains)
                        + ". Try smaller steps, or another parameterisation.");
        assertThat(derived.select("theta[3]").isDerived("theta[3]")).isTrue();
        assertThat(derived.isDerived("tau")).isFalse();
    }

    @Test
    void divergencesAnywhereAreNoCluster() {
        Chains chains = hierarchy(true)
                .statistic("diverging", (chain, draw, random) -> random.nextInt(50) == 0 ? 1 : 0)
                .statistic("tree_depth", (chain, draw, random) -> 3)
                .statistic("acceptance_rate", (chain, draw, random) -> 0.85)
                .chains();
        assertThat(chains.divergences().clusters()).isEmpty();
        assertThat(chains.divergences().couplings()).isEmpty();
        assertThat(finding(chains))
                .isEqualTo(chains.divergences().total() + BEGINNING
                        + " Raise targetAcceptance, say to 0.95, or try another"
                        + " parameterisation or tighter priors.");
    }

    @Test
    void aCornerThatIsNoFunnelIsNamed() {
        Chains chains = hierarchy(true)
                .diverging("mu", mu -> mu > 2)
                .statistic("step_size", (chain, draw, random) -> 0.1)
                .chains();
        assertThat(chains.divergences().clusters().get(0).number()).isEqualTo("mu");
        assertThat(finding(chains))
                .startsWith(chains.divergences().total() + BEGINNING + " They cluster at large mu " + medians(chains))
                .endsWith(". Try a smaller step size than 0.100, or another parameterisation.");
    }

    @Test
    void aFewDivergencesHaveNoPlace() {
        Chains chains = hierarchy(true)
                .statistic("diverging", (chain, draw, random) -> chain == 3 && draw < 4 ? 1 : 0)
                .chains();
        assertThat(chains.divergences().perChain()).containsExactly(0, 0, 0, 4);
        assertThat(chains.divergences()).hasToString("4 of 4,000 draws diverged");
        assertThat(finding(chains))
                .isEqualTo(
                        "4 of 4,000 draws diverged, all of them in chain 3: the log density is curved too much for the"
                                + " steps there, and draws near it may be missing. Try smaller steps, or another"
                                + " parameterisation.");
    }

    @Test
    void withoutTheStatisticThereAreNone() {
        Chains chains = new Draft(2, 200).normal("x").chains();
        assertThat(chains.divergences().total()).isZero();
        assertThat(chains.divergences().perChain()).isEmpty();
    }
}
