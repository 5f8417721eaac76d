package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.Lanes;
import org.ppl4j.math.MatrixProduct;

/**
 * The product of two matrices, either of them transposed or not. If one of them is a row or a column, each element sums
 * its products, fused, in the fixed order of {@link Lanes}; else in that of {@link MatrixProduct}.
 *
 * @param transposeLeft whether the first operand is transposed before
 * @param transposeRight whether the second operand is transposed before
 */
public record MatrixMultiply(boolean transposeLeft, boolean transposeRight) implements ScratchOp {

    @Override
    public Shape shape(List<Shape> inputs) {
        Shape a = inputs.get(0);
        Shape b = inputs.get(1);
        if (a.rank() != 2 || b.rank() != 2) {
            throw new IllegalArgumentException("both operands must be matrices");
        }
        int left = a.dimension(transposeLeft ? 0 : 1);
        int right = b.dimension(transposeRight ? 1 : 0);
        if (left != right) {
            throw new IllegalArgumentException("inner sizes " + left + " and " + right + " differ");
        }
        return Shape.of(a.dimension(transposeLeft ? 1 : 0), b.dimension(transposeRight ? 0 : 1));
    }

    private int inner(Node node) {
        return node.input(0).shape().dimension(transposeLeft ? 0 : 1);
    }

    private static boolean isVector(Shape product) {
        return product.dimension(0) <= 1 || product.dimension(1) <= 1;
    }

