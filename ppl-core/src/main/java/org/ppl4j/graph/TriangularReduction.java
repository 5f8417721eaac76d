package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.Lanes;

/**
 * Reduces the rows of a tall matrix A, block by block, to the triangular factor R of its QR decomposition, so that
 * ‖A p‖ = ‖R p‖ for every p. Unlike A'A it does not square the condition number.
 *
 * <p>Blocks are reduced by Householder reflections (Golub and Van Loan, "Matrix Computations", section 5.2), their factors
 * pairwise as in a tournament, so that rounding errors grow with the logarithm of the number of blocks (Demmel, Grigori,
 * Hoemmen and Langou, "Communication-optimal parallel and sequential QR and LU factorizations", 2012).
 */
final class TriangularReduction {

    /**
     * Columns are scaled so that their largest elements are near one. Of one that depends on those before rounding leaves 1e-16, of
     * the next one that does 1e-32, and so on: what has no more squares than this is left out, before the square underflows.
     */
    private static final double NEGLIGIBLE = 1e-250;

    private final int columns;

    /** The factor of 2^k blocks at place k, or null; as in a binary counter. */
    private final List<double @Nullable []> factors = new ArrayList<>();

    TriangularReduction(int columns) {
        this.columns = columns;
    }

    /**
     * Adds rows.
     *
     * @param block the rows, column after column; overwritten
     * @param stride the distance from one column to the next
     * @param rows the number of rows
     */
    void add(double[] block, int stride, int rows) {
        double[] carried = new double[columns * columns];
        eliminate(carried, block, stride, rows);
        int level = 0;
        for (; level < factors.size(); level++) {
            double[] other = factors.get(level);
            if (other == null) {
                break;
            }
            merge(other, carried);
            carried = other;
            factors.set(level, null);
        }
        if (level == factors.size()) {
            factors.add(carried);
        } else {
            factors.set(level, carried);
        }
    }

    /** Returns the upper triangular factor of all rows, row-major. */
    double[] finish() {
        double[] total = new double[columns * columns];
        for (double[] factor : factors) {
            if (factor != null) {
                merge(total, factor);
            }
        }
        return total;
    }

    private void merge(double[] into, double[] factor) {
        double[] transposed = new double[columns * columns];
        for (int i = 0; i < columns; i++) {
            for (int j = i; j < columns; j++) {
                transposed[j * columns + i] = factor[i * columns + j];
            }
        }
        eliminate(into, transposed, columns, columns);
    }

    /** Reflects rows into a triangular factor. */
    private void eliminate(double[] factor, double[] block, int stride, int rows) {
        for (int j = 0; j < columns; j++) {
            double below = Lanes.dot(block, j * stride, block, j * stride, rows);
            if (below < NEGLIGIBLE) {
                continue;
            }
            double diagonal = factor[j * columns + j];
            double norm = Math.sqrt(diagonal * diagonal + below);
            double reflected = diagonal > 0 ? -norm : norm;
            double head = diagonal - reflected;
            double scale = -1 / (reflected * head);
            factor[j * columns + j] = reflected;
            for (int k = j + 1; k < columns; k++) {
                double above = factor[j * columns + k];
                double step = scale * Math.fma(head, above, Lanes.dot(block, j * stride, block, k * stride, rows));
                factor[j * columns + k] = Math.fma(-step, head, above);
                for (int i = 0; i < rows; i++) {
                    block[k * stride + i] = Math.fma(-step, block[j * stride + i], block[k * stride + i]);
                }
            }
        }
    }
}
