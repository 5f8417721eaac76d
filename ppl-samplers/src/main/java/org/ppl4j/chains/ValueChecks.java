package org.ppl4j.chains;

import java.util.Arrays;
import java.util.List;

/** Finds recorded values that are not finite, and sampled variables that never change. */
final class ValueChecks {

    private static final int NAMED = 3;
    private static final int FEWEST_DRAWS = 10;

    private ValueChecks() {}

    static List<Finding> notFinite(Evidence evidence) {
        Chains chains = evidence.chains();
        List<String> affected = evidence.numbers().stream()
                .map(name -> notFinite(name, chains.pooled(name)))
                .filter(text -> !text.isEmpty())
                .limit(NAMED)
                .toList();
        if (affected.isEmpty()) {
            return List.of();
        }
        return List.of(
                new Finding(
                        Finding.Kind.NOT_FINITE,
                        "Not all values are finite: " + Words.list(affected) + ".",
                        evidence.numbers().stream()
                                        .anyMatch(name ->
                                                !chains.isDerived(name) && areMostlyInfinite(chains.pooled(name)))
                                ? "Sampled values overflow where nothing holds them, as in an improper posterior: see whether each"
                                        + " variable has a proper prior, and whether a factor undoes it."
                                : "Look for an overflow, a division by zero or a logarithm of zero where they are calculated."));
    }

    private static boolean areMostlyInfinite(double[] draws) {
        return 2 * Arrays.stream(draws).filter(Double::isInfinite).count() > draws.length;
    }

    private static String notFinite(String name, double[] draws) {
        long count =
                Arrays.stream(draws).filter(value -> !Double.isFinite(value)).count();
        return count == 0 ? "" : name + " is not in " + Words.count(count) + " of " + Words.count(draws.length, "draw");
    }

    /** Elements that do not change, as the ones on the diagonal of a correlation matrix, are none of its findings. */
    static List<Finding> constant(Evidence evidence) {
        Chains chains = evidence.chains();
        if (chains.drawCount() < 2) {
            return List.of();
        }
        return evidence.families().stream()
                .filter(family -> !family.isDerived())
                .filter(family -> family.numbers().stream().allMatch(name -> isConstant(chains.pooled(name))))
                .map(family ->
                        constant(family.name(), chains.pooled(family.numbers().get(0))))
                .toList();
    }

    /** Finds sampled variables that no chain changes, and of which chains have different values. */
    static List<Finding> constantInEachChain(Evidence evidence) {
        Chains chains = evidence.chains();
        if (chains.chainCount() < 2 || chains.draws() < FEWEST_DRAWS) {
            return List.of();
        }
        return evidence.families().stream()
                .filter(family -> !family.isDerived())
                .filter(family -> family.numbers().stream().allMatch(name -> isConstantInEach(chains.values(name))))
                .flatMap(family -> family.numbers().stream()
                        .filter(name -> !isConstant(chains.pooled(name)))
                        .limit(1)
                        .map(name -> constantInEachChain(name, chains.values(name))))
                .toList();
    }

    private static Finding constantInEachChain(String name, double[][] chains) {
        List<String> values = Arrays.stream(chains)
                .map(chain -> Words.value(chain[0]))
                .distinct()
                .toList();
        boolean whole = Arrays.stream(chains).allMatch(chain -> chain[0] == Math.rint(chain[0]));
        return new Finding(
                Finding.Kind.CONSTANT,
                name + " never changes in a chain, but chains have different values of it"
                        + (values.size() < 2 || values.size() > NAMED ? "" : ", " + Words.list(values)) + ".",
                whole
                        ? "More draws do not help: the sampler does not move it. If it is discrete, see whether what is"
                                + " proposed for it are other whole numbers; otherwise try other steps, or another sampler."
                        : "More draws do not help: the sampler does not move it. Try other steps, or another sampler.");
    }

    static boolean isConstantInEach(double[][] chains) {
        return Arrays.stream(chains).allMatch(ValueChecks::isConstant);
    }

    /** A whole number may be the only probable one. */
    private static Finding constant(String name, double[] draws) {
        return new Finding(
                Finding.Kind.CONSTANT,
                name + " has the same value in all " + Words.count(draws.length, "draw") + ".",
                draws[0] == Math.rint(draws[0])
                        ? "Either its distribution allows hardly anything else, or the sampler does not move it: if it is"
                                + " discrete, see whether what is proposed for it are other whole numbers."
                        : "See whether the model leaves it any freedom, and whether the sampler moves it.");
    }

    /** Infinite values, which do not tell what else they would be, are not. */
    private static boolean isConstant(double[] draws) {
        return Arrays.stream(draws).allMatch(value -> value == draws[0] && Double.isFinite(value));
    }
}
