package org.ppl4j.samplers;

import java.util.random.RandomGenerator;
import org.ppl4j.model.SiteDraws;

/** Proposes new coordinates for one site, or for one of its elements. For one chain. */
@FunctionalInterface
interface SiteMove {

    /**
     * Changes the coordinates of the site.
     *
     * @param from the unconstrained coordinates of all sites; not changed
     * @param to the same, to change
     * @param random the only source of randomness
     * @return the log density of proposing the way back minus that of proposing the way there; NaN for no proposal
     */
    double propose(double[] from, double[] to, RandomGenerator random);

    /** A Gaussian step in each coordinate. */
    static SiteMove walk(int[] coordinates, double scale) {
        return (from, to, random) -> {
            for (int coordinate : coordinates) {
                to[coordinate] += scale * random.nextGaussian();
            }
            return 0;
        };
    }

    /** A step of up to some whole numbers, but not none, up or down. */
    static SiteMove wholeNumbers(int coordinate, int reach) {
        return (from, to, random) -> {
            int step = 1 + random.nextInt(reach);
            to[coordinate] += random.nextBoolean() ? step : -step;
            return 0;
        };
    }

    /** A draw that does not depend on where the site is. */
    static SiteMove draw(SiteDraws draws) {
        return (from, to, random) -> {
            double back = draws.logDensity(from);
            double forth = draws.draw(to, random);
            // A draw whose density is not finite is no proposal: it would be accepted whatever the target says.
            return Double.isFinite(forth) ? back - forth : Double.NaN;
        };
    }

    /** A proposal of the user's own, which sees the coordinates of the site alone. */
    static SiteMove custom(int[] coordinates, Proposal proposal) {
        return (from, to, random) -> {
            double[] before = new double[coordinates.length];
            for (int i = 0; i < before.length; i++) {
                before[i] = from[coordinates[i]];
            }
            double[] after = before.clone();
            proposal.propose(before.clone(), after, random);
            for (int i = 0; i < after.length; i++) {
                to[coordinates[i]] = after[i];
            }
            return ProposalRatio.of(proposal, before, after);
        };
    }
}
