package org.ppl4j.chains;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.FDistribution;

/** Judges by R-hat and effective sample sizes whether the draws are many and independent enough. */
final class ConvergenceCheck {

    private static final double LARGEST_RHAT = 1.01;
    private static final double LARGEST_RHAT_OF_FEW = 1.1;
    /** How likely chance alone is to exceed the limit for R-hat at one of all numbers, where there are few draws. */
    private static final double CHANCE = 0.01;

    private static final int FEW_DRAWS = 100;
    private static final double ESS_PER_CHAIN = 100;
    /** Many walkers tell better how far draws depend on each other than one chain does. */
    private static final double ESS_PER_ENSEMBLE = 50;

    private static final double SEPARATE = 1.2;
    private static final double STATIONARY = 1.1;
    private static final int NAMED = 3;

    private final Chains chains;
    private final Ensembles ensembles;
    private final int draws;
    private final boolean explained;
    private final boolean otherForm;
    private final boolean everywhere;
    private final List<Summary.Row> rows;
    private final Map<String, Double> rhats = new HashMap<>();

    private ConvergenceCheck(Evidence evidence, boolean explained, boolean otherForm, boolean everywhere) {
        chains = evidence.judged();
        ensembles = Ensembles.of(chains);
        draws = evidence.chains().draws();
        this.explained = explained;
        this.otherForm = otherForm;
        this.everywhere = everywhere;
        List<String> names = new ArrayList<>(evidence.numbers());
        if (chains.statistics().contains("lp")) {
            names.add("lp");
        }
        rows = chains.summary(names.toArray(String[]::new)).rows();
        rows.forEach(row -> rhats.put(row.name(), rhatOf(row)));
    }

    /**
     * Returns what to say of the draws.
     *
     * @param explained whether other findings say why chains may not have mixed
     * @param otherForm whether these advise another form of the model, in which chains may well meet
     * @param everywhere whether nothing else says that chains have not been everywhere, where more draws of the kind do not help
     */
    static List<Finding> findings(Evidence evidence, boolean explained, boolean otherForm, boolean everywhere) {
        return new ConvergenceCheck(evidence, explained, otherForm, everywhere).findings();
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        boolean few = chains.draws() < FEW_DRAWS;
        double limit = Math.max(
                few ? LARGEST_RHAT_OF_FEW : LARGEST_RHAT, rhatByChance(chains.draws() * ensembles.walkers() / 2.0));
        List<Summary.Row> apart = rows.stream()
                .filter(row -> rhat(row) > limit)
                .sorted(Comparator.comparingDouble(row -> -rhat(row)))
                .toList();
        boolean disagree = apart.stream().anyMatch(this::isNoChance);
        if (disagree) {
            findings.add(disagreement(apart, limit));
        }
        if (few) {
            findings.add(new Finding(
                    Finding.Kind.TOO_FEW_DRAWS,
                    (chains.draws() == 1 ? "There is only " : "There are only ") + Words.count(chains.draws(), "draw")
                            + " in "
                            + (chains.chainCount() == 1 ? "the chain" : "a chain") + ", too few to judge them.",
                    chains.complete()
                            ? "Ask for at least 1,000 with draws(...)."
                            : "The run was stopped before it had all that it was asked for: give it longer, or go on with"
                                    + " resume(...)."));
        } else if (!disagree) {
            findings.addAll(dependence());
        }
        return findings;
    }

    private double rhat(Summary.Row row) {
        return rhats.getOrDefault(row.name(), Double.NaN);
    }

    /** Returns R-hat, which does not exist where chains stand still: where they do so at different values they disagree. */
    private double rhatOf(Summary.Row row) {
        if (ensembles.areChains() && !Double.isNaN(row.rhat())) {
            return row.rhat();
        }
        double[][] values = ensembles.values(row.name());
        double rhat = ensembles.areChains() ? row.rhat() : Rhat.of(values);
        boolean standApart = Double.isNaN(rhat)
                && chains.draws() > 1
                && ValueChecks.isConstantInEach(values)
                && Arrays.stream(values).anyMatch(chain -> chain[0] != values[0][0]);
        return standApart ? Double.POSITIVE_INFINITY : rhat;
    }

    /**
     * Returns what agreeing chains hardly exceed: R-hat squared is 1 + (F − 1) / n, where F, the ratio of the variances
     * between and within the 2m half chains that are worth n draws each, has 2m − 1 and 2m(n − 1) degrees of freedom.
     */
    private double rhatByChance(double worth) {
        int degrees = 2 * ensembles.count() - 1;
        // Each number has two R-hats, for location and for scale.
        double chance = CHANCE / (2 * rows.size());
        double draws = Math.max(2, worth);
        double ratio =
                FDistribution.of(degrees, 2 * ensembles.count() * (draws - 1)).inverseSurvivalProbability(chance);
        return Math.sqrt(1 + (ratio - 1) / draws);
    }

