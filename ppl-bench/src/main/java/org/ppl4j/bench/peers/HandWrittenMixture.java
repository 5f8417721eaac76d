package org.ppl4j.bench.peers;

/** {@link Mixture} by hand: one log-sum-exp an observation, its weights the gradient. */
final class HandWrittenMixture implements Yardstick {

    private final double[] y;

    HandWrittenMixture(PeerData data) {
        y = data.vector("y");
    }

    @Override
    public int dimension() {
        return 5;
    }

    @Override
    public double logDensityAndGradient(double[] q, double[] g) {
        double mu0 = q[0];
        double step = Math.exp(q[1]);
        double mu1 = mu0 + step;
        double s0 = Math.exp(q[2]);
        double s1 = Math.exp(q[3]);
        double w = 1 / (1 + Math.exp(-q[4]));
        double rest = 1 / (1 + Math.exp(q[4]));
        double logW = Math.log(w);
        double logRest = Math.log(rest);
        double constant0 = logW - q[2];
        double constant1 = logRest - q[3];
        double precision0 = 1 / s0;
        double precision1 = 1 / s1;
        double sum = 0;
        double weight0 = 0;
        double first0 = 0;
        double first1 = 0;
        double second0 = 0;
        double second1 = 0;
        for (int i = 0; i < y.length; i++) {
            double z0 = (y[i] - mu0) * precision0;
            double z1 = (y[i] - mu1) * precision1;
            double l0 = constant0 - 0.5 * z0 * z0;
            double l1 = constant1 - 0.5 * z1 * z1;
            double e = Math.exp(-Math.abs(l0 - l1));
            double larger = 1 / (1 + e);
            double smaller = e * larger;
            double r0 = l0 >= l1 ? larger : smaller;
            double r1 = l0 >= l1 ? smaller : larger;
            sum += Math.max(l0, l1) + Math.log(1 + e);
            weight0 += r0;
            first0 += r0 * z0;
            first1 += r1 * z1;
            second0 += r0 * z0 * z0;
            second1 += r1 * z1 * z1;
        }
        double weight1 = y.length - weight0;
        double byMu0 = first0 * precision0 - mu0 / 4;
        double byMu1 = first1 * precision1 - mu1 / 4;
        g[0] = byMu0 + byMu1;
        g[1] = byMu1 * step + 1;
        g[2] = second0 - weight0 - s0 * s0 / 4 + 1;
        g[3] = second1 - weight1 - s1 * s1 / 4 + 1;
        // beta (5, 5) and the Jacobian: five logarithms of each
        g[4] = weight0 * rest - weight1 * w + 5 * (rest - w);
        return sum - (mu0 * mu0 + mu1 * mu1 + s0 * s0 + s1 * s1) / 8 + q[1] + q[2] + q[3] + 5 * (logW + logRest);
    }
}
