package org.ppl4j.graph;

import java.util.Arrays;

/** A fixed list of flat element indices, stored compactly where they are evenly spaced. */
public final class Indices {

    private final int size;
    private final int start;
    private final int step;
    private final int[] table;

    private Indices(int size, int start, int step, int[] table) {
        this.size = size;
        this.start = start;
        this.step = step;
        this.table = table;
    }

    /**
     * Returns evenly spaced indices.
     *
     * @param size how many
     * @param start the first
     * @param step the distance from one to the next
     */
    public static Indices range(int size, int start, int step) {
        return new Indices(size, start, size > 1 ? step : 1, new int[0]);
    }

    /**
     * Returns the indices in an array, copied.
     *
     * @param indices the flat indices
     */
    public static Indices of(int... indices) {
        int step = indices.length > 1 ? indices[1] - indices[0] : 1;
        for (int i = 1; i < indices.length; i++) {
            if (indices[i] - indices[i - 1] != step) {
                return new Indices(indices.length, 0, 0, indices.clone());
            }
        }
        return range(indices.length, indices.length == 0 ? 0 : indices[0], step);
    }

    /**
     * Returns for each element of a transposed matrix where it is in the matrix, row after row.
     *
     * @param rows how many rows the matrix has
     * @param columns how many columns it has
     */
    public static Indices transposed(int rows, int columns) {
        int[] indices = new int[rows * columns];
        Arrays.setAll(indices, i -> i % rows * columns + i / rows);
        return of(indices);
    }

    /** Returns how many there are. */
    public int size() {
        return size;
    }

    /** Whether they are evenly spaced, so that {@link #start} and {@link #step} say it all. */
    public boolean isRange() {
        return table.length == 0;
    }

    /** Returns the first index of evenly spaced ones. */
    public int start() {
        return start;
    }

    /** Returns the distance between evenly spaced ones. */
    public int step() {
        return step;
    }

    /**
     * Returns an index.
     *
     * @param position which, from 0
     */
    public int at(int position) {
        return table.length == 0 ? start + step * position : table[position];
    }

    /**
     * Returns all of them moved.
     *
     * @param distance what is taken away from each
     */
    public Indices minus(int distance) {
        if (table.length == 0) {
            return new Indices(size, start - distance, step, table);
        }
        int[] moved = new int[size];
        Arrays.setAll(moved, i -> table[i] - distance);
        return new Indices(size, 0, 0, moved);
    }

    /** Returns all of them as a new array. */
    public int[] toArray() {
        if (table.length > 0) {
            return table.clone();
        }
        int[] result = new int[size];
        for (int i = 0; i < size; i++) {
            result[i] = at(i);
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Indices that
                && size == that.size
                && start == that.start
                && step == that.step
                && Arrays.equals(table, that.table);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * size + start) + step) + Arrays.hashCode(table);
    }

    @Override
    public String toString() {
        return table.length == 0 ? start + "+" + step + "·[0," + size + ")" : "table of " + size;
    }
}
