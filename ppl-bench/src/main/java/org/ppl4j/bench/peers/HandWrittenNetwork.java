package org.ppl4j.bench.peers;

import java.util.Arrays;

/** {@link NeuralNetwork} by hand: a forward and a backward pass for each point. */
final class HandWrittenNetwork implements Yardstick {

    private static final double PRECISION = 0.09;

    private final double[][] points;
    private final double[] labels;

    HandWrittenNetwork(PeerData data) {
        points = data.matrix("X");
        labels = data.vector("y");
    }

    @Override
    public int dimension() {
        return 20;
    }

    /** The parameters, in order: 2×3 weights by column, 3 biases, 3×2 weights by column, 2 biases, 2 weights, 1 bias. */
    @Override
    public double logDensityAndGradient(double[] q, double[] g) {
        Arrays.fill(g, 0);
        double sum = 0;
        for (int i = 0; i < points.length; i++) {
            double x = points[i][0];
            double y = points[i][1];
            double a0 = Math.tanh(q[0] * x + q[1] * y + q[6]);
            double a1 = Math.tanh(q[2] * x + q[3] * y + q[7]);
            double a2 = Math.tanh(q[4] * x + q[5] * y + q[8]);
            double b0 = Math.tanh(q[9] * a0 + q[10] * a1 + q[11] * a2 + q[15]);
            double b1 = Math.tanh(q[12] * a0 + q[13] * a1 + q[14] * a2 + q[16]);
            double eta = q[17] * b0 + q[18] * b1 + q[19];
            double e = Math.exp(-Math.abs(eta));
            double p = eta >= 0 ? 1 / (1 + e) : e / (1 + e);
            sum += labels[i] * eta - Math.max(eta, 0) - Math.log(1 + e);
            double d = labels[i] - p;
            g[17] += d * b0;
            g[18] += d * b1;
            g[19] += d;
            double d0 = d * q[17] * (1 - b0 * b0);
            double d1 = d * q[18] * (1 - b1 * b1);
            g[9] += d0 * a0;
            g[10] += d0 * a1;
            g[11] += d0 * a2;
            g[15] += d0;
            g[12] += d1 * a0;
            g[13] += d1 * a1;
            g[14] += d1 * a2;
            g[16] += d1;
            double c0 = (d0 * q[9] + d1 * q[12]) * (1 - a0 * a0);
            double c1 = (d0 * q[10] + d1 * q[13]) * (1 - a1 * a1);
            double c2 = (d0 * q[11] + d1 * q[14]) * (1 - a2 * a2);
            g[0] += c0 * x;
            g[1] += c0 * y;
            g[6] += c0;
            g[2] += c1 * x;
            g[3] += c1 * y;
            g[7] += c1;
            g[4] += c2 * x;
            g[5] += c2 * y;
            g[8] += c2;
        }
        for (int k = 0; k < 20; k++) {
            sum -= 0.5 * PRECISION * q[k] * q[k];
            g[k] -= PRECISION * q[k];
        }
        return sum;
    }
}
