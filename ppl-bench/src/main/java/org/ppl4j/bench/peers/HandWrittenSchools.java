package org.ppl4j.bench.peers;

/** {@link EightSchools} by hand. */
final class HandWrittenSchools implements Yardstick {

    private final double[] y;
    private final double[] precision;

    HandWrittenSchools(PeerData data) {
        y = data.vector("y");
        precision = data.vector("s");
        for (int i = 0; i < precision.length; i++) {
            precision[i] = 1 / (precision[i] * precision[i]);
        }
    }

    @Override
    public int dimension() {
        return y.length + 2;
    }

    @Override
    public double logDensityAndGradient(double[] q, double[] g) {
        double mu = q[0];
        double logTau = q[1];
        double tau = Math.exp(logTau);
        double sum = 0;
        double byMu = 0;
        double byTau = 0;
        for (int i = 0; i < y.length; i++) {
            double z = q[i + 2];
            double residual = y[i] - mu - tau * z;
            double pull = residual * precision[i];
            sum -= residual * pull + z * z;
            byMu += pull;
            byTau += pull * z;
            g[i + 2] = pull * tau - z;
        }
        double ratio = tau * tau / 25;
        g[0] = byMu - mu / 25;
        g[1] = byTau * tau - 2 * ratio / (1 + ratio) + 1;
        return 0.5 * sum - mu * mu / 50 - Math.log(1 + ratio) + logTau;
    }
}
