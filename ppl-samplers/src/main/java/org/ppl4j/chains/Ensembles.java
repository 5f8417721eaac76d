package org.ppl4j.chains;

import java.util.Arrays;

/**
 * Chains as what went on by itself: each of them, or, where they are walkers that depend on each other, those of an ensemble
 * together.
 *
 * @param chains the chains
 * @param walkers how many walkers an ensemble has; 1 if chains are no walkers
 */
record Ensembles(Chains chains, int walkers) {

    static Ensembles of(Chains chains) {
        int walkers = chains.sampler().walkers();
        return new Ensembles(chains, chains.chainCount() % walkers == 0 ? walkers : 1);
    }

    boolean areChains() {
        return walkers == 1;
    }

    int count() {
        return chains.chainCount() / walkers;
    }

    String noun() {
        return areChains() ? "chain" : "ensemble";
    }

    /**
     * Returns the draws of a number, an array an ensemble: the first draws of all its walkers, then the second ones and so on. An
     * even number of each, so that the halves of the array are those of the run.
     */
    double[][] values(String name) {
        double[][] all = chains.values(name);
        if (areChains()) {
            return all;
        }
        int draws = chains.draws() / 2 * 2;
        double[][] joined = new double[count()][draws * walkers];
        for (int chain = 0; chain < all.length; chain++) {
            for (int draw = 0; draw < draws; draw++) {
                joined[chain / walkers][draw * walkers + chain % walkers] = all[chain][draw];
            }
        }
        return joined;
    }

    /** Takes a stretch of the joined draws of an ensemble apart, an array a walker. */
    double[][] byWalker(double[] joined) {
        double[][] apart = new double[walkers][joined.length / walkers];
        for (int walker = 0; walker < walkers; walker++) {
            int place = walker;
            Arrays.setAll(apart[walker], draw -> joined[draw * walkers + place]);
        }
        return apart;
    }
}
