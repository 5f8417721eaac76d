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

    /** Levels at which bounds change are the same if they differ by rounding alone. */
    private static final double SAME = 1e-12;

    private static final double NEGLIGIBLE = 1e-30;
    private static final double LOG_NEGLIGIBLE = Elementary.log(NEGLIGIBLE);

    private final int simulations;
    private final int draws;
    private final double[] logFactorials;
    /** The probabilities of Poisson numbers of ranks of one value, given whose sum ranks are multinomial. */
    private final double[] ranksInCell;

    private final int[] lower;
    private final int[] upper;
    /** The bounds are the same for all levels from the first of these on, and below the second. */
    private double sameFrom;

    private double sameTo;

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
        envelope.search(1 - probability);
        return envelope;
    }

    /**
     * Sets the bounds of the largest level at which uniform ranks leave them with no more than a probability. The level is
     * looked for by false position between logarithms, which are nearly proportional to each other; it is found where none of
     * the levels at which bounds change is left between one that is too high and one that is not.
     */
    private void search(double allowed) {
        double low = 0;
        double lowTo = 0;
        double lowExcess = Double.NaN;
        double high = 1;
        double highExcess = Double.NaN;
        double level = allowed / draws;
        boolean wasLow = false;
        for (int step = 1; lowTo * (1 + SAME) < high * (1 - SAME); step++) {
            double excess = Elementary.log(leaving(level) / allowed);
            boolean isLow = excess <= 0;
            // The Illinois rule: an end that stays is given less weight.
            boolean again = step > 1 && isLow == wasLow;
            if (isLow) {
                low = level;
                lowTo = sameTo;
                lowExcess = excess;
                highExcess = again ? highExcess / 2 : highExcess;
            } else {
                high = sameFrom;
                highExcess = excess;
                lowExcess = again ? lowExcess / 2 : lowExcess;
            }
            wasLow = isLow;
            double part = step % 3 == 0 ? 0.5 : lowExcess / (lowExcess - highExcess);
            double next = low > 0
                    ? low * Elementary.exp((part > 0 && part < 1 ? part : 0.5) * Elementary.log(high / low))
                    : high / 1024;
            level = Math.min(Math.max(next, lowTo * (1 + SAME)), high * (1 - SAME));
        }
        leaving(low);
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
            least = Math.min(
                    least,
                    2 * i <= draws + 1
                            ? envelope.twoSided(i, below)
                            : envelope.twoSided(draws + 1 - i, ranks.length - below));
        }
        return least < SMALL ? least * draws : envelope.leaving(least);
    }

    /**
     * Sets the bounds to the counts whose two-sided pointwise probability is above a level, and returns the probability that
     * uniform ranks leave them somewhere.
     */
    private double leaving(double level) {
        sameFrom = 0;
        sameTo = Double.POSITIVE_INFINITY;
        double[] inside = new double[simulations + 1];
        double[] next = new double[simulations + 1];
        inside[0] = 1;
        for (int i = 1; 2 * i <= draws + 1; i++) {
            setBounds(i, level);
        }
        for (int i = 1; i <= draws; i++) {
            if (lower[i] > upper[i]) {
                return 1;
            }
            Arrays.fill(next, lower[i], upper[i] + 1, 0);
            for (int from = lower[i - 1]; from <= upper[i - 1]; from++) {
                int last = Math.min(upper[i], from + ranksInCell.length - 1);
                for (int to = Math.max(from, lower[i]); to <= last; to++) {
                    next[to] += inside[from] * ranksInCell[to - from];
                }
            }
            double[] swap = inside;
            inside = next;
            next = swap;
        }
        double sum = 0;
        for (int below = Math.max(lower[draws], simulations - ranksInCell.length + 1); below <= upper[draws]; below++) {
            sum += inside[below] * ranksInCell[simulations - below];
        }
        sum /= poisson(simulations, simulations);
        return Math.min(1, Math.max(0, 1 - sum));
    }

    /** Sets the bounds for a number, and those for the one that is as far from the other end, which mirror them. */
    private void setBounds(int i, double level) {
        Below numbers = below(i);
        int low = numbers.first;
        double sum = numbers.probability(low);
        while (2 * sum <= level && low < simulations) {
            sameFrom = Math.max(sameFrom, 2 * sum);
            sum += numbers.probability(++low);
        }
        sameTo = Math.min(sameTo, 2 * sum);
        int high = simulations - low;
        if (2 * i < draws + 1) {
            high = numbers.last;
            sum = numbers.probability(high);
            while (2 * sum <= level && high > 0) {
                sameFrom = Math.max(sameFrom, 2 * sum);
                sum += numbers.probability(--high);
            }
            sameTo = Math.min(sameTo, 2 * sum);
        }
        lower[i] = low;
        upper[i] = high;
        lower[draws + 1 - i] = simulations - high;
        upper[draws + 1 - i] = simulations - low;
    }

    /** Returns a count's two-sided probability at a number of the lower half, summed in the order in which bounds are found. */
    private double twoSided(int i, int count) {
        Below numbers = below(i);
        boolean isMiddle = 2 * i == draws + 1;
        int low = isMiddle ? Math.min(count, simulations - count) : count;
        double under = 0;
        for (int r = low < numbers.first ? 0 : numbers.first; r <= low; r++) {
            under += numbers.probability(r);
        }
        double over = 0;
        for (int r = count > numbers.last ? simulations : numbers.last; r >= count; r--) {
            over += numbers.probability(r);
        }
        return 2 * (isMiddle ? under : Math.min(under, over));
    }

    private Below below(int i) {
        return new Below((double) i / (draws + 1));
    }

    /** How many ranks are below a number: binomial. */
    private final class Below {
        private final double log;
        private final double logOther;
        /** Less and more than these are negligible, by Bernstein's inequality. */
        private final int first;

        private final int last;

        Below(double share) {
            log = Elementary.log(share);
            logOther = Elementary.log1p(-share);
            double third = -LOG_NEGLIGIBLE / 3;
            double reach = third + Math.sqrt(third * third + 6 * third * simulations * share * (1 - share));
            first = (int) Math.max(0, Math.floor(simulations * share - reach));
            last = (int) Math.min(simulations, Math.ceil(simulations * share + reach));
        }

        double probability(int count) {
            double exponent = logFactorials[simulations]
                    - logFactorials[count]
                    - logFactorials[simulations - count]
                    + count * log;
            return Elementary.exp(simulations == count ? exponent : exponent + (simulations - count) * logOther);
        }
    }
}
