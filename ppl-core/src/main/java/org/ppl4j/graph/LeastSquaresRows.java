package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.Lanes;

/** The rows of {@link LeastSquares}, and what becomes of a group of them. */
final class LeastSquaresRows {

    private static final int BLOCK = 256;

    /** A column that keeps less than this part of its length, once the columns before are taken out, is not solved for. */
    private static final double NEARLY_DEPENDENT = 0.1;

    /**
     * Nor is one that is solved by so many times the target's largest element in the constant: it is nearly constant itself, its
     * coefficient would be as large, and what is subtracted from that would lose as many digits.
     */
    private static final double LARGEST_OFFSET = 30;

    /** What is left of a column that keeps no more than this part of its length is but rounding. */
    private static final double DEPENDENT = 1e-14;

    private final LeastSquares op;
    private final int coefficients;

    /** The column that a coefficient belongs to; null for the constant one. */
    private final @Nullable ScaledColumn[] columns;

    private final @Nullable ScaledColumn target;
    private final @Nullable ScaledColumn weight;
    private int @Nullable [] order;

    LeastSquaresRows(LeastSquares op, double[][] inputs) {
        this.op = op;
        this.coefficients = op.coefficients();
        this.columns = new ScaledColumn[coefficients];
        List<LeastSquares.Column> given = op.columns();
        for (int k = 0; k < given.size(); k++) {
            columns[k + coefficients - given.size()] = ScaledColumn.of(given.get(k), inputs);
        }
        LeastSquares.Column y = op.target();
        LeastSquares.Column w = op.weight();
        this.target = y == null ? null : ScaledColumn.of(y, inputs);
        this.weight = w == null ? null : ScaledColumn.of(w, inputs);
    }

    /** Sets the order in which the rows are visited, by default their own. */
    void visitIn(int[] rowOrder) {
        this.order = rowOrder;
    }

    private int row(int visit) {
        return order == null ? visit : order[visit];
    }

    private double weight(int row) {
        return weight == null ? 1 : weight.at(row);
    }

    /** Writes the numbers of the group whose rows are visited in a stretch. */
    void reduce(int group, int from, int to, double[] output) {
        Output out = new Output(output, group, op.groupCount());
        int unusual = notFinite(from, to);
        if (unusual >= 0) {
            keepOnly(unusual, out);
            return;
        }
        double[] centres = new double[coefficients];
        double targetCentre = 0;
        if (op.hasConstant()) {
            for (int k = 1; k < coefficients; k++) {
                centres[k] = mean(columns[k], from, to);
            }
            targetCentre = target == null ? 0 : mean(target, from, to);
        }
        ScaledColumn y = target;
        int width = coefficients + (y == null ? 0 : 1);
        TriangularReduction reduction = new TriangularReduction(width);
        double[] block = new double[width * BLOCK];
        for (int at = from; at < to; at += BLOCK) {
            int rows = Math.min(BLOCK, to - at);
            fill(block, at, rows, centres);
            for (int i = 0; y != null && i < rows; i++) {
                int row = row(at + i);
                block[coefficients * BLOCK + i] = (y.at(row) - targetCentre) * weight(row);
            }
            reduction.add(block, BLOCK, rows);
        }
        double[] factor = reduction.finish();
        for (int j = 0; j < coefficients; j++) {
            if (op.hasConstant() && j > 0) {
                out.put(op.centre(j), centres[j], exponent(j));
            }
            for (int k = j; k < coefficients; k++) {
                out.put(op.factor(j, k), factor[j * width + k], exponent(k) - exponentOf(y));
            }
        }
        out.put(op.unit(), 1, exponentOf(y) + exponentOf(weight));
        if (y != null) {
            double[] shift = solve(factor, centres, targetCentre);
            project(y, factor, centres, shift, from, to, out);
        }
    }

    /** Returns a row with a number that is not one, else one with an infinite number; -1 if there is none. */
    private int notFinite(int from, int to) {
        int infinite = -1;
        for (int at = from; at < to; at++) {
            int row = row(at);
            double sum = Math.abs(weight(row)) + (target == null ? 0 : Math.abs(target.at(row)));
            for (ScaledColumn column : columns) {
                sum += column == null ? 0 : Math.abs(column.at(row));
            }
            if (Double.isNaN(sum)) {
                return row;
            }
            infinite = sum == Double.POSITIVE_INFINITY ? row : infinite;
        }
        return infinite;
    }

    /**
     * Writes a row that is infinite, beside which the others do not count, as it is: the first of the factor and the
     * projection. Of its columns half are centres, so that derivatives do not come of zero times infinity.
     */
    private void keepOnly(int row, Output out) {
        for (int part = 0; part < op.parts(); part++) {
            out.put(part, 0, 0);
        }
        for (int k = 0; k < coefficients; k++) {
            ScaledColumn column = columns[k];
            double x = column == null ? 1 : column.at(row);
            if (op.hasConstant() && k > 0) {
                x /= 2;
                out.put(op.centre(k), x, exponent(k));
            }
            out.put(op.factor(0, k), x * weight(row), exponent(k) - exponentOf(target));
        }
        out.put(op.unit(), 1, exponentOf(target) + exponentOf(weight));
        if (target != null) {
            out.put(op.projection(0), target.at(row) * weight(row), 0);
        }
    }

