package org.ppl4j.compile.rewrite;

import org.ppl4j.graph.Divide;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.SquareRoot;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Take;

/** Cholesky factors of small matrices, and solutions by them, written out element by element. */
public final class SmallMatrices {

    /** What makes the operations, of elements or of vectors and elements. */
    private interface Maker {

        Node apply(ElementwiseOp op, Node... operands);

        Node element(int place, Node matrix);

        Node constant(double value);
    }

    private final Maker maker;

    private SmallMatrices(Maker maker) {
        this.maker = maker;
    }

    /** Returns what writes operations as they are, to be simplified with what surrounds them. */
    public static SmallMatrices asWritten() {
        return new SmallMatrices(new Maker() {
            @Override
            public Node apply(ElementwiseOp op, Node... operands) {
                return Nodes.apply(op, operands);
            }

            @Override
            public Node element(int place, Node matrix) {
                return Nodes.take(matrix, Shape.SCALAR, Indices.range(1, place, 1));
            }

            @Override
            public Node constant(double value) {
                return Nodes.constant(value);
            }
        });
    }

    /**
     * Returns what makes operations in their simplest form.
     *
     * @param simplifier makes them
     */
    public static SmallMatrices simplified(Simplifier simplifier) {
        return new SmallMatrices(new Maker() {
            @Override
            public Node apply(ElementwiseOp op, Node... operands) {
                return simplifier.apply(op, operands);
            }

            @Override
            public Node element(int place, Node matrix) {
                return simplifier.make(new Take(Indices.range(1, place, 1), Shape.SCALAR), matrix);
            }

            @Override
            public Node constant(double value) {
                return simplifier.constant(value);
            }
        });
    }

    /** Returns the elements of a matrix, row by row. */
    public Node[][] elements(Node matrix) {
        int columns = matrix.shape().dimension(1);
        Node[][] elements = new Node[matrix.shape().dimension(0)][columns];
        for (int i = 0; i < elements.length; i++) {
            for (int j = 0; j < columns; j++) {
                elements[i][j] = maker.element(i * columns + j, matrix);
            }
        }
        return elements;
    }

    /** Returns the lower factor, row by row; NaN from where a matrix turns out not to be positive definite on. */
    public Node[][] factor(Node[][] matrix) {
        int n = matrix.length;
        Node[][] factor = new Node[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (j > i) {
                    factor[i][j] = maker.constant(0);
                    continue;
                }
                Node left = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    left = minusProduct(left, factor[i][k], factor[j][k]);
                }
                factor[i][j] = i == j ? root(left) : maker.apply(new Divide(), left, factor[j][j]);
            }
        }
        return factor;
    }

    private Node root(Node pivot) {
        return orNaN(pivot, maker.apply(new SquareRoot(), pivot));
    }

    /** Returns a number if another one is positive, else NaN. */
    public Node orNaN(Node positive, Node number) {
        Node isPositive = maker.apply(new LessThan(), maker.constant(0), positive);
        return maker.apply(new Select(), isPositive, number, maker.constant(Double.NaN));
    }

    /**
     * Returns the solution by a lower matrix, row after row, or by its transpose from the last row on.
     *
     * @param factor the lower matrix's elements
     * @param right the rows of the right side: in parts, of which each may be a number or a vector
     * @param transposed whether the matrix is transposed
     */
    public Node[][] solved(Node[][] factor, Node[][] right, boolean transposed) {
        int n = factor.length;
        Node[][] rows = new Node[n][];
        for (int step = 0; step < n; step++) {
            int i = transposed ? n - 1 - step : step;
            rows[i] = right[i].clone();
            for (int part = 0; part < right[i].length; part++) {
                Node left = right[i][part];
                for (int before = 0; before < step; before++) {
                    int k = transposed ? n - 1 - before : before;
                    left = minusProduct(left, transposed ? factor[k][i] : factor[i][k], rows[k][part]);
                }
                rows[i][part] = maker.apply(new Divide(), left, factor[i][i]);
            }
        }
        return rows;
    }

    private Node minusProduct(Node from, Node a, Node b) {
        return maker.apply(new Subtract(), from, maker.apply(new Multiply(), a, b));
    }
}
