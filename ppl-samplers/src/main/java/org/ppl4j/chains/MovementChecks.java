package org.ppl4j.chains;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds chains that stand still, at once or for a long stretch. */
final class MovementChecks {

    /** Looking at some numbers is enough: a step that is rejected leaves all of them as they were. */
    private static final int NUMBERS = 20;

    private static final String ACCEPTANCE_RATE = "acceptance_rate";
    private static final int LONG_STRETCH = 100;
    private static final double LONG_PART = 0.1;
    private static final int FEWEST_DRAWS = 10;
    private static final double MANY = 0.5;

    private MovementChecks() {}

    static List<Finding> stuck(Evidence evidence, boolean diverged) {
        Chains chains = evidence.chains();
        List<double[][]> numbers =
                evidence.numbers().stream().limit(NUMBERS).map(chains::values).toList();
        List<Integer> still = new ArrayList<>();
        List<String> stretches = new ArrayList<>();
        boolean accepted = chains.statistics().contains(ACCEPTANCE_RATE);
        boolean wholeNumbers = false;
        boolean realNumbers = false;
        for (int chain = 0; chain < chains.chainCount(); chain++) {
            int draws = chains.drawsOf(chain);
            boolean discrete = isDiscrete(numbers, chain);
            int stretch = longestStretch(numbers, chain, draws);
            if (stretch == draws && draws >= FEWEST_DRAWS && !(discrete && accepts(chains, chain))) {
                still.add(chain);
                accepted &= acceptsMany(chains, chain);
                wholeNumbers |= hasDiscrete(numbers, chain);
                realNumbers |= !discrete;
            } else if (!discrete && stretch >= LONG_STRETCH && stretch >= LONG_PART * draws) {
                accepted &= acceptsMany(chains, chain);
                stretches.add("chain " + chain + " stayed at one point for " + Words.count(stretch) + " of "
                        + Words.count(draws, "draw"));
            }
        }
        if (still.isEmpty() && stretches.isEmpty()) {
            return List.of();
        }
        List<String> clauses = new ArrayList<>();
        if (!still.isEmpty()) {
            String chainsThatStand = (still.size() == 1 ? "chain " : "chains ")
                    + Words.list(still.stream().map(String::valueOf).toList());
            clauses.add(chainsThatStand + " never moved");
        }
        clauses.addAll(stretches);
        String clause = Words.list(clauses);
        return List.of(new Finding(
                Finding.Kind.STUCK,
                Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".",
                accepted && !diverged
                        ? "Proposals were accepted there all the same, and changed nothing: "
                                + (Ensembles.of(chains).areChains()
                                        ? "take larger steps."
                                        : "let walkers start farther apart, with a larger spread(...).")
                        : "Nearly all proposals were rejected there: " + remedy(diverged, wholeNumbers, realNumbers)));
    }

    private static boolean acceptsMany(Chains chains, int chain) {
        return chains.statistics().contains(ACCEPTANCE_RATE)
                && Moments.mean(chains.values(ACCEPTANCE_RATE, chain)) >= MANY;
    }

    private static String remedy(boolean diverged, boolean wholeNumbers, boolean realNumbers) {
        if (diverged) {
            return "see first to the divergences.";
        }
        if (wholeNumbers && realNumbers) {
            return "take smaller steps, or steps of whole numbers if what has whole values is discrete, such as with"
                    + " wholeNumbers(site, 1) of SitewiseMetropolis, or start elsewhere with initial(...).";
        }
        return wholeNumbers
                ? "propose whole numbers for discrete sites, such as with wholeNumbers(site, 1) of SitewiseMetropolis, or"
                        + " start elsewhere with initial(...)."
                : "take smaller steps, or start elsewhere with initial(...).";
    }

    /** Returns whether a sampler accepts proposals, which may be of equal whole numbers, as far as it says. */
    private static boolean accepts(Chains chains, int chain) {
        return !chains.statistics().contains(ACCEPTANCE_RATE)
                || Arrays.stream(chains.values(ACCEPTANCE_RATE, chain)).sum() >= 1;
    }

    private static int longestStretch(List<double[][]> numbers, int chain, int draws) {
        int longest = Math.min(draws, 1);
        int stretch = 1;
        for (int draw = 1; draw < draws; draw++) {
            int now = draw;
            boolean same = numbers.stream()
                    .allMatch(number -> Double.compare(number[chain][now], number[chain][now - 1]) == 0);
            stretch = same ? stretch + 1 : 1;
            longest = Math.max(longest, stretch);
        }
        return longest;
    }

    /** Whole numbers may well be the same for long. */
    private static boolean isDiscrete(List<double[][]> numbers, int chain) {
        return numbers.stream().allMatch(number -> isWhole(number[chain]));
    }

    private static boolean hasDiscrete(List<double[][]> numbers, int chain) {
        return numbers.stream().anyMatch(number -> isWhole(number[chain]));
    }

    private static boolean isWhole(double[] values) {
        return Arrays.stream(values).allMatch(value -> value == Math.rint(value));
    }
}
