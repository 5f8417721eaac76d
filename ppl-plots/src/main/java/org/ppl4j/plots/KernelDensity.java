package org.ppl4j.plots;

import java.util.Arrays;

/**
 * A kernel estimate of the density of one chain's draws, on evenly spaced points from its smallest to its largest draw.
 *
 * <p>Gaussian kernel; bandwidth by the rule of B. W. Silverman, "Density Estimation for Statistics and Data Analysis"
 * (1986), equation 3.31. What the kernel would put beyond the extreme draws is reflected inside, so that the density of
 * a positive quantity does not leak below zero. A chain that hardly moved, at the scale of the picture, is a narrow peak.
 */
final class KernelDensity {

    private static final int POINTS = 512;
    // Heavy tails spread the points thinly: a kernel narrower than their distance would turn draws into spikes.
    private static final double LEAST_BANDWIDTH_IN_STEPS = 1;
    private static final double REACH = 4;
    private static final double NARROW = 0.02;

    private final double start;
    private final double step;
    private final double[] density;

    private KernelDensity(double start, double step, double[] density) {
        this.start = start;
        this.step = step;
        this.density = density;
    }

    /**
     * Returns the estimate over the part of the draws within limits.
     *
     * @param draws the draws of a chain
     * @param low draws below are left out, though they count in the total
     * @param high draws above are left out, though they count in the total
     */
    static KernelDensity of(double[] draws, double low, double high) {
        double[] sorted = draws.clone();
        Arrays.sort(sorted);
        double start = Math.max(low, sorted[0]);
        double end = Math.min(high, sorted[sorted.length - 1]);
        double bandwidth = silverman(sorted);
        double narrow = NARROW * (high - low);
        if (end - start < narrow) {
            double centre = (start + end) / 2;
            start = centre - narrow;
            end = centre + narrow;
            bandwidth = Math.max(bandwidth, narrow / 4);
        }
        double step = (end - start) / (POINTS - 1);
        double[] weights = new double[POINTS];
        for (double draw : sorted) {
            spread(weights, (draw - start) / step);
        }
        double steps = Math.max(bandwidth / step, LEAST_BANDWIDTH_IN_STEPS);
        return new KernelDensity(start, step, smooth(weights, steps, sorted.length * step));
    }

    int points() {
        return POINTS;
    }

    double x(int point) {
        return start + point * step;
    }

    double density(int point) {
        return density[point];
    }

    /** Shares a draw between the two points around it. */
    private static void spread(double[] weights, double place) {
        int below = (int) Math.floor(place);
        double beyond = place - below;
        if (below >= 0 && below < POINTS) {
            weights[below] += 1 - beyond;
        }
        if (beyond > 0 && below >= -1 && below < POINTS - 1) {
            weights[below + 1] += beyond;
        }
    }

    private static double[] smooth(double[] weights, double bandwidth, double total) {
        int reach = (int) Math.min(POINTS - 1, Math.ceil(REACH * bandwidth));
        double[] kernel = new double[reach + 1];
        for (int k = 0; k <= reach; k++) {
            kernel[k] = Math.exp(-0.5 * (k / bandwidth) * (k / bandwidth)) / (bandwidth * Math.sqrt(2 * Math.PI));
        }
        double[] density = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            if (weights[i] == 0) {
                continue;
            }
            for (int k = -reach; k <= reach; k++) {
                density[reflected(i + k)] += weights[i] * kernel[Math.abs(k)] / total;
            }
        }
        // The end points stand for half as wide a strip as the others.
        density[0] *= 2;
        density[POINTS - 1] *= 2;
        return density;
    }

    private static int reflected(int index) {
        int place = Math.abs(index);
        return place < POINTS ? place : 2 * (POINTS - 1) - place;
    }

    private static double silverman(double[] sorted) {
        double mean = Arrays.stream(sorted).average().orElseThrow();
        double squares = Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum();
        double deviation = Math.sqrt(squares / Math.max(1, sorted.length - 1));
        double quartiles = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.34;
        double spread = quartiles > 0 ? Math.min(deviation, quartiles) : deviation;
        return 0.9 * spread * Math.pow(sorted.length, -0.2);
    }

    static double quantile(double[] sorted, double probability) {
        double place = probability * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
