package org.ppl4j.distribution;

import java.util.Optional;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.bijector.CholeskyFactor;
import org.ppl4j.bijector.CorrelationCholesky;
import org.ppl4j.graph.Shape;

/** Lower triangular matrices with a positive diagonal, on the last two axes, and if wanted with rows of norm one. */
final class CholeskyFactorSupport implements Support {

    private final boolean unitRows;

    CholeskyFactorSupport(boolean unitRows) {
        this.unitRows = unitRows;
    }

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
        int size = shape.dimension(shape.rank() - 1);
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            int row = i / size % size;
            int column = i % size;
            double value = values[i];
            if (column > row) {
                if (value != 0) {
                    return Violations.of("must be lower triangular", values, shape, i);
                }
            } else if (column == row && !(value > 0)) {
                return Violations.of("must have a positive diagonal", values, shape, i);
            } else if (!Double.isFinite(value)) {
                return Violations.of("must be finite", values, shape, i);
            }
            squares = column == 0 ? value * value : squares + value * value;
            if (unitRows && column == size - 1 && !(Math.abs(squares - 1) <= Supports.TOLERANCE)) {
                return Optional.of("must have rows of norm 1, got a norm of " + Math.sqrt(squares)
                        + Violations.place(Violations.leading(shape, 1), i / size));
            }
        }
        return Optional.empty();
    }

    @Override
    public Bijector bijector() {
        return unitRows ? new CorrelationCholesky() : new CholeskyFactor();
    }

    @Override
    public String toString() {
        return "must be lower triangular with a positive diagonal" + (unitRows ? " and rows of norm 1" : "");
    }
}
