package org.ppl4j.plots;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ppl4j.chains.Chains;

/** The draws of one scalar quantity, chain by chain, with its name: what trace and density plots show. */
public final class ScalarDraws {

    private final String name;
    private final double[][] chains;

    private ScalarDraws(String name, double[][] chains) {
        this.name = name;
        this.chains = chains;
    }

    /**
     * Returns the draws of a quantity.
     *
     * @param name its name
     * @param draws the draws, {@code draws[chain][draw]}, as many in each chain
     */
    public static ScalarDraws of(String name, double[][] draws) {
        Check.name("A scalar quantity", name);
        String what = "Draws of \"" + name + "\"";
        Check.notEmpty(what, draws.length);
        double[][] copy = new double[draws.length][];
        for (int chain = 0; chain < draws.length; chain++) {
            Check.notEmpty(what + ", chain " + chain, draws[chain].length);
            if (draws[chain].length != draws[0].length) {
                throw new IllegalArgumentException(what + ": chain " + chain + " has " + draws[chain].length
                        + " draws but chain 0 has " + draws[0].length + ". Cut all chains to the same length.");
            }
            Check.finite(what + ": chain " + chain, draws[chain]);
            copy[chain] = draws[chain].clone();
        }
        return new ScalarDraws(name, copy);
    }

    /**
     * Returns the draws of a quantity of chains, cut to the length of the shortest chain.
     *
     * @param chains the chains
     * @param name the name of a scalar variable, of an element such as {@code theta[3]}, or of a statistic such as
     *     {@code lp}
     */
    public static ScalarDraws of(Chains chains, String name) {
        double[][] draws = chains.values(name);
        for (int chain = 0; chain < draws.length; chain++) {
            draws[chain] = Arrays.copyOf(draws[chain], chains.draws());
        }
        return of(name, draws);
    }

    /** Returns the name of the quantity. */
    public String name() {
        return name;
    }

    /** Returns the number of chains. */
    public int chains() {
        return chains.length;
    }

    /** Returns the number of draws in each chain. */
    public int draws() {
        return chains[0].length;
    }

    /**
     * Returns a draw.
     *
     * @param chain which chain
     * @param draw which draw of the chain
     */
    public double draw(int chain, int draw) {
        return chains[chain][draw];
    }

    /** Returns the draws of a chain: the array itself, for readers in this package. */
    double[] chain(int chain) {
        return chains[chain];
    }

    /** Checks quantities to be drawn side by side and returns how many chains they have. */
    static int requireAlike(String plot, List<ScalarDraws> quantities) {
        Check.notEmpty(plot + "'s quantities", quantities.size());
        Set<String> seen = new LinkedHashSet<>();
        ScalarDraws first = quantities.get(0);
        for (ScalarDraws quantity : quantities) {
            if (!seen.add(quantity.name)) {
                throw new IllegalArgumentException(
                        plot + " got two quantities named \"" + quantity.name + "\". Give each its own name.");
            }
            if (quantity.chains() != first.chains()) {
                throw new IllegalArgumentException(
                        plot + ": \"" + quantity.name + "\" has " + quantity.chains() + " chains but \"" + first.name
                                + "\" has " + first.chains() + ". Draw them in separate plots.");
            }
        }
        return first.chains();
    }

    @Override
    public String toString() {
        return "ScalarDraws[" + name + ", " + chains() + " chains of " + draws() + "]";
    }

    /** Returns all draws of all chains in ascending order. */
    double[] sorted() {
        double[] all = Arrays.stream(chains).flatMapToDouble(Arrays::stream).toArray();
        Arrays.sort(all);
        return all;
    }
}
