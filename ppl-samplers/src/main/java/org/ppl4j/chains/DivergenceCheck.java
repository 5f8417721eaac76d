package org.ppl4j.chains;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ppl4j.chains.Divergences.Cluster;
import org.ppl4j.chains.Divergences.Coupling;

/** Says what divergences mean for a model, and what to do about them. */
final class DivergenceCheck {

    private static final int NAMED = 2;

    private DivergenceCheck() {}

    /**
     * Returns what to say of the divergences.
     *
     * @param funnelNamed whether another finding names a funnel, of which too few divergences may show nothing
     * @param scale the vector whose spread runs against another number, if there is one and divergences do not show it
     */
    static List<Finding> findings(
            Chains chains, Divergences divergences, boolean funnelNamed, Optional<ScaleSearch.Found> scale) {
        if (divergences.total() == 0) {
            return List.of();
        }
        if (!chains.sampler().notFinite().isEmpty()) {
            return List.of(outside(
                    chains,
                    divergences,
                    "the log density is not finite",
                    chains.sampler().notFinite(),
                    "Keep the parameters to where the density is finite, by distributions with that support or by a"
                            + " transformation."));
        }
        if (!chains.sampler().noGradient().isEmpty()) {
            return List.of(outside(
                    chains,
                    divergences,
                    "the gradient of the log density is not finite, which no step leads to, so that draws from there are"
                            + " missing",
                    chains.sampler().noGradient(),
                    "Mend the gradient, or use a sampler that needs none, such as Slice."));
        }
        List<Coupling> funnels = couplings(divergences);
        String problem = Words.count(divergences.total()) + " of " + Words.count(chains.drawCount(), "draw")
                + " diverged" + onlyChain(divergences)
                + ": the log density is curved too much for the steps there, and draws near it may be missing."
                + place(divergences, funnels)
                + scale.filter(found -> !funnelNamed)
                        .map(found -> " " + found.sentence())
                        .orElse("");
        String remedy = funnels.isEmpty()
                ? withoutFunnels(chains, funnelNamed, scale)
                : OtherForm.remedy(
                        chains,
                        funnels.get(0).scale(),
                        funnels.stream().map(Coupling::variable).toList(),
                        funnels.get(0).grows(),
                        smallerSteps(chains));
        return List.of(new Finding(Finding.Kind.DIVERGENCES, problem, remedy));
    }

    /** Where the density ends, it is not a matter of steps. */
    private static Finding outside(Chains chains, Divergences divergences, String what, String reason, String remedy) {
        return new Finding(
                Finding.Kind.DIVERGENCES,
                Words.count(divergences.total()) + " of " + Words.count(chains.drawCount(), "draw") + " diverged"
                        + onlyChain(divergences)
                        + ": most of these trajectories came to where " + what + "." + place(divergences, List.of())
                        + " At one of them: " + reason + ".",
                "Smaller steps do not help there. " + remedy);
    }

    /** Returns the couplings that are of the same kind as the closest, and with the same scale. */
    private static List<Coupling> couplings(Divergences divergences) {
        List<Coupling> all = divergences.couplings();
        return all.stream()
                .filter(each -> each.narrow() == all.get(0).narrow()
                        && each.scale().equals(all.get(0).scale()))
                .toList();
    }

    private static String onlyChain(Divergences divergences) {
        int[] affected = IntStream.range(0, divergences.perChain().size())
                .filter(chain -> divergences.perChain().get(chain) > 0)
                .toArray();
        return affected.length == 1 && divergences.perChain().size() > 1 ? ", all of them in chain " + affected[0] : "";
    }

    private static String place(Divergences divergences, List<Coupling> funnels) {
        if (funnels.isEmpty()) {
            return divergences.clusters().isEmpty()
                    ? ""
                    : " They cluster at "
                            + where(divergences.clusters().stream().limit(NAMED).toList()) + ".";
        }
        String scale = funnels.get(0).scale();
        Cluster cluster = divergences.clusters().stream()
                .filter(each -> each.number().equals(scale))
                .findFirst()
                .orElseThrow();
        Coupling closest = funnels.get(0);
        return " They cluster at " + where(List.of(cluster)) + ", where the spread of " + variables(funnels)
                + (closest.grows() ? ", which follows it, is " : ", which runs against it, is ")
                + (closest.narrow() ? "small" : "large")
                + (closest.grows() && closest.narrow() ? ": a funnel." : ".");
    }

    /** Returns something like "small tau (median 0.710, elsewhere 3.05)". */
    static String where(List<Cluster> clusters) {
        return Words.list(clusters.stream()
                .map(cluster -> (cluster.shift() < 0 ? "small " : "large ") + cluster.number() + " (median "
                        + Words.value(cluster.medianThere()) + ", elsewhere " + Words.value(cluster.medianElsewhere())
                        + ")")
                .toList());
    }

    private static String variables(List<Coupling> couplings) {
        return Words.list(couplings.stream().map(Coupling::variable).toList());
    }

    private static String withoutFunnels(Chains chains, boolean funnelNamed, Optional<ScaleSearch.Found> scale) {
        if (funnelNamed) {
            return "The funnel that is named below is a likely reason.";
        }
        return scale.map(found ->
                        OtherForm.remedy(chains, found.scale(), List.of(found.variable()), false, smallerSteps(chains)))
                .orElseGet(() -> smallerSteps(chains));
    }

    /** Returns how to make steps smaller, and what else to try. */
    private static String smallerSteps(Chains chains) {
        if (!chains.sampler().smallerSteps().isEmpty()) {
            return chains.sampler().smallerSteps() + ", or try another parameterisation or tighter priors.";
        }
        if (chains.statistics().contains(TreeDepths.STATISTIC)) {
            return "Raise targetAcceptance, say to " + higherAcceptance(chains)
                    + ", or try another parameterisation or tighter priors.";
        }
        if (chains.statistics().contains("step_size")) {
            double stepSize = Quantiles.of(chains.pooled("step_size"), 0.5);
            return "Try a smaller step size than " + Words.value(stepSize) + ", or another parameterisation.";
        }
        return "Try smaller steps, or another parameterisation.";
    }

    /** What is reached lies a little above the target, so this is above the target that was set. */
    private static String higherAcceptance(Chains chains) {
        double reached =
                Arrays.stream(chains.pooled("acceptance_rate")).average().orElse(0);
        return reached < 0.93 ? "0.95" : reached < 0.98 ? "0.99" : "0.999";
    }
}
