package org.ppl4j.chains;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Replaces draws by the normal scores of their ranks over all chains, so that diagnostics need no finite variance.
 *
 * <p>Equal draws get their mean rank. The score of rank r among S draws is the standard normal quantile at
 * (r − 3/8) / (S + 1/4): Vehtari, Gelman, Simpson, Carpenter and Bürkner, "Rank-normalization, folding, and
 * localization" (2021), section 4.1.
 */
public final class RankNormalization {

    private RankNormalization() {}

    /**
     * {@return the normal scores; all NaN if a draw is NaN}
     *
     * @param chains the draws of one number, an array a chain
     */
    public static double[][] of(double[][] chains) {
        return of(chains, new NormalScores());
    }

    static double[] ofOne(double[] values) {
        return of(new double[][] {values})[0];
    }

    static double[][] of(double[][] chains, NormalScores scores) {
        double[] values = ChainArrays.pooled(chains);
        double[] normal = ChainArrays.hasNaN(chains) ? nans(values.length) : scoresOf(values, scores);
        double[][] result = new double[chains.length][];
        int start = 0;
        for (int chain = 0; chain < chains.length; chain++) {
            result[chain] = Arrays.copyOfRange(normal, start, start + chains[chain].length);
            start += chains[chain].length;
        }
        return result;
    }

    private static double[] nans(int length) {
        double[] result = new double[length];
        Arrays.fill(result, Double.NaN);
        return result;
    }

    private static double[] scoresOf(double[] values, NormalScores scores) {
        scores.resize(values.length);
        int[] order = order(values);
        double[] result = new double[values.length];
        for (int first = 0; first < order.length; ) {
            int end = first + 1;
            while (end < order.length && values[order[end]] == values[order[first]]) {
                end++;
            }
            double score = scores.of(first + 1 + end);
            for (int place = first; place < end; place++) {
                result[order[place]] = score;
            }
            first = end;
        }
        return result;
    }

    /** Returns the places of the values in ascending order: a merge sort from the bottom up, without boxing. */
    private static int[] order(double[] values) {
        int length = values.length;
        int[] from = IntStream.range(0, length).toArray();
        int[] to = new int[length];
        for (int width = 1; width < length; width *= 2) {
            for (int start = 0; start < length; start += 2 * width) {
                int middle = Math.min(start + width, length);
                merge(values, from, to, start, middle, Math.min(middle + width, length));
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private static void merge(double[] values, int[] from, int[] to, int start, int middle, int end) {
        int left = start;
        int right = middle;
        for (int place = start; place < end; place++) {
            boolean takeLeft = left < middle && (right >= end || values[from[left]] <= values[from[right]]);
            to[place] = takeLeft ? from[left++] : from[right++];
        }
    }
}
