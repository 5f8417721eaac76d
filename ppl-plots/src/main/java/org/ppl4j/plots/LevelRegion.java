package org.ppl4j.plots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The part of the plane where a gridded function is at least some level, as closed rings: marching squares.
 *
 * <p>Rings run with the region on their left. Filling all rings of a level by the even-odd rule fills the region, holes
 * excluded. Regions of rising levels painted over one another make filled contours without gaps between bands.
 */
final class LevelRegion {

    // Edges of a cell, counter-clockwise from the bottom. For each of the sixteen patterns of corners inside (bit 0 the
    // lower left, then counter-clockwise), the edges by which the boundary enters and leaves, region on the left.
    private static final int[][] SEGMENTS = {
        {}, {0, 3}, {1, 0}, {1, 3}, {2, 1}, {0, 3, 2, 1}, {2, 0}, {2, 3},
        {3, 2}, {0, 2}, {1, 0, 3, 2}, {1, 2}, {3, 1}, {0, 1}, {3, 0}, {}
    };
    // The two patterns with opposite corners inside, where the centre is inside too.
    private static final int[] JOINED_LOWER_LEFT = {0, 1, 2, 3};
    private static final int[] JOINED_LOWER_RIGHT = {3, 0, 1, 2};

    private final Grid grid;
    private final double level;
    private final int width;
    private final int height;
    private final double[] values;
    private final int[] next;

    private LevelRegion(Grid grid, double level) {
        this.grid = grid;
        this.level = level;
        // A frame of "outside" of no thickness around the grid closes every ring.
        this.width = grid.columns() + 2;
        this.height = grid.rows() + 2;
        this.values = new double[width * height];
        Arrays.fill(values, Double.NEGATIVE_INFINITY);
        for (int row = 0; row < grid.rows(); row++) {
            grid.copyRow(row, values, (row + 1) * width + 1);
        }
        // For each edge the one at which the boundary goes on, plus one; zero where it does not pass.
        this.next = new int[2 * width * height];
    }

    /** Returns the rings as x, y, x, y ...; the last point is not the first again. */
    static List<double[]> rings(Grid grid, double level) {
        return new LevelRegion(grid, level).trace();
    }

    /** Returns rings cut open where they follow the border of the grid: the contour lines proper. */
    static List<double[]> lines(Grid grid, List<double[]> rings) {
        List<double[]> lines = new ArrayList<>();
        for (double[] ring : rings) {
            int points = ring.length / 2;
            int start = 0;
            while (start < points && !alongBorder(grid, ring, start)) {
                start++;
            }
            boolean closed = start == points;
            double[] line = new double[ring.length + 2];
            int used = 0;
            for (int step = 0; step < points; step++) {
                int from = closed ? step : (start + step) % points;
                if (alongBorder(grid, ring, from)) {
                    used = finish(lines, line, used);
                    continue;
                }
                if (used == 0) {
                    line[used++] = ring[2 * from];
                    line[used++] = ring[2 * from + 1];
                }
                int to = (from + 1) % points;
                line[used++] = ring[2 * to];
                line[used++] = ring[2 * to + 1];
            }
            finish(lines, line, used);
        }
        return lines;
    }

    private static int finish(List<double[]> lines, double[] line, int used) {
        if (used > 0) {
            lines.add(Arrays.copyOf(line, used));
        }
        return 0;
    }

    private static boolean alongBorder(Grid grid, double[] ring, int from) {
        int to = (from + 1) % (ring.length / 2);
        double x = ring[2 * from];
        double y = ring[2 * from + 1];
        boolean vertical = x == ring[2 * to] && (x == grid.xMin() || x == grid.xMax());
        boolean horizontal = y == ring[2 * to + 1] && (y == grid.yMin() || y == grid.yMax());
        return vertical || horizontal;
    }

    private List<double[]> trace() {
        int[] edges = new int[256];
        int used = 0;
        for (int row = 0; row < height - 1; row++) {
            int lowerLeft = row * width;
            boolean lower = values[lowerLeft] >= level;
            boolean upper = values[lowerLeft + width] >= level;
            for (int column = 0; column < width - 1; column++, lowerLeft++) {
                boolean nextLower = values[lowerLeft + 1] >= level;
                boolean nextUpper = values[lowerLeft + width + 1] >= level;
                if (lower != nextLower || lower != upper || lower != nextUpper) {
                    int pattern = (lower ? 1 : 0) | (nextLower ? 2 : 0) | (nextUpper ? 4 : 0) | (upper ? 8 : 0);
                    int[] segments = segments(pattern, lowerLeft);
                    for (int k = 0; k < segments.length; k += 2) {
                        int from = edge(lowerLeft, segments[k]);
                        next[from] = edge(lowerLeft, segments[k + 1]) + 1;
                        if (used == edges.length) {
                            edges = Arrays.copyOf(edges, 2 * used);
                        }
                        edges[used++] = from;
                    }
                }
                lower = nextLower;
                upper = nextUpper;
            }
        }
        List<double[]> rings = new ArrayList<>();
        for (int i = 0; i < used; i++) {
            if (next[edges[i]] > 0) {
                rings.add(ring(edges[i]));
            }
        }
        return rings;
    }

    private int[] segments(int pattern, int lowerLeft) {
        if (pattern == 5 || pattern == 10) {
            double sum = values[lowerLeft]
                    + values[lowerLeft + 1]
                    + values[lowerLeft + width]
                    + values[lowerLeft + width + 1];
            if (sum / 4 >= level) {
                return pattern == 5 ? JOINED_LOWER_LEFT : JOINED_LOWER_RIGHT;
            }
        }
        return SEGMENTS[pattern];
    }

    /** Numbers an edge of a cell: even numbers run along x, odd ones along y, from the edge's lower left point. */
    private int edge(int lowerLeft, int side) {
        int point = switch (side) {
            case 1 -> lowerLeft + 1;
            case 2 -> lowerLeft + width;
            default -> lowerLeft;
        };
        return 2 * point + side % 2;
    }

    private double[] ring(int first) {
        double[] points = new double[64];
        int used = 0;
        int edge = first;
        do {
            if (used + 2 > points.length) {
                points = Arrays.copyOf(points, 2 * points.length);
            }
            used = addCrossing(edge, points, used);
            int following = next[edge] - 1;
            next[edge] = 0;
            edge = following;
        } while (edge != first);
        return Arrays.copyOf(points, used);
    }

    private int addCrossing(int edge, double[] points, int used) {
        int point = edge / 2;
        int column = point % width;
        int row = point / width;
        boolean vertical = edge % 2 == 1;
        double from = values[point];
        double to = values[vertical ? point + width : point + 1];
        double t = Double.isInfinite(from) ? 1 : Double.isInfinite(to) ? 0 : (level - from) / (to - from);
        points[used] = vertical ? x(column) : x(column) + t * (x(column + 1) - x(column));
        points[used + 1] = vertical ? y(row) + t * (y(row + 1) - y(row)) : y(row);
        return used + 2;
    }

    private double x(int column) {
        return grid.x(Math.min(Math.max(column - 1, 0), grid.columns() - 1));
    }

    private double y(int row) {
        return grid.y(Math.min(Math.max(row - 1, 0), grid.rows() - 1));
    }
}
