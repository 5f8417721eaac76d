package org.ppl4j.compile.rewrite;

import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Shape;

/**
 * Where the elements of a table are in a vector.
 *
 * @param rowAfterRow whether its rows are one after the other there, or its columns
 */
record Grid(int rows, int width, boolean rowAfterRow) {

    int place(int row, int column) {
        return rowAfterRow ? row * width + column : column * rows + row;
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
        int[] places = new int[indices.size()];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                places[i * width + j] = indices.at(place(i, j));
            }
        }
        return Indices.of(places);
    }
}
