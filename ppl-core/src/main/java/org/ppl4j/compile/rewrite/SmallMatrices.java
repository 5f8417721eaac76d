package org.ppl4j.compile.rewrite;

import org.ppl4j.graph.Indices;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.SquareRoot;

/** Cholesky factors of small matrices, and solutions by them, written out element by element. */
public final class SmallMatrices {

    private SmallMatrices() {}

    /** Returns the elements of a matrix, row by row. */
    public static Node[][] elements(Node matrix) {
        int columns = matrix.shape().dimension(1);
        Node[][] elements = new Node[matrix.shape().dimension(0)][columns];
        for (int i = 0; i < elements.length; i++) {
            for (int j = 0; j < columns; j++) {
                elements[i][j] = Nodes.take(matrix, Shape.SCALAR, Indices.range(1, i * columns + j, 1));
            }
        }
        return elements;
    }

    /** Returns the lower factor, row by row; NaN from where a matrix turns out not to be positive definite on. */
    public static Node[][] factor(Node[][] matrix) {
        int n = matrix.length;
        Node[][] factor = new Node[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (j > i) {
                    factor[i][j] = Nodes.constant(0);
                    continue;
                }
                Node left = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    left = Nodes.subtract(left, Nodes.multiply(factor[i][k], factor[j][k]));
                }
                factor[i][j] = i == j ? root(left) : Nodes.divide(left, factor[j][j]);
            }
        }
        return factor;
    }

    private static Node root(Node pivot) {
        Node isPositive = Node.of(new LessThan(), Nodes.constant(0), pivot);
        return Nodes.select(isPositive, Node.of(new SquareRoot(), pivot), Nodes.constant(Double.NaN));
    }

    /**
     * Returns the solution by a lower matrix, row after row, or by its transpose from the last row on.
     *
     * @param factor the lower matrix's elements
     * @param right the rows of the right side: in parts, of which each may be a number or a vector
     * @param transposed whether the matrix is transposed
     */
    public static Node[][] solved(Node[][] factor, Node[][] right, boolean transposed) {
        int n = factor.length;
        Node[][] rows = new Node[n][];
        for (int step = 0; step < n; step++) {
            int i = transposed ? n - 1 - step : step;
            rows[i] = right[i].clone();
            for (int part = 0; part < right[i].length; part++) {
                Node left = right[i][part];
                for (int before = 0; before < step; before++) {
                    int k = transposed ? n - 1 - before : before;
                    Node coefficient = transposed ? factor[k][i] : factor[i][k];
                    left = Nodes.subtract(left, Nodes.multiply(coefficient, rows[k][part]));
                }
                rows[i][part] = Nodes.divide(left, factor[i][i]);
            }
        }
        return rows;
    }
}
