package org.ppl4j.chains;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Judges by E-BFMI whether the momenta are enough to explore the tails, and names what the energy depends on. */
final class EnergyCheck {

    private static final String STATISTIC = "energy";
    private static final double LEAST_EBFMI = 0.3;
    private static final double LEAST_CORRELATION = 0.3;
    private static final double STRONG = 0.6;
    private static final int FEWEST_DRAWS = 100;

    private final Evidence evidence;
    private final Divergences divergences;
    private final List<String> low;
    private final String closest;
    private final List<String> growing;
    private final List<String> falling;

    private EnergyCheck(Evidence evidence, Divergences divergences) {
        this.evidence = evidence;
        this.divergences = divergences;
        low = low(evidence.chains());
        closest = low.isEmpty() || divergences.areMost() ? "" : closest(evidence.chains(), evidence.numbers());
        growing = closest.isEmpty() ? List.of() : spreading(1);
        falling = closest.isEmpty() ? List.of() : spreading(-1);
    }

    static EnergyCheck of(Evidence evidence, Divergences divergences) {
        return new EnergyCheck(evidence, divergences);
    }

    /** Where momenta are kept, the energy depends on that of the draw before whatever the model. */
    private static List<String> low(Chains chains) {
        if (!chains.statistics().contains(STATISTIC)
                || chains.draws() < FEWEST_DRAWS
                || chains.sampler().keepsMomentum()) {
            return List.of();
        }
        List<Double> ebfmi = chains.ebfmi();
        return IntStream.range(0, ebfmi.size())
                .filter(chain -> ebfmi.get(chain) < LEAST_EBFMI)
                .mapToObj(chain -> Words.value(ebfmi.get(chain)) + " in chain " + chain)
                .toList();
    }

    /** Returns the variables whose spread grows, or falls, with the number that the energy follows. */
    private List<String> spreading(int sign) {
        Chains chains = evidence.chains();
        double[] scale = RankNormalization.ofOne(chains.pooled(closest));
        return evidence.families().stream()
                .filter(family -> !family.isDerived())
                .filter(family -> {
                    double correlation = Moments.correlation(Spread.scores(chains, family), scale);
                    return sign * correlation > STRONG
                            && chains.isBefore(closest, family.name())
                            && !Spread.isOfPlaces(chains, family, scale, correlation);
                })
                .map(Evidence.Family::name)
                .toList();
    }

    List<Finding> findings() {
        if (low.isEmpty()) {
            return List.of();
        }
        return List.of(new Finding(
                Finding.Kind.ENERGY,
                "E-BFMI is below " + LEAST_EBFMI + " (" + Words.list(low)
                        + "): the energy changes too little from draw to draw, so that tails are explored slowly.",
                remedy()));
    }

    /** Returns whether there is a funnel that the divergences do not show. */
    boolean namesFunnel() {
        return divergences.couplings().isEmpty() && !(growing.isEmpty() && falling.isEmpty());
    }

    private String remedy() {
        if (!divergences.couplings().isEmpty()) {
            return "The funnel at " + divergences.couplings().get(0).scale() + " is a likely reason.";
        }
        if (closest.isEmpty()) {
            return "Try lighter tails, or another parameterisation.";
        }
        String text = "The energy follows " + closest + " most";
        if (growing.isEmpty() && falling.isEmpty()) {
            return text + ": try lighter tails there, or another parameterisation.";
        }
        boolean grows = !growing.isEmpty();
        List<String> variables = grows ? growing : falling;
        return text + (grows ? ", and so does the spread of " : ", and against it runs the spread of ")
                + Words.list(variables) + ": a funnel. "
                + OtherForm.remedy(
                        evidence.chains(),
                        closest,
                        variables,
                        grows,
                        "Try another parameterisation or tighter priors.");
    }

    /** Returns the number whose value, or whose distance from its median, goes with the energy most; empty if none does. */
    private static String closest(Chains chains, List<String> numbers) {
        double[] energy = RankNormalization.ofOne(chains.pooled(STATISTIC));
        double most = LEAST_CORRELATION;
        String closest = "";
        for (String number : numbers) {
            double[] scores = RankNormalization.ofOne(chains.pooled(number));
            double[] distances = Arrays.stream(scores).map(Math::abs).toArray();
            double correlation = Math.max(
                    Math.abs(Moments.correlation(scores, energy)), Math.abs(Moments.correlation(distances, energy)));
            if (correlation > most) {
                most = correlation;
                closest = number;
            }
        }
        return closest;
    }
}
