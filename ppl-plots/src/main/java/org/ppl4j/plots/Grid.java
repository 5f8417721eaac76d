package org.ppl4j.plots;

import java.util.function.DoubleBinaryOperator;

/** Values of a function of the plane on a regular grid: what a contour picture is drawn from. */
public final class Grid {

    private final double xMin;
    private final double xMax;
    private final double yMin;
    private final double yMax;
    private final double[][] values;

    private Grid(double xMin, double xMax, double yMin, double yMax, double[][] values) {
        this.xMin = xMin;
        this.xMax = xMax;
        this.yMin = yMin;
        this.yMax = yMax;
        this.values = values;
    }

    /**
     * Returns a grid of given values.
     *
     * @param xMin the x of the first column
     * @param xMax the x of the last column
     * @param yMin the y of the first row
     * @param yMax the y of the last row
     * @param values the values, {@code values[row][column]}: rows run from low to high y, columns from low to high x
     */
    public static Grid of(double xMin, double xMax, double yMin, double yMax, double[][] values) {
        Check.interval("The x of a grid", xMin, xMax);
        Check.interval("The y of a grid", yMin, yMax);
        int columns = values.length == 0 ? 0 : values[0].length;
        requireSize(columns, values.length);
        double[][] copy = new double[values.length][];
        for (int row = 0; row < values.length; row++) {
            if (values[row].length != columns) {
                throw new IllegalArgumentException("Row " + row + " of the grid has " + values[row].length
                        + " values but row 0 has " + columns + ". Give rows of the same length.");
            }
            copy[row] = values[row].clone();
        }
        Grid grid = new Grid(xMin, xMax, yMin, yMax, copy);
        grid.requireFinite();
        return grid;
    }

    /**
     * Returns the values of a function on a regular grid.
     *
     * @param xMin the lowest x
     * @param xMax the highest x
     * @param columns how many values of x, evenly spaced, both ends included
     * @param yMin the lowest y
     * @param yMax the highest y
     * @param rows how many values of y
     * @param function gives the value at (x, y)
     */
    public static Grid evaluate(
            double xMin, double xMax, int columns, double yMin, double yMax, int rows, DoubleBinaryOperator function) {
        Check.interval("The x of a grid", xMin, xMax);
        Check.interval("The y of a grid", yMin, yMax);
        requireSize(columns, rows);
        Grid grid = new Grid(xMin, xMax, yMin, yMax, new double[rows][columns]);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                grid.values[row][column] = function.applyAsDouble(grid.x(column), grid.y(row));
            }
        }
        grid.requireFinite();
        return grid;
    }

    /** Returns the number of values of x. */
    public int columns() {
        return values[0].length;
    }

    /** Returns the number of values of y. */
    public int rows() {
        return values.length;
    }

    /**
     * Returns the x of a column.
     *
     * @param column which column, from 0 at the lowest x
     */
    public double x(int column) {
        return between(xMin, xMax, column, columns());
    }

    /**
     * Returns the y of a row.
     *
     * @param row which row, from 0 at the lowest y
     */
    public double y(int row) {
        return between(yMin, yMax, row, rows());
    }

    /**
     * Returns a value.
     *
     * @param column which column
     * @param row which row
     */
    public double value(int column, int row) {
        return values[row][column];
    }

    void copyRow(int row, double[] target, int offset) {
        System.arraycopy(values[row], 0, target, offset, columns());
    }

    double xMin() {
        return xMin;
    }

    double xMax() {
        return xMax;
    }

    double yMin() {
        return yMin;
    }

    double yMax() {
        return yMax;
    }

    boolean sameShape(Grid other) {
        return xMin == other.xMin
                && xMax == other.xMax
                && yMin == other.yMin
                && yMax == other.yMax
                && rows() == other.rows()
                && columns() == other.columns();
    }

    /** Returns a finer grid through the same values, at least as many points a side as asked, without new extremes. */
    Grid refined(int points) {
        double[][] alongX = new double[rows()][];
        for (int row = 0; row < rows(); row++) {
            alongX[row] = MonotoneCubic.refine(values[row], factor(columns(), points));
        }
        return new Grid(
                xMin,
                xMax,
                yMin,
                yMax,
                transposed(MonotoneCubic.refineAll(transposed(alongX), factor(rows(), points))));
    }

    @Override
    public String toString() {
        return "Grid[" + columns() + " columns, x " + xMin + " to " + xMax + "; " + rows() + " rows, y " + yMin + " to "
                + yMax + "]";
    }

    private static int factor(int coarse, int fine) {
        return Math.max(1, (fine + coarse - 3) / (coarse - 1));
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] result = new double[matrix[0].length][matrix.length];
        for (int row = 0; row < matrix.length; row++) {
            for (int column = 0; column < matrix[row].length; column++) {
                result[column][row] = matrix[row][column];
            }
        }
        return result;
    }

    private static double between(double low, double high, int index, int count) {
        return index == count - 1 ? high : low + (high - low) * index / (count - 1);
    }

    private static void requireSize(int columns, int rows) {
        if (columns < 2 || rows < 2) {
            throw new IllegalArgumentException("A grid needs at least 2 columns and 2 rows, got " + columns
                    + " columns and " + rows + " rows. 25 of each make smooth contours.");
        }
    }

    private void requireFinite() {
        for (int row = 0; row < rows(); row++) {
            for (int column = 0; column < columns(); column++) {
                if (!Double.isFinite(values[row][column])) {
                    throw new IllegalArgumentException("The value of the grid at x = " + x(column) + ", y = " + y(row)
                            + " (column " + column + ", row " + row + ") must be finite, got " + values[row][column]
                            + ". A contour cannot pass through it: correct the function.");
                }
            }
        }
    }
}
