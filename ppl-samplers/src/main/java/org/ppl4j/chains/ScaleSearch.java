package org.ppl4j.chains;

import java.util.List;
import java.util.Optional;

/**
 * Finds the vector whose spread runs against a single number in all draws. So do the standardised effects of a non-centred
 * form where data fix their product with the scale: a narrow ridge, along which trajectories may diverge anywhere, so that
 * divergences need not cluster at small scales or at large ones. In the neck of a centred form's funnel they do.
 */
final class ScaleSearch {

    private static final double STRONG = 0.6;
    /** The spread of fewer elements is mostly chance. */
    private static final int FEWEST_ELEMENTS = 3;

    private static final int MOST_SCALES = 20;

    /** Fewer may have other reasons. */
    private static final int FEWEST_DIVERGENCES = 5;

    private ScaleSearch() {}

    /**
     * A vector and the number that its spread runs against.
     *
     * @param variable the name of the vector
     * @param scale the name of the number
     */
    record Found(String variable, String scale) {

        String sentence() {
            return "The spread of " + variable + " runs against " + scale + " in all draws.";
        }
    }

    /** Returns the strongest such pair of sampled variables; empty if none is strong, or hardly a trajectory diverged. */
    static Optional<Found> of(Evidence evidence, Divergences divergences) {
        if (divergences.total() < FEWEST_DIVERGENCES
                || divergences.areMost()
                || !divergences.couplings().isEmpty()) {
            return Optional.empty();
        }
        Chains chains = evidence.chains();
        List<Evidence.Family> sampled = evidence.families().stream()
                .filter(family -> !family.isDerived())
                .toList();
        List<String> scales = sampled.stream()
                .filter(family -> family.numbers().size() == 1)
                .map(family -> family.numbers().get(0))
                .limit(MOST_SCALES)
                .toList();
        Found found = null;
        double strongest = STRONG;
        for (Evidence.Family family : sampled) {
            if (scales.isEmpty() || family.numbers().size() < FEWEST_ELEMENTS) {
                continue;
            }
            double[] spread = Spread.scores(chains, family);
            for (String scale : scales) {
                double against = -Moments.correlation(spread, RankNormalization.ofOne(chains.pooled(scale)));
                if (against > strongest && chains.isBefore(scale, family.name())) {
                    strongest = against;
                    found = new Found(family.name(), scale);
                }
            }
        }
        return Optional.ofNullable(found);
    }
}
