package org.ppl4j.chains;

import java.util.Arrays;
import java.util.List;

/**
 * Takes down the draws of one chain, draw by draw.
 *
 * <p>A recorder belongs to one thread at a time. Whoever makes {@link Chains} of recorders first waits for that thread,
 * or otherwise sees to it that what it wrote is visible. Recording more draws afterwards leaves such chains as they are.
 */
public final class ChainRecorder {

    // A run that is stopped may have been asked for far more draws than it makes: 8 MB for all columns.
    private static final int MOST_FIRST_NUMBERS = 1 << 20;
    private static final int LARGEST_FIRST_CAPACITY = 65_536;

    private final Layout layout;
    private final double[][] columns;
    private int capacity;
    private int draws;

    /**
     * Makes a recorder without draws.
     *
     * @param variables the variables of the model, in the order in which draws give their values
     * @param statistics the names of what the sampler says of each draw, such as {@code lp} or {@code diverging}
     * @param expectedDraws how many draws to make room for; more may come
     */
    public ChainRecorder(List<Variable> variables, List<String> statistics, int expectedDraws) {
        if (expectedDraws < 0) {
            throw new IllegalArgumentException("expectedDraws must be at least 0, got " + expectedDraws + ".");
        }
        layout = new Layout(variables, statistics);
        int affordable = Math.min(LARGEST_FIRST_CAPACITY, MOST_FIRST_NUMBERS / Math.max(1, layout.columns()));
        capacity = Math.min(expectedDraws, affordable);
        columns = new double[layout.columns()][capacity];
    }

    /**
     * Appends a draw. The arrays are copied.
     *
     * @param values the values of all variables in order, each flattened with its last index running fastest
     * @param statistics the statistics in order
     */
    public void record(double[] values, double[] statistics) {
        checkLength("values for " + layout.variables().size() + " variables", layout.scalars(), values.length);
        checkLength("statistics", layout.statistics().size(), statistics.length);
        if (draws == capacity) {
            grow();
        }
        int scalars = layout.scalars();
        for (int column = 0; column < scalars; column++) {
            columns[column][draws] = values[column];
        }
        for (int column = 0; column < statistics.length; column++) {
            columns[scalars + column][draws] = statistics[column];
        }
        draws++;
    }

    private static void checkLength(String what, int expected, int actual) {
        if (expected != actual) {
            throw new IllegalArgumentException(
                    "A draw of this chain has " + expected + " " + what + ", got " + actual + ".");
        }
    }

    private void grow() {
        capacity = Math.addExact(capacity, Math.max(16, capacity / 2));
        for (int column = 0; column < columns.length; column++) {
            columns[column] = Arrays.copyOf(columns[column], capacity);
        }
    }

    /** {@return the number of draws recorded so far} */
    public int draws() {
        return draws;
    }

    Layout layout() {
        return layout;
    }

    /** Returns the columns as they are: cells of recorded draws are never written again, so they can be shared. */
    ChainColumns columns() {
        return new ChainColumns(columns.clone(), draws);
    }
}
