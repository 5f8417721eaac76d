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

    /** Returns it; 0 if a sampled variable has not changed at all, of which nothing is known yet. */
    static LeastEss of(Chains chains) {
        for (Variable variable : chains.variables()) {
            if (variable.size() > 0
                    && !chains.isDerived(variable.name())
                    && variable.scalarNames().stream().allMatch(name -> isConstant(chains.values(name)))) {
                return new LeastEss(variable.name(), 0);
            }
        }
        return ofChanging(chains);
    }

    /** Returns that of the numbers that change, which leaves out such as zeros of a triangle; 0 if none does. */
    static LeastEss ofChanging(Chains chains) {
        LeastEss least = new LeastEss("", Double.POSITIVE_INFINITY);
        for (Variable variable : chains.variables()) {
            for (String name : variable.scalarNames()) {
                double[][] values = chains.values(name);
                if (!isConstant(values)) {
                    boolean moves = Arrays.stream(values).anyMatch(chain -> !isConstant(new double[][] {chain}));
                    double ess = moves ? EffectiveSampleSize.least(values) : 0;
                    // NaN: not enough draws, or infinite ones.
                    if (!(ess >= least.value)) {
                        least = new LeastEss(name, Double.isNaN(ess) ? 0 : ess);
                    }
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
