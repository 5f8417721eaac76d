package org.ppl4j.samplers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ranks of a calibration, and how probable they are if all is right. */
public final class CalibrationResult {
    private static final double DOUBTFUL = 0.01;
    private static final int NAMED = 5;

    private final String sampler;
    private final int draws;
    private final int simulations;
    private final Map<String, int[]> ranks = new LinkedHashMap<>();
    private final List<String> constant = new ArrayList<>();
    private final long dependent;
    private final long divergences;

    CalibrationResult(CalibrationSettings settings, List<SimulatedFit.Ranks> fits) {
        sampler = settings.sampler().toString();
        draws = settings.draws();
        simulations = fits.size();
        for (String name : fits.get(0).ranks().keySet()) {
            int[] all = fits.stream().mapToInt(fit -> rank(fit, name)).toArray();
            if (fits.stream().allMatch(fit -> fit.tied().contains(name))) {
                constant.add(name);
            } else {
                ranks.put(name, all);
            }
        }
        if (ranks.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is nothing to rank: in each simulation all draws of " + constants()
                            + " are equal to what was simulated. Record a number that varies with deterministic(name, value).");
        }
        dependent = fits.stream().filter(SimulatedFit.Ranks::isDependent).count();
        divergences = fits.stream().mapToLong(SimulatedFit.Ranks::divergences).sum();
    }

    private static int rank(SimulatedFit.Ranks fit, String name) {
        Integer rank = fit.ranks().get(name);
        if (rank == null) {
            throw new IllegalStateException(
                    "The number \"" + name + "\" occurred in one simulation and not in another.");
        }
        return rank;
    }

    /**
     * {@return the names of what was ranked: the elements of all variables, and the test quantities} Such as the zeros of a
     * triangle are left out: if in each simulation all draws are equal to what was simulated, ranks say nothing.
     */
    public List<String> names() {
        return List.copyOf(ranks.keySet());
    }

    /** {@return how many simulations there were} */
    public int simulations() {
        return simulations;
    }

    /** {@return among how many draws numbers were ranked: ranks are from 0 to this} */
    public int draws() {
        return draws;
    }

    /** {@return how many draws diverged, over all simulations} */
    public long divergences() {
        return divergences;
    }

    /**
     * {@return the ranks of a number, one a simulation}
     *
     * @param name the name of an element or a test quantity
     */
    public int[] ranks(String name) {
        return known(name).clone();
    }

    private int[] known(String name) {
        int @Nullable [] found = ranks.get(name);
        if (constant.contains(name)) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" has no ranks: in each simulation all its draws are equal to"
                            + " what was simulated. There is: " + names() + ".");
        }
        if (found == null) {
            throw new IllegalArgumentException(
                    "Nothing was ranked under the name \"" + name + "\". There is: " + names() + ".");
        }
        return found;
    }

    /**
     * {@return the p-value of a chi-squared test of uniform ranks, in up to 20 bins}
     *
     * @param name the name of an element or a test quantity
     */
    public double chiSquaredPValue(String name) {
        return new RankHistogram(known(name), draws).pValue();
    }

    /**
     * {@return the p-value of a test of uniform ranks by their cumulative counts, all together; see {@link EcdfEnvelope}} It
     * sees shifts and spreads better than the chi-squared test.
     *
     * @param name the name of an element or a test quantity
     */
    public double ecdfPValue(String name) {
        return EcdfEnvelope.pValue(known(name), draws);
    }

    /**
     * {@return the smallest of the p-values by cumulative counts, times their number: if it is small, something is wrong}
     * The sampler, the model's simulation, or too few draws to be independent.
     */
    public double pValue() {
        double least = names().stream().mapToDouble(this::ecdfPValue).min().orElse(1);
        return Math.min(1, least * ranks.size());
    }

    /**
     * {@return the histogram of a number's ranks, a line a bin: high in the middle if the draws are spread too widely, at
     * the ends if too narrowly, on the left if they are too large}
     *
     * @param name the name of an element or a test quantity
     */
    public String histogram(String name) {
        return new RankHistogram(known(name), draws).text();
    }

    /** {@return a table of all that was ranked, with p-values and histograms, and what it means in a sentence} */
    public String summary() {
        int width = Math.max(8, names().stream().mapToInt(String::length).max().orElse(0));
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "Ranks among %d draws by %s in %d simulations%n%-" + width + "s  %9s  %9s  ranks%n",
                draws,
                sampler,
                simulations,
                "name",
                "p (chi2)",
                "p (ecdf)"));
        List<String> doubtful = new ArrayList<>();
        ranks.forEach((name, values) -> {
            RankHistogram histogram = new RankHistogram(values, draws);
            double ecdf = ecdfPValue(name);
            text.append(String.format(
                    Locale.ROOT,
                    "%-" + width + "s  %9.2g  %9.2g  %s%n",
                    name,
                    histogram.pValue(),
                    ecdf,
                    histogram.blocks()));
            if (ecdf * ranks.size() < DOUBTFUL) {
                doubtful.add(name + " (" + shape(values) + ")");
            }
        });
        text.append(
                doubtful.isEmpty()
                        ? "The ranks are as uniform as they should be."
                        : "Not uniform: " + String.join(", ", doubtful) + ".");
        if (!constant.isEmpty()) {
            text.append(" Not ranked, because in each simulation all draws are equal to what was simulated: ")
                    .append(constants())
                    .append('.');
        }
        if (dependent > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    " In %d %s the draws depend on each other, which makes ranks extreme.",
                    dependent,
                    dependent == 1 ? "simulation" : "simulations"));
        }
        if (divergences > 0) {
            text.append(String.format(Locale.ROOT, " %d draws diverged.", divergences));
        }
        return text.append(System.lineSeparator()).toString();
    }

    private String constants() {
        int more = constant.size() - NAMED;
        return String.join(", ", constant.subList(0, Math.min(NAMED, constant.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** Says in words what is wrong with draws whose ranks are not uniform: whichever of shift and spread shows more. */
    private String shape(int[] values) {
        double centre = draws / 2.0;
        double variance = draws * (draws + 2.0) / 12;
        double shift = 0;
        double spread = 0;
        for (int value : values) {
            shift += (value - centre) / values.length;
            spread += (value - centre) * (value - centre) / values.length;
        }
        double shiftErrors = shift / Math.sqrt(variance / values.length);
        // The fourth moment of a uniform number is 9/5 of the square of its variance.
        double spreadErrors = (spread / variance - 1) / Math.sqrt(0.8 / values.length);
        if (Math.abs(shiftErrors) > Math.abs(spreadErrors)) {
            return shift > 0 ? "the draws are too small" : "the draws are too large";
        }
        return spread > variance ? "the draws are spread too narrowly" : "the draws are spread too widely";
    }

    @Override
    public String toString() {
        return summary();
    }
}
