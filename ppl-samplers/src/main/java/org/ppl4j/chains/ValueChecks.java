package org.ppl4j.chains;

import java.util.Arrays;
import java.util.List;

/** Finds recorded values that are not finite, and sampled variables that never change. */
final class ValueChecks {

    private static final int NAMED = 3;

    private ValueChecks() {}

    static List<Finding> notFinite(Evidence evidence) {
        List<String> affected = evidence.numbers().stream()
                .map(name -> notFinite(name, evidence.chains().pooled(name)))
                .filter(text -> !text.isEmpty())
                .limit(NAMED)
                .toList();
        if (affected.isEmpty()) {
            return List.of();
        }
        return List.of(new Finding(
                Finding.Kind.NOT_FINITE,
                "Not all values are finite: " + Words.list(affected) + ".",
                "Look for an overflow, a division by zero or a logarithm of zero where they are calculated."));
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
                .map(family -> new Finding(
                        Finding.Kind.CONSTANT,
                        family.name() + " has the same value in all draws.",
                        "See whether the model leaves it any freedom, and whether the sampler moves it."))
                .toList();
    }

    /** Whole numbers may well be the same in all draws. */
    private static boolean isConstant(double[] draws) {
        double first = draws[0];
        return first != Math.rint(first) && Arrays.stream(draws).allMatch(value -> value == first);
    }
}
