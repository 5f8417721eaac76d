package org.ppl4j.samplers;

import java.util.Arrays;
import org.ppl4j.math.Elementary;

/**
 * Where the cumulative counts of uniform ranks lie, all of them together, with some probability; and how improbable it is
 * that one of them lies as far off as the farthest of given ranks. Exact, not simulated.
 *
 * <p>T. Säilynoja, P.-C. Bürkner and A. Vehtari, "Graphical test for discrete uniformity and its applications in goodness
 * of fit evaluation and multiple sample comparison", Statistics and Computing 32, 2022: the single-sample test, with the
 * bands' probability by their recursion, at all possible ranks.
 */
public final class EcdfEnvelope {
    /** Below this, the sum of the bounds at all points is the probability to all digits that matter. */
    private static final double SMALL = 1e-10;

    private static final int BISECTIONS = 50;
    private static final double NEGLIGIBLE = 1e-30;

    private final int simulations;
    private final int draws;
    private final double[] logFactorials;
    /** The probabilities of Poisson numbers of ranks of one value, given whose sum ranks are multinomial. */
    private final double[] ranksInCell;

    private final int[] lower;
    private final int[] upper;

    private EcdfEnvelope(int simulations, int draws) {
        this.simulations = simulations;
        this.draws = draws;
        this.lower = new int[draws + 1];
        this.upper = new int[draws + 1];
        this.logFactorials = new double[simulations + 1];
        for (int n = 1; n <= simulations; n++) {
            logFactorials[n] = logFactorials[n - 1] + Elementary.log(n);
        }
        this.ranksInCell = ranksInCell();
    }

    private double[] ranksInCell() {
        double mean = simulations / (draws + 1.0);
        double[] probabilities = new double[simulations + 1];
        int count = 0;
        while (count <= simulations && (count <= mean || probabilities[count - 1] > NEGLIGIBLE)) {
            probabilities[count] = poisson(mean, count);
            count++;
        }
        return Arrays.copyOf(probabilities, count);
    }

    private double poisson(double mean, int count) {
        return Elementary.exp(count * Elementary.log(mean) - mean - logFactorials[count]);
    }

    /**
     * {@return the narrowest envelope with at least a probability}
     *
     * @param simulations how many ranks there are
     * @param draws the largest possible rank
     * @param probability that all counts of uniform ranks lie inside, between 0 and 1
     */
    public static EcdfEnvelope of(int simulations, int draws, double probability) {
        if (simulations < 1 || draws < 1 || !(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "An envelope needs at least 1 simulation, 1 draw and a probability between" + " 0 and 1, got "
                            + simulations + ", " + draws + " and " + probability + ".");
        }
        EcdfEnvelope envelope = new EcdfEnvelope(simulations, draws);
        double low = 0;
        double high = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (envelope.leaving(middle) <= 1 - probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        envelope.leaving(low);
        return envelope;
    }

    /**
     * {@return the least number of ranks below a number that is inside}
     *
     * @param rank the number, from 1 to the largest rank
     */
    public int lower(int rank) {
        return lower[rank];
    }

    /**
     * {@return the largest number of ranks below a number that is inside}
     *
     * @param rank the number, from 1 to the largest rank
     */
    public int upper(int rank) {
        return upper[rank];
    }

    /**
     * {@return the probability that uniform ranks have a cumulative count as improbable as the most improbable one of these}
     *
     * @param ranks the ranks, each from 0 to {@code draws}
     * @param draws the largest possible rank
     */
    static double pValue(int[] ranks, int draws) {
        EcdfEnvelope envelope = new EcdfEnvelope(ranks.length, draws);
        int[] counts = new int[draws + 1];
        for (int rank : ranks) {
            counts[rank]++;
        }
        double least = Double.POSITIVE_INFINITY;
        int below = 0;
        for (int i = 1; i <= draws; i++) {
            below += counts[i - 1];
            double[] pmf = envelope.binomial(ranks.length, (double) i / (draws + 1));
            double under = 0;
            double over = 0;
            // In the order in which the bounds are found, so that equal probabilities are equal.
            for (int r = 0; r <= below; r++) {
                under += pmf[r];
            }
            for (int r = ranks.length; r >= below; r--) {
                over += pmf[r];
            }
            least = Math.min(least, 2 * Math.min(under, over));
        }
        return least < SMALL ? least * draws : envelope.leaving(least);
    }

    /**
     * Sets the bounds to the counts whose two-sided pointwise probability is above a level, and returns the probability that
     * uniform ranks leave them somewhere.
     */
    private double leaving(double level) {
        double[] inside = new double[simulations + 1];
        inside[0] = 1;
        for (int i = 1; i <= draws; i++) {
            setBounds(i, level);
            double[] next = new double[simulations + 1];
            for (int from = lower[i - 1]; from <= upper[i - 1]; from++) {
                int last = Math.min(upper[i], from + ranksInCell.length - 1);
                for (int to = Math.max(from, lower[i]); to <= last; to++) {
                    next[to] += inside[from] * ranksInCell[to - from];
                }
            }
            inside = next;
        }
        double sum = 0;
        for (int below = Math.max(0, simulations - ranksInCell.length + 1); below <= simulations; below++) {
            sum += inside[below] * ranksInCell[simulations - below];
        }
        sum /= poisson(simulations, simulations);
        return Math.min(1, Math.max(0, 1 - sum));
    }

    private void setBounds(int i, double level) {
        double[] pmf = binomial(simulations, (double) i / (draws + 1));
        int low = 0;
        double sum = pmf[0];
        while (2 * sum <= level && low < simulations) {
            sum += pmf[++low];
        }
        int high = simulations;
        sum = pmf[simulations];
        while (2 * sum <= level && high > 0) {
            sum += pmf[--high];
        }
        lower[i] = low;
        upper[i] = high;
    }

    private double[] binomial(int trials, double probability) {
        double[] pmf = new double[trials + 1];
        double log = Elementary.log(probability);
        double logOther = Elementary.log1p(-probability);
        for (int k = 0; k <= trials; k++) {
            double exponent = logFactorials[trials] - logFactorials[k] - logFactorials[trials - k] + k * log;
            pmf[k] = Elementary.exp(trials == k ? exponent : exponent + (trials - k) * logOther);
        }
        return pmf;
    }
}