    /**
     * Returns whether R-hat is too large for chains that agree, seen how dependent the draws of each half chain are. That is
     * asked of each for itself: chains that keep to different places are worth little together, but not apart.
     */
    private boolean isNoChance(Summary.Row row) {
        return chains.draws() < FEW_DRAWS
                || Rhat.halves(ensembles.values(row.name()))
                        .anyMatch(halves ->
                                Rhat.basic(halves) > Math.min(LARGEST_RHAT_OF_FEW, rhatByChance(worth(halves))));
    }

    /** Returns that of the halves of the worst chain: the means that vary most decide how far means are apart. */
    private double worth(double[][] halves) {
        double least = halves[0].length;
        for (int half = 0; half + 1 < halves.length; half += 2) {
            double[][] both = Stream.of(halves[half], halves[half + 1])
                    .flatMap(values -> Arrays.stream(ensembles.byWalker(centred(values))))
                    .toArray(double[][]::new);
            double size = EffectiveSampleSize.basic(both);
            least = Math.min(least, Double.isNaN(size) ? 1 : size / 2);
        }
        return least;
    }

    private static double[] centred(double[] values) {
        double mean = Moments.mean(values);
        return Arrays.stream(values).map(value -> value - mean).toArray();
    }

    private Finding disagreement(List<Summary.Row> apart, double limit) {
        String problem = "R-hat is above " + limitText(limit) + " for " + Words.count(apart.size()) + " of "
                + Words.count(rows.size(), "number") + ", "
                + (apart.size() > NAMED ? "the worst being " : "")
                + named(apart, row -> Words.rhat(rhat(row))) + ": the "
                + (ensembles.areChains() || ensembles.count() > 1
                        ? ensembles.noun() + "s "
                        : "halves of the ensemble ");
        double[][] worst = ensembles.values(apart.get(0).name());
        boolean separate = !otherForm
                && Rhat.basic(worst) > SEPARATE
                && Arrays.stream(worst).allMatch(chain -> Rhat.of(new double[][] {chain}) < STATIONARY);
        if (separate) {
            String means = Words.list(Arrays.stream(worst)
                    .map(chain -> Words.value(Moments.mean(chain)))
                    .toList());
            return new Finding(
                    Finding.Kind.CONVERGENCE,
                    problem + "keep to different places, with means " + means + " of "
                            + apart.get(0).name() + ".",
                    "The posterior seems to have several modes, where more draws do not help. If the model stays the same"
                            + " when parts of it change places or signs, order or restrict them; if not, try stronger"
                            + " priors.");
        }
        return new Finding(
                Finding.Kind.CONVERGENCE,
                problem + "have not mixed.",
                explained
                        ? "See first to what else is named here."
                        : StepAdvice.of(chains)
                                .orElse("Run longer, with a longer warm-up too; if that does not help, try another"
                                        + " parameterisation."));
    }

    private List<Finding> dependence() {
        double perChain = ensembles.areChains() ? ESS_PER_CHAIN : ESS_PER_ENSEMBLE;
        double least = perChain * ensembles.count();
        List<Summary.Row> low = rows.stream()
                .filter(row -> ess(row) < least)
                .sorted(Comparator.comparingDouble(this::ess))
                .toList();
        if (low.isEmpty()) {
            return List.of();
        }
        double enough = Math.ceil(draws * least / ess(low.get(0)) / 100) * 100;
        return List.of(new Finding(
                Finding.Kind.EFFECTIVE_SAMPLE_SIZE,
                "The effective sample size is below " + Words.value(perChain)
                        + (ensembles.areChains() ? " a chain for " : " an ensemble for ")
                        + Words.count(low.size()) + " of " + Words.count(rows.size(), "number") + ", "
                        + (low.size() > NAMED ? "the lowest being " : "") + named(low, this::sizes) + ".",
                everywhere
                        ? StepAdvice.of(chains)
                                .orElse("About " + Words.value(enough) + " draws a "
                                        + (ensembles.areChains() ? "chain" : "walker") + " would be enough.")
                        : "See first to what else is named here."));
    }

    private static String limitText(double limit) {
        return limit == LARGEST_RHAT ? "1.01" : Words.rhat(limit);
    }

    private double ess(Summary.Row row) {
        return Double.isNaN(row.essTail())
                ? EffectiveSampleSize.least(chains.values(row.name()))
                : Math.min(row.essBulk(), row.essTail());
    }

    private String sizes(Summary.Row row) {
        if (Double.isNaN(row.essTail())) {
            return Words.count(Math.round(ess(row)));
        }
        return Words.count(Math.round(row.essBulk())) + " in the bulk, " + Words.count(Math.round(row.essTail()))
                + " in the tails";
    }

    /** Returns the first rows, each with what is said of it in brackets. */
    private static String named(List<Summary.Row> rows, Function<Summary.Row, String> text) {
        return Words.list(rows.stream()
                .limit(NAMED)
                .map(row -> row.name() + " (" + text.apply(row) + ")")
                .toList());
    }
}