    @Override
    public Shape scratch(Node node) {
        if (isVector(node.shape())) {
            return Shape.of(1, Lanes.COUNT * COLUMN_BLOCK);
        }
        int rows = node.shape().dimension(0);
        int columns = node.shape().dimension(1);
        return Shape.of(
                MatrixProduct.scratchRows(rows, inner(node), columns), MatrixProduct.scratchColumns(rows, columns));
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output, double[][] scratch) {
        Shape a = node.input(0).shape();
        Shape b = node.input(1).shape();
        int inner = inner(node);
        int rows = node.shape().dimension(0);
        int columns = node.shape().dimension(1);
        int aRow = transposeLeft ? 1 : inner;
        int aInner = transposeLeft ? a.dimension(1) : 1;
        int bColumn = transposeRight ? inner : 1;
        int bInner = transposeRight ? 1 : b.dimension(1);
        if (!isVector(node.shape())) {
            MatrixProduct.multiply(
                    inputs[0], aRow, aInner, inputs[1], bInner, bColumn, rows, inner, columns, output, scratch);
            return;
        }
        if (transposeLeft || (inner > 64 && bInner != 1)) {
            accumulateOuterProducts(scratch[0], inputs, output, rows, columns, inner, aRow, aInner, bColumn, bInner);
            return;
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                output[i * columns + j] = product(inputs, i * aRow, aInner, j * bColumn, bInner, inner);
            }
        }
    }

    private static double product(double[][] inputs, int a, int aStep, int b, int bStep, int inner) {
        if (aStep == 1 && bStep == 1) {
            return Lanes.dot(inputs[0], a, inputs[1], b, inner);
        }
        double l0 = 0;
        double l1 = 0;
        double l2 = 0;
        double l3 = 0;
        double l4 = 0;
        double l5 = 0;
        double l6 = 0;
        double l7 = 0;
        double[] x = inputs[0];
        double[] y = inputs[1];
        int k = 0;
        for (; k + 8 <= inner; k += 8) {
            l0 = Math.fma(x[a + k * aStep], y[b + k * bStep], l0);
            l1 = Math.fma(x[a + (k + 1) * aStep], y[b + (k + 1) * bStep], l1);
            l2 = Math.fma(x[a + (k + 2) * aStep], y[b + (k + 2) * bStep], l2);
            l3 = Math.fma(x[a + (k + 3) * aStep], y[b + (k + 3) * bStep], l3);
            l4 = Math.fma(x[a + (k + 4) * aStep], y[b + (k + 4) * bStep], l4);
            l5 = Math.fma(x[a + (k + 5) * aStep], y[b + (k + 5) * bStep], l5);
            l6 = Math.fma(x[a + (k + 6) * aStep], y[b + (k + 6) * bStep], l6);
            l7 = Math.fma(x[a + (k + 7) * aStep], y[b + (k + 7) * bStep], l7);
        }
        for (; k < inner; k++) {
            double p = x[a + k * aStep];
            double q = y[b + k * bStep];
            switch (k & 7) {
                case 0 -> l0 = Math.fma(p, q, l0);
                case 1 -> l1 = Math.fma(p, q, l1);
                case 2 -> l2 = Math.fma(p, q, l2);
                case 3 -> l3 = Math.fma(p, q, l3);
                case 4 -> l4 = Math.fma(p, q, l4);
                case 5 -> l5 = Math.fma(p, q, l5);
                default -> l6 = Math.fma(p, q, l6);
            }
        }
        return ((l0 + l1) + (l2 + l3)) + ((l4 + l5) + (l6 + l7));
    }

    /** Goes through both operands in memory order; the lanes of a block of results are kept beside it. */
    private static void accumulateOuterProducts(
            double[] sums,
            double[][] inputs,
            double[] output,
            int rows,
            int columns,
            int inner,
            int aRow,
            int aInner,
            int bColumn,
            int bInner) {
        if (aRow == 1 && columns < rows) {
            // The transposed product, so that the inner loop runs along the rows of the first operand.
            double[] x = inputs[0];
            double[] y = inputs[1];
            for (int j = 0; j < columns; j++) {
                accumulate(sums, y, j * bColumn, bInner, x, 0, 1, aInner, inner, rows, output, j, columns);
            }
            return;
        }
        for (int i = 0; i < rows; i++) {
            accumulate(
                    sums,
                    inputs[0],
                    i * aRow,
                    aInner,
                    inputs[1],
                    0,
                    bColumn,
                    bInner,
                    inner,
                    columns,
                    output,
                    i * columns,
                    1);
        }
    }

    /** Computes {@code out[j] = sum over k of p[k] q[k, j]}, with steps through p, q and out. */
    private static void accumulate(
            double[] sums,
            double[] p,
            int pStart,
            int pStep,
            double[] q,
            int qStart,
            int qColumn,
            int qInner,
            int inner,
            int columns,
            double[] out,
            int outStart,
            int outStep) {
        for (int j0 = 0; j0 < columns; j0 += COLUMN_BLOCK) {
            int width = Math.min(COLUMN_BLOCK, columns - j0);
            Arrays.fill(sums, 0, 8 * width, 0);
            for (int k = 0; k < inner; k++) {
                double factor = p[pStart + k * pStep];
                int lane = (k & 7) * width;
                int from = qStart + j0 * qColumn + k * qInner;
                if (qColumn == 1) {
                    for (int j = 0; j < width; j++) {
                        sums[lane + j] = Math.fma(factor, q[from + j], sums[lane + j]);
                    }
                } else {
                    for (int j = 0; j < width; j++) {
                        sums[lane + j] = Math.fma(factor, q[from + j * qColumn], sums[lane + j]);
                    }
                }
            }
            for (int j = 0; j < width; j++) {
                out[outStart + (j0 + j) * outStep] = Lanes.finish(sums, j, width);
            }
        }
    }

    private static final int COLUMN_BLOCK = 64;

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node a = node.input(0);
        Node b = node.input(1);
        Node left = transposeLeft
                ? Nodes.matrixMultiply(b, adjoint, transposeRight, true)
                : Nodes.matrixMultiply(adjoint, b, false, !transposeRight);
        Node right = transposeRight
                ? Nodes.matrixMultiply(adjoint, a, true, transposeLeft)
                : Nodes.matrixMultiply(a, adjoint, !transposeLeft, false);
        return List.of(left, right);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MatrixMultiply that
                && transposeLeft == that.transposeLeft
                && transposeRight == that.transposeRight;
    }

    @Override
    public int hashCode() {
        return (transposeLeft ? 2 : 0) + (transposeRight ? 1 : 0);
    }
}
