package org.ppl4j.chains;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** Judges by R-hat and effective sample sizes whether the draws are many and independent enough. */
final class ConvergenceCheck {

    private static final double LARGEST_RHAT = 1.01;
    private static final double LARGEST_RHAT_OF_FEW = 1.1;
    /** How likely chance alone is to exceed the limit for R-hat at one of all numbers, where there are few draws. */
    private static final double CHANCE = 0.01;

    private static final int FEW_DRAWS = 100;
    private static final double ESS_PER_CHAIN = 100;
    private static final double SEPARATE = 1.2;
    private static final double STATIONARY = 1.1;
    private static final int NAMED = 3;

    private final Chains chains;
    private final boolean explained;
    private final List<Summary.Row> rows;

    private ConvergenceCheck(Evidence evidence, boolean explained) {
        chains = evidence.chains();
        this.explained = explained;
        List<String> names = new ArrayList<>(evidence.numbers());
        if (chains.statistics().contains("lp")) {
            names.add("lp");
        }
        rows = chains.summary(names.toArray(String[]::new)).rows();
    }

    static List<Finding> findings(Evidence evidence, boolean explained) {
        return new ConvergenceCheck(evidence, explained).findings();
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        boolean few = chains.draws() < FEW_DRAWS;
        double limit = Math.max(few ? LARGEST_RHAT_OF_FEW : LARGEST_RHAT, rhatByChance());
        List<Summary.Row> apart = rows.stream()
                .filter(row -> row.rhat() > limit)
                .sorted(Comparator.comparingDouble(row -> -row.rhat()))
                .toList();
        if (!apart.isEmpty()) {
            findings.add(disagreement(apart, limit));
        }
        if (few) {
            findings.add(new Finding(
                    Finding.Kind.TOO_FEW_DRAWS,
                    (chains.draws() == 1 ? "There is only " : "There are only ") + Words.count(chains.draws(), "draw")
                            + " in "
                            + (chains.chainCount() == 1 ? "the chain" : "a chain") + ", too few to judge them.",
                    "Ask for at least 1,000 with draws(...)."));
        } else if (apart.isEmpty()) {
            findings.addAll(dependence());
        }
        return findings;
    }

    /**
     * Returns what independent draws hardly exceed: R-hat squared is 1 + (F − 1) / n, where F, the ratio of the variances
     * between and within the 2m half chains of length n, is about chi-squared of 2m − 1 degrees of freedom, over their number.
     */
    private double rhatByChance() {
        int degrees = 2 * chains.chainCount() - 1;
        // Each number has two R-hats, for location and for scale.
        double chance = CHANCE / (2 * rows.size());
        double ratio = ChiSquaredDistribution.of(degrees).inverseSurvivalProbability(chance) / degrees;
        return Math.sqrt(1 + (ratio - 1) / Math.max(1, chains.draws() / 2));
    }

    private Finding disagreement(List<Summary.Row> apart, double limit) {
        String problem = "R-hat is above " + limitText(limit) + " for " + Words.count(apart.size()) + " of "
                + Words.count(rows.size(), "number") + ", "
                + (apart.size() > NAMED ? "the worst being " : "")
                + named(apart, row -> Words.rhat(row.rhat())) + ": the chains ";
        double[][] worst = chains.values(apart.get(0).name());
        boolean separate = Rhat.basic(worst) > SEPARATE
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
                        : "Run longer, with a longer warm-up too; if that does not help, try another parameterisation.");
    }

    private List<Finding> dependence() {
        double least = ESS_PER_CHAIN * chains.chainCount();
        List<Summary.Row> low = rows.stream()
                .filter(row -> ess(row) < least)
                .sorted(Comparator.comparingDouble(ConvergenceCheck::ess))
                .toList();
        if (low.isEmpty()) {
            return List.of();
        }
        double draws = Math.ceil(chains.draws() * least / ess(low.get(0)) / 100) * 100;
        return List.of(new Finding(
                Finding.Kind.EFFECTIVE_SAMPLE_SIZE,
                "The effective sample size is below " + Words.value(ESS_PER_CHAIN) + " a chain for "
                        + Words.count(low.size()) + " of " + Words.count(rows.size(), "number") + ", "
                        + (low.size() > NAMED ? "the lowest being " : "") + named(low, ConvergenceCheck::sizes) + ".",
                "About " + Words.value(draws) + " draws a chain would be enough."));
    }

    private static String limitText(double limit) {
        return limit == LARGEST_RHAT ? "1.01" : Words.rhat(limit);
    }

    private static double ess(Summary.Row row) {
        return Math.min(row.essBulk(), row.essTail());
    }

    private static String sizes(Summary.Row row) {
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
