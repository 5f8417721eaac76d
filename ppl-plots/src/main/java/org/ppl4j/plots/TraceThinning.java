package org.ppl4j.plots;

import java.util.Arrays;

/**
 * Chooses the draws of a long trace that its picture needs.
 *
 * <p>Of each stretch of draws that falls into one column of pixels, the first, the last, the smallest and the largest
 * give the same line as all of them: U. Jugel et al., "M4: a visualization-oriented time series data aggregation", PVLDB
 * 7 (2014).
 */
final class TraceThinning {

    private TraceThinning() {}

    /** Returns the positions of the chosen draws in ascending order; all of them if there are few. */
    static int[] indices(double[] draws, int columns) {
        int count = draws.length;
        if (count <= 4 * columns) {
            int[] all = new int[count];
            Arrays.setAll(all, i -> i);
            return all;
        }
        int[] chosen = new int[4 * columns];
        int used = 0;
        for (int column = 0; column < columns; column++) {
            int from = (int) ((long) column * count / columns);
            int to = (int) ((long) (column + 1) * count / columns);
            int least = from;
            int largest = from;
            for (int i = from; i < to; i++) {
                least = draws[i] < draws[least] ? i : least;
                largest = draws[i] > draws[largest] ? i : largest;
            }
            int[] candidates = {from, Math.min(least, largest), Math.max(least, largest), to - 1};
            for (int candidate : candidates) {
                if (used == 0 || candidate != chosen[used - 1]) {
                    chosen[used++] = candidate;
                }
            }
        }
        return Arrays.copyOf(chosen, used);
    }
}
