package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is left of the data of a linear model once its sums of squares are known: from these numbers the sum of squares
 * Σᵢ wᵢ² (Σⱼ xᵢⱼ pⱼ - yᵢ)² of each group of rows i is found, at any coefficients p, without the rows.
 *
 * <p>With a {@linkplain #shift shift} b near the least-squares solution, {@linkplain #centre centres} c, a triangular
 * {@linkplain #factor factor} R, a {@linkplain #projection projection} h and a {@linkplain #unit unit} u near the largest
 * element of the target, so that no square overflows:
 *
 * <pre>
 *     d = p - b
 *     d₀ = p₀ - b₀ + Σⱼ cⱼ dⱼ      only if the first column is the constant one
 *     sum of squares = u² (‖R d - h‖² + rest)
 * </pre>
 *
 * <p>Where the target is far from zero, or its columns are, the digits that cancel do so in b, c and h, which are found
 * from the rows themselves; the sums of products X'X and X'y, which lose them, are never formed. Without a target there is
 * neither shift nor projection nor rest. Not differentiable: the operands are data.
 *
 * <p>The result has a row for each of these numbers, and a column for each group.
 *
 * @param columns the columns x beside the constant one
 * @param hasConstant whether there is a column of ones before these
 * @param target the column y
 * @param weight the column w, by default ones
 * @param groups the group of each row, from 0
 * @param groupCount the number of groups
 */
public record LeastSquares(
        List<Column> columns,
        boolean hasConstant,
        @Nullable Column target,
        @Nullable Column weight,
        Indices groups,
        int groupCount)
        implements Op {

    /**
     * A column of the data.
     *
     * @param operand the operand that it is part of
     * @param elements the operand's flat element for each row
     */
    public record Column(int operand, Indices elements) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Column that && operand == that.operand && elements.equals(that.elements);
        }

        @Override
        public int hashCode() {
            return Objects.hash(operand, elements);
        }
    }

    /** Returns the number of coefficients. */
    public int coefficients() {
        return columns.size() + (hasConstant ? 1 : 0);
    }

    /** Returns the number of numbers for each group. */
    public int parts() {
        return unit() + 1;
    }

    /**
     * Returns the place of what to subtract from a coefficient.
     *
     * @param coefficient which; the first is that of the constant column, if there is one
     */
    public int shift(int coefficient) {
        return coefficient;
    }

    /**
     * Returns the place of a column's centre.
     *
     * @param coefficient the column's coefficient, not the constant column's
     */
    public int centre(int coefficient) {
        return (target == null ? 0 : coefficients()) + coefficient - 1;
    }

    /**
     * Returns the place of an element of the triangular factor.
     *
     * @param row the row
     * @param column the column, not less than the row
     */
    public int factor(int row, int column) {
        int first = hasConstant ? centre(coefficients()) : shift(target == null ? 0 : coefficients());
        return first + row * coefficients() - row * (row - 1) / 2 + column - row;
    }

    /**
     * Returns the place of an element of the projection.
     *
     * @param row the row
     */
    public int projection(int row) {
        return factor(coefficients(), coefficients()) + row;
    }

    /** Returns the place of the rest. */
    public int rest() {
        return projection(coefficients());
    }

    /** Returns the place of the unit, a power of two. */
    public int unit() {
        return target == null ? projection(0) : rest() + 1;
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return Shape.of(parts(), groupCount);
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        int rows = groups.size();
        LeastSquaresRows data = new LeastSquaresRows(this, inputs);
        if (groupCount == 1) {
            data.reduce(0, 0, rows, output);
            return;
        }
        int[] starts = new int[groupCount + 1];
        for (int i = 0; i < rows; i++) {
            starts[groups.at(i) + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        int[] next = starts.clone();
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            order[next[groups.at(i)]++] = i;
        }
        data.visitIn(order);
        for (int group = 0; group < groupCount; group++) {
            data.reduce(group, starts[group], starts[group + 1], output);
        }
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        throw new UnsupportedOperationException(
                "The statistics of a linear model are of its data, and are not differentiated.");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LeastSquares that
                && hasConstant == that.hasConstant
                && groupCount == that.groupCount
                && columns.equals(that.columns)
                && Objects.equals(target, that.target)
                && Objects.equals(weight, that.weight)
                && groups.equals(that.groups);
    }

    @Override
    public int hashCode() {
        return Objects.hash(columns, hasConstant, target, weight, groups, groupCount);
    }
}