    private int exponent(int coefficient) {
        return exponentOf(columns[coefficient]);
    }

    private static int exponentOf(@Nullable ScaledColumn column) {
        return column == null ? 0 : column.exponent();
    }

    /** Where the numbers of a group go. */
    private static final class Output {

        private final double[] numbers;
        private final int group;
        private final int groups;

        Output(double[] numbers, int group, int groups) {
            this.numbers = numbers;
            this.group = group;
            this.groups = groups;
        }

        void put(int part, double value, int exponent) {
            numbers[part * groups + group] = Math.scalb(value, exponent);
        }
    }

    private double mean(@Nullable ScaledColumn column, int from, int to) {
        double total = 0;
        double weights = 0;
        for (int at = from; at < to; at++) {
            int row = row(at);
            double square = weight(row) * weight(row);
            total = Math.fma(square, column == null ? 1 : column.at(row), total);
            weights += square;
        }
        return weights == 0 ? 0 : total / weights;
    }

    /** Fills a block with weighted rows, the target left out. */
    private void fill(double[] block, int at, int rows, double[] centres) {
        for (int k = 0; k < coefficients; k++) {
            ScaledColumn column = columns[k];
            for (int i = 0; i < rows; i++) {
                int row = row(at + i);
                block[k * BLOCK + i] = (column == null ? 1 : column.at(row) - centres[k]) * weight(row);
            }
        }
    }

    /** Whether a column keeps more than a part of its length once the columns before are taken out. */
    private boolean keeps(double[] factor, int column, double part) {
        int width = coefficients + 1;
        double length = 0;
        for (int i = 0; i <= column; i++) {
            length = StrictMath.hypot(length, factor[i * width + column]);
        }
        return Math.abs(factor[column * width + column]) > part * length;
    }

    /** Returns coefficients near the least-squares solution, zero for columns that nearly depend on those before. */
    private double[] solve(double[] factor, double[] centres, double targetCentre) {
        int width = coefficients + 1;
        double[] solution = new double[coefficients];
        for (int j = coefficients - 1; j >= 0; j--) {
            double rest = factor[j * width + coefficients];
            for (int k = j + 1; k < coefficients; k++) {
                rest = Math.fma(-factor[j * width + k], solution[k], rest);
            }
            double quotient = rest / factor[j * width + j];
            boolean isSolved = keeps(factor, j, NEARLY_DEPENDENT) && Math.abs(quotient * centres[j]) < LARGEST_OFFSET;
            solution[j] = isSolved && Double.isFinite(quotient) ? quotient : 0;
        }
        if (op.hasConstant()) {
            double constant = solution[0] + targetCentre;
            for (int k = 1; k < coefficients; k++) {
                constant = Math.fma(-centres[k], solution[k], constant);
            }
            solution[0] = constant;
        }
        return solution;
    }

    /** Projects what the shift leaves of the target onto the columns. */
    private void project(
            ScaledColumn y, double[] factor, double[] centres, double[] shift, int from, int to, Output out) {
        int width = coefficients + 1;
        double[] block = new double[width * BLOCK];
        double[] products = new double[width];
        for (int at = from; at < to; at += BLOCK) {
            int rows = Math.min(BLOCK, to - at);
            fill(block, at, rows, centres);
            for (int i = 0; i < rows; i++) {
                int row = row(at + i);
                block[coefficients * BLOCK + i] = residual(y, shift, row) * weight(row);
            }
            for (int k = 0; k < width; k++) {
                products[k] += Lanes.dot(block, k * BLOCK, block, coefficients * BLOCK, rows);
            }
        }
        double rest = products[coefficients];
        double[] projection = new double[coefficients];
        for (int j = 0; j < coefficients; j++) {
            double left = products[j];
            for (int i = 0; i < j; i++) {
                left = Math.fma(-factor[i * width + j], projection[i], left);
            }
            projection[j] = keeps(factor, j, DEPENDENT) ? left / factor[j * width + j] : 0;
            rest = Math.fma(-projection[j], projection[j], rest);
            out.put(op.shift(j), shift[j], y.exponent() - exponent(j));
            out.put(op.projection(j), projection[j], 0);
        }
        out.put(op.rest(), rest, 0);
    }

    /** Returns the target less what the shift predicts, in twice the precision (Ogita, Rump and Oishi, 2005, Dot2). */
    private double residual(ScaledColumn y, double[] shift, int row) {
        double sum = y.at(row);
        double error = 0;
        for (int k = 0; k < coefficients; k++) {
            ScaledColumn column = columns[k];
            double x = column == null ? 1 : column.at(row);
            double product = -x * shift[k];
            double next = sum + product;
            double part = next - sum;
            error += (sum - (next - part)) + (product - part) + Math.fma(-x, shift[k], -product);
            sum = next;
        }
        return sum + error;
    }
}
