package org.ppl4j.compile.fold;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Partition;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;

/**
 * The product of a data matrix and a vector.
 *
 * @param matrix the matrix
 * @param vector the vector, as a matrix
 * @param isTransposed whether it is the matrix's columns that are multiplied with the vector
 */
record Predictor(Node matrix, Node vector, boolean isTransposed) {

    /** Returns where the numbers that are multiplied with an element of the vector lie in the matrix. */
    Indices column(int element, int rows) {
        return isTransposed ? Indices.range(rows, element * rows, 1) : Indices.range(rows, element, vector.size());
    }

    /**
     * Returns the sum of the product's elements, each times a number: those numbers times the matrix are known when data are.
     *
     * @param weights the numbers
     */
    Node total(Node weights, Simplifier simplifier) {
        Node row = simplifier.make(new Reshape(Shape.of(1, weights.size())), weights);
        Node sums = simplifier.make(new MatrixMultiply(false, isTransposed), row, matrix);
        Node column = simplifier.make(new Reshape(Shape.of(vector.size(), 1)), vector);
        Node total = simplifier.make(new MatrixMultiply(false, false), sums, column);
        return simplifier.make(new Reshape(Shape.SCALAR), total);
    }

    /**
     * Returns which rows of the data are equal, or null if the data are not constant or more rows differ than a number.
     *
     * @param rows how many rows there are
     * @param most how many may differ
     */
    @Nullable
    Partition equalRows(int rows, int most) {
        double[] values = Interner.isConstant(matrix) ? matrix.cachedValue() : null;
        if (values == null) {
            return null;
        }
        return Partition.by(row -> row(values, row, rows), rows, most);
    }

    private Row row(double[] values, int row, int rows) {
        double[] numbers = new double[vector.size()];
        Arrays.setAll(numbers, k -> values[isTransposed ? k * rows + row : row * numbers.length + k]);
        return new Row(numbers);
    }

    /** A row of data, which is equal to another one with the same numbers. */
    private static final class Row {

        private final double[] numbers;

        Row(double[] numbers) {
            this.numbers = numbers;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Row that && Arrays.equals(numbers, that.numbers);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(numbers);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Predictor that
                && isTransposed == that.isTransposed
                && matrix.equals(that.matrix)
                && vector.equals(that.vector);
    }

    @Override
    public int hashCode() {
        return Objects.hash(matrix, vector, isTransposed);
    }

    /** Returns what a product is if it is that of rows of data and a vector, a number for each row; null if it is another one. */
    static @Nullable Predictor ofRows(Node product, Interner interner) {
        Predictor predictor = of(product, interner);
        return predictor == null || predictor.matrix != product.input(0) ? null : predictor;
    }

    /** Returns a matrix product as that of a data matrix and a vector; null if it is another one. */
    static @Nullable Predictor of(Node product, Interner interner) {
        if (!(product.op() instanceof MatrixMultiply op)) {
            return null;
        }
        Node left = product.input(0);
        Node right = product.input(1);
        if (product.shape().dimension(1) == 1 && !interner.dependsOnVariables(left)) {
            return new Predictor(left, right, op.transposeLeft());
        }
        if (product.shape().dimension(0) == 1 && !interner.dependsOnVariables(right)) {
            return new Predictor(right, left, !op.transposeRight());
        }
        return null;
    }
}
