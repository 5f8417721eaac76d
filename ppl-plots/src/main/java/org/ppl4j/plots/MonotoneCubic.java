package org.ppl4j.plots;

/**
 * Interpolates evenly spaced values by a smooth curve that never overshoots them, so that contours of a steep step
 * show no islands that are not in the data.
 *
 * <p>Slopes by F. N. Fritsch and J. Butland, "A method for constructing local monotone piecewise cubic interpolants",
 * SIAM J. Sci. Stat. Comput. 5 (1984): the harmonic mean of the neighbouring differences, zero at an extreme.
 */
final class MonotoneCubic {

    private MonotoneCubic() {}

    static double[][] refineAll(double[][] lines, int factor) {
        double[][] refined = new double[lines.length][];
        for (int i = 0; i < lines.length; i++) {
            refined[i] = refine(lines[i], factor);
        }
        return refined;
    }

    /** Returns the given values with {@code factor - 1} new ones between each two. */
    static double[] refine(double[] values, int factor) {
        int last = values.length - 1;
        double[] slopes = slopes(values);
        double[] refined = new double[last * factor + 1];
        refined[last * factor] = values[last];
        for (int i = 0; i < last; i++) {
            for (int k = 0; k < factor; k++) {
                double t = (double) k / factor;
                double u = 1 - t;
                refined[i * factor + k] = u * u * ((1 + 2 * t) * values[i] + t * slopes[i])
                        + t * t * ((1 + 2 * u) * values[i + 1] - u * slopes[i + 1]);
            }
        }
        return refined;
    }

    private static double[] slopes(double[] values) {
        int last = values.length - 1;
        double[] slopes = new double[values.length];
        for (int i = 1; i < last; i++) {
            double before = values[i] - values[i - 1];
            double after = values[i + 1] - values[i];
            slopes[i] = before * after > 0 ? 2 * before * after / (before + after) : 0;
        }
        slopes[0] = values[1] - values[0];
        slopes[last] = values[last] - values[last - 1];
        return slopes;
    }
}
