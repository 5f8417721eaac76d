package org.ppl4j.compile.rewrite;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Shape;

/**
 * Where the elements of a table are in a vector.
 *
 * @param places where they are, row after row
 */
record Grid(int rows, int width, Indices places) {

    /** Returns the table whose rows are one after the other in the vector. */
    static Grid ofRows(int rows, int width) {
        return new Grid(rows, width, Indices.range(rows * width, 0, 1));
    }

    /** Returns the table whose columns are. */
    static Grid ofColumns(int rows, int width) {
        return new Grid(rows, width, Indices.transposed(width, rows));
    }

    /**
     * Returns the table with a row for each number that some indices have, and a column for each that others have, in whatever order the
     * elements are; null if not each combination is there once.
     */
    static @Nullable Grid ofCombinations(Indices ofRows, Indices ofColumns, int width) {
        int rows = ofRows.size() / width;
        Map<Integer, Integer> row = new HashMap<>();
        Map<Integer, Integer> column = new HashMap<>();
        int[] places = new int[rows * width];
        Arrays.fill(places, -1);
        for (int k = 0; k < places.length; k++) {
            Integer i = number(row, ofRows.at(k), rows);
            Integer j = number(column, ofColumns.at(k), width);
            if (i == null || j == null || places[i * width + j] >= 0) {
                return null;
            }
            places[i * width + j] = k;
        }
        return new Grid(rows, width, Indices.of(places));
    }

    /** Returns the number of what has one, or gets the next; null if there are none left. */
    private static @Nullable Integer number(Map<Integer, Integer> numbers, int of, int most) {
        Integer next = numbers.size();
        Integer known = numbers.putIfAbsent(of, next);
        return known != null ? known : next < most ? next : null;
    }

    private int place(int row, int column) {
        return places.at(row * width + column);
    }

    /** Returns what is picked for all elements of a row, or of a column. */
    Indices picked(Indices indices, boolean ofRows) {
        int[] picked = new int[ofRows ? rows : width];
        Arrays.setAll(picked, k -> indices.at(ofRows ? place(k, 0) : place(0, k)));
        return Indices.of(picked);
    }

    Shape shape() {
        return Shape.of(rows, width);
    }

    /** Whether all elements of a row pick the same. */
    boolean isOfRow(Indices indices) {
        for (int i = 0; i < rows; i++) {
            for (int j = 1; j < width; j++) {
                if (indices.at(place(i, j)) != indices.at(place(i, 0))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether all elements of a column pick the same. */
    boolean isOfColumn(Indices indices) {
        for (int i = 1; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                if (indices.at(place(i, j)) != indices.at(place(0, j))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns for each element of the table what is picked for it. */
    Indices ofTable(Indices indices) {
        int[] picked = new int[places.size()];
        Arrays.setAll(picked, k -> indices.at(places.at(k)));
        return Indices.of(picked);
    }
}
