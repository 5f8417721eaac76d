package org.ppl4j.bench.peers;

import java.util.Arrays;

/** {@link Radon} by hand: a pass over the counties, one over the homes, and one over the counties back. */
final class HandWrittenRadon implements Yardstick {

    private final int[] county;
    private final double[] floor;
    private final double[] uranium;
    private final double[] y;
    private final double[] intercept;
    private final double[] byIntercept;

    HandWrittenRadon(PeerData data) {
        county = data.places("county");
        floor = data.vector("floor_");
        uranium = data.vector("u");
        y = data.vector("y");
        intercept = new double[uranium.length];
        byIntercept = new double[uranium.length];
    }

    @Override
    public int dimension() {
        return uranium.length + 5;
    }

    @Override
    public double logDensityAndGradient(double[] q, double[] g) {
        int counties = uranium.length;
        double g0 = q[0];
        double g1 = q[1];
        double b = q[2];
        double logSa = q[3 + counties];
        double logSy = q[4 + counties];
        double sa = Math.exp(logSa);
        double sy = Math.exp(logSy);
        double precision = 1 / (sy * sy);
        for (int j = 0; j < counties; j++) {
            intercept[j] = g0 + g1 * uranium[j] + sa * q[3 + j];
        }
        Arrays.fill(byIntercept, 0);
        double squares = 0;
        double byFloor = 0;
        for (int i = 0; i < y.length; i++) {
            double residual = y[i] - intercept[county[i]] - b * floor[i];
            squares += residual * residual;
            byFloor += residual * floor[i];
            byIntercept[county[i]] += residual;
        }
        double by0 = 0;
        double by1 = 0;
        double bySa = 0;
        double standard = 0;
        for (int j = 0; j < counties; j++) {
            double z = q[3 + j];
            double pull = byIntercept[j] * precision;
            by0 += pull;
            by1 += pull * uranium[j];
            bySa += pull * z;
            standard += z * z;
            g[3 + j] = pull * sa - z;
        }
        g[0] = by0 - g0 / 100;
        g[1] = by1 - g1 / 100;
        g[2] = byFloor * precision - b / 100;
        g[3 + counties] = bySa * sa - sa * sa + 1;
        g[4 + counties] = squares * precision - y.length - sy * sy + 1;
        return -0.5 * (squares * precision + standard + (g0 * g0 + g1 * g1 + b * b) / 100 + sa * sa + sy * sy)
                - y.length * logSy
                + logSa
                + logSy;
    }
}
