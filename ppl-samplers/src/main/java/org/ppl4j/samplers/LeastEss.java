package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.Locale;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.EffectiveSampleSize;
import org.ppl4j.chains.Variable;

/**
 * The least effective sample size of the numbers of chains, in the bulk and in the tails.
 *
 * @param name the number that has it
 * @param value the effective sample size
 */
record LeastEss(String name, double value) {

    /** Returns it; 0 if no number tells: elements that never change, such as zeros of a triangle, count for nothing. */
    static LeastEss of(Chains chains) {
        LeastEss least = new LeastEss("", Double.POSITIVE_INFINITY);
        for (Variable variable : chains.variables()) {
            for (String name : variable.scalarNames()) {
                double[][] values = chains.values(name);
                if (isConstant(values)) {
                    continue;
                }
                double ess = Math.min(EffectiveSampleSize.bulk(values), EffectiveSampleSize.tail(values));
                // NaN: not enough draws, or infinite ones.
                if (!(ess >= least.value)) {
                    least = new LeastEss(name, Double.isNaN(ess) ? 0 : ess);
                }
            }
        }
        return least.name.isEmpty() ? new LeastEss("", 0) : least;
    }

    private static boolean isConstant(double[][] values) {
        double first = values[0].length == 0 ? Double.NaN : values[0][0];
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).allMatch(value -> value == first);
    }

    /** Says that it is less than was asked for. */
    String shortfall(double wanted, int draws) {
        String which = name.isEmpty() ? "" : ", of " + name + ",";
        return String.format(
                Locale.ROOT,
                "The least effective sample size%s is %.0f after %d draws a chain; %.0f was asked for. Raise draws(...),"
                        + " which is the limit, or resume(...) the chains.",
                which,
                value,
                draws,
                wanted);
    }
}
