package org.ppl4j.distribution;

import java.util.Arrays;
import java.util.Optional;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.bijector.PositiveDefinite;
import org.ppl4j.graph.Evaluation;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Symmetric positive-definite matrices on the last two axes. */
final class PositiveDefiniteSupport implements Support {

    private static final String REQUIREMENT = "must be positive definite";

    @Override
    public boolean isDiscrete() {
        return false;
    }

    @Override
    public Optional<String> violation(double[] values, Shape shape) {
        Optional<String> wrongShape = Violations.notASquareMatrix(shape);
        if (wrongShape.isPresent()) {
            return wrongShape;
        }
        Shape matrices = Violations.leading(shape, 2);
        int size = shape.dimension(shape.rank() - 1);
        for (int k = 0; k < matrices.size(); k++) {
            int start = k * size * size;
            Optional<String> violation = wrongElement(values, shape, start, size);
            if (violation.isPresent()) {
                return violation;
            }
            int order = negativeMinor(Arrays.copyOfRange(values, start, start + size * size), size);
            if (order > 0) {
                return Optional.of(REQUIREMENT + ", got a matrix whose leading minor of order " + order
                        + " is not positive" + Violations.place(matrices, k));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> wrongElement(double[] values, Shape shape, int start, int size) {
        for (int i = 0; i < size; i++) {
            int diagonal = start + i * size + i;
            if (!(values[diagonal] > 0)) {
                return Violations.of("must have a positive diagonal", values, shape, diagonal);
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                int at = start + i * size + j;
                int across = start + j * size + i;
                if (!Double.isFinite(values[at])) {
                    return Violations.of("must be finite", values, shape, at);
                }
                double scale = Math.sqrt(values[start + i * size + i]) * Math.sqrt(values[start + j * size + j]);
                if (Math.abs(values[at] - values[across]) > Supports.TOLERANCE * scale) {
                    return Optional.of("must be symmetric, got " + values[at] + Violations.place(shape, at) + " and "
                            + values[across] + Violations.place(shape, across));
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the order of the first leading minor that is not positive, 0 if there is none. */
    private static int negativeMinor(double[] matrix, int size) {
        if (isPositiveDefinite(matrix, size, size)) {
            return 0;
        }
        int order = 1;
        while (isPositiveDefinite(matrix, size, order)) {
            order++;
        }
        return order;
    }

    private static boolean isPositiveDefinite(double[] matrix, int size, int order) {
        double[] block = new double[order * order];
        for (int i = 0; i < order; i++) {
            System.arraycopy(matrix, i * size, block, i * order, order);
        }
        Tensor factor = Tensor.of(Shape.of(order, order), block).cholesky();
        return order == 0 || !Double.isNaN(Evaluation.value(factor.node())[0]);
    }

    @Override
    public Bijector bijector() {
        return new PositiveDefinite();
    }

    @Override
    public String toString() {
        return REQUIREMENT;
    }
}
