package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.ppl4j.math.CholeskyDecomposition;

/**
 * What matrix operations share. Of a symmetric matrix they read the lower triangle, which is given as a square matrix or
 * packed: row after row, up to the diagonal, in a vector.
 */
public final class Matrices {

    private Matrices() {}

    static Shape requireSquare(Shape shape) {
        if (shape.rank() != 2 || shape.dimension(0) != shape.dimension(1)) {
            throw new IllegalArgumentException("a square matrix is needed, got " + shape);
        }
        return shape;
    }

    /** Checks that the second operand is as large as a factor of the first. */
    static void requireFactor(List<Shape> inputs) {
        int n = order(inputs.get(0));
        if (!inputs.get(1).equals(Shape.of(n, n))) {
            throw new IllegalArgumentException("the factor must have " + n + " rows and columns, got " + inputs.get(1));
        }
    }

    /**
     * Whether a shape is that of a packed triangle.
     *
     * @param shape the shape of a symmetric matrix
     */
    public static boolean isPacked(Shape shape) {
        return shape.rank() == 1;
    }

    /**
     * Returns the number of rows of a symmetric matrix.
     *
     * @param shape the shape of a square matrix, or of a packed triangle
     * @throws IllegalArgumentException if it is neither
     */
    public static int order(Shape shape) {
        if (!isPacked(shape)) {
            return requireSquare(shape).dimension(0);
        }
        int n = (int) Math.round((Math.sqrt(1 + 8.0 * shape.size()) - 1) / 2);
        if (CholeskyDecomposition.packedSize(n) != shape.size()) {
            throw new IllegalArgumentException("no triangle has " + shape.size() + " elements");
        }
        return n;
    }

    /**
     * Returns the flat indices, in a square matrix, of its lower triangle, row after row.
     *
     * @param n the number of rows
     */
    public static Indices lowerIndices(int n) {
        int[] indices = new int[CholeskyDecomposition.packedSize(n)];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                indices[at++] = i * n + j;
            }
        }
        return Indices.of(indices);
    }

    /** Returns the memory that the algorithms on matrices of so many rows need. */
    static Shape scratch(int n) {
        return Shape.of(CholeskyDecomposition.scratchRows(n), CholeskyDecomposition.scratchColumns(n));
    }

    /** Returns a square matrix, or a packed triangle, with one number below the diagonal and one on it, zero above. */
    static Node lower(Shape shape, double below, double onDiagonal) {
        int n = order(shape);
        double[] elements = new double[shape.size()];
        for (int i = 0; i < n; i++) {
            int start = isPacked(shape) ? CholeskyDecomposition.packedSize(i) : i * n;
            Arrays.fill(elements, start, start + i, below);
            elements[start + i] = onDiagonal;
        }
        return Constant.of(shape, elements);
    }

    /** Returns a triangle as a square matrix; if it was packed, with zeros above the diagonal. */
    static Node square(Node triangle) {
        if (!isPacked(triangle.shape())) {
            return triangle;
        }
        int n = order(triangle.shape());
        return Node.of(new Put(lowerIndices(n), Shape.of(n, n)), triangle);
    }

    /** Returns the lower triangle of a square matrix in a shape: packed, or with zeros above the diagonal. */
    static Node like(Shape shape, Node square) {
        if (isPacked(shape)) {
            return Nodes.take(square, shape, lowerIndices(order(shape)));
        }
        return Nodes.multiply(square, lower(shape, 1, 1));
    }

    /** Returns a symmetric matrix, packed or not, as a square one. */
    static Node symmetric(Node matrix) {
        if (!isPacked(matrix.shape())) {
            return matrix;
        }
        int n = order(matrix.shape());
        int[] indices = new int[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                indices[i * n + j] = CholeskyDecomposition.packedSize(Math.max(i, j)) + Math.min(i, j);
            }
        }
        return Nodes.take(matrix, Shape.of(n, n), Indices.of(indices));
    }

    /** Returns the sum, over the columns x of a matrix, of x xᵀ, in a shape: packed, or square. */
    static Node outerProducts(Shape shape, Node columns) {
        if (!isPacked(shape)) {
            return Nodes.matrixMultiply(columns, columns, false, true);
        }
        int n = order(shape);
        if (columns.shape().dimension(1) != 1) {
            return Nodes.take(Nodes.matrixMultiply(columns, columns, false, true), shape, lowerIndices(n));
        }
        int[] rows = new int[shape.size()];
        int[] across = new int[shape.size()];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                rows[at] = i;
                across[at++] = j;
            }
        }
        return Nodes.multiply(
                Nodes.take(columns, shape, Indices.of(rows)), Nodes.take(columns, shape, Indices.of(across)));
    }
}
