package org.ppl4j.bench.peers;

import java.util.Arrays;

/** {@link PoissonMixed} by hand: a pass over the counts, with sums for each group. */
final class HandWrittenPoisson implements Yardstick {

    private final int[] g;
    private final int[] h;
    private final double[] x;
    private final double[] y;
    private final double[] effect1;
    private final double[] effect2;
    private final double[] byEffect1;
    private final double[] byEffect2;

    HandWrittenPoisson(PeerData data) {
        g = data.places("g");
        h = data.places("h");
        x = data.vector("x");
        y = data.vector("y");
        effect1 = new double[data.integer("J")];
        effect2 = new double[data.integer("K")];
        byEffect1 = new double[effect1.length];
        byEffect2 = new double[effect2.length];
    }

    @Override
    public int dimension() {
        return 4 + effect1.length + effect2.length;
    }

    @Override
    public double logDensityAndGradient(double[] q, double[] gradient) {
        int after1 = 2 + effect1.length;
        int after2 = after1 + effect2.length;
        double a = q[0];
        double b = q[1];
        double sg = Math.exp(q[after2]);
        double sh = Math.exp(q[after2 + 1]);
        for (int j = 0; j < effect1.length; j++) {
            effect1[j] = sg * q[2 + j];
        }
        for (int k = 0; k < effect2.length; k++) {
            effect2[k] = sh * q[after1 + k];
        }
        Arrays.fill(byEffect1, 0);
        Arrays.fill(byEffect2, 0);
        double sum = 0;
        double byA = 0;
        double byB = 0;
        for (int i = 0; i < y.length; i++) {
            double eta = a + b * x[i] + effect1[g[i]] + effect2[h[i]];
            double rate = Math.exp(eta);
            sum += y[i] * eta - rate;
            double d = y[i] - rate;
            byA += d;
            byB += d * x[i];
            byEffect1[g[i]] += d;
            byEffect2[h[i]] += d;
        }
        gradient[0] = byA - a / 4;
        gradient[1] = byB - b;
        gradient[after2] = standard(q, gradient, 2, byEffect1, sg) - sg * sg + 1;
        gradient[after2 + 1] = standard(q, gradient, after1, byEffect2, sh) - sh * sh + 1;
        double squares = Rows.dot(q, 2, q, 2, after2 - 2);
        return sum - a * a / 8 - 0.5 * (b * b + squares + sg * sg + sh * sh) + q[after2] + q[after2 + 1];
    }

    /** Writes the gradient of standardised effects; returns the derivative by the logarithm of their scale. */
    private static double standard(double[] q, double[] gradient, int from, double[] byEffect, double scale) {
        double byLogScale = 0;
        for (int j = 0; j < byEffect.length; j++) {
            double scaled = byEffect[j] * scale;
            byLogScale += scaled * q[from + j];
            gradient[from + j] = scaled - q[from + j];
        }
        return byLogScale;
    }
}
