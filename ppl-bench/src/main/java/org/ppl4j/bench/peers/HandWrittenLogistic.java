package org.ppl4j.bench.peers;

import java.util.Arrays;

/** {@link LogisticRegression} by hand: one pass over the rows. */
final class HandWrittenLogistic implements Yardstick {

    private final double[] x;
    private final double[] y;
    private final int columns;
    private final double[] beta;
    private final double[] slope;

    HandWrittenLogistic(PeerData data) {
        x = Rows.flat(data.matrix("X"));
        y = data.vector("y");
        columns = x.length / y.length;
        beta = new double[columns];
        slope = new double[columns];
    }

    @Override
    public int dimension() {
        return columns + 1;
    }

    @Override
    public double logDensityAndGradient(double[] q, double[] g) {
        double alpha = q[0];
        System.arraycopy(q, 1, beta, 0, columns);
        Arrays.fill(slope, 0);
        double sum = 0;
        double intercept = 0;
        for (int i = 0; i < y.length; i++) {
            double eta = alpha + Rows.dot(x, i * columns, beta, 0, columns);
            double e = Math.exp(-Math.abs(eta));
            double p = eta >= 0 ? 1 / (1 + e) : e / (1 + e);
            sum += y[i] * eta - Math.max(eta, 0) - Math.log(1 + e);
            double d = y[i] - p;
            intercept += d;
            Rows.addMultiple(d, x, i * columns, slope, 0, columns);
        }
        sum -= 0.5 * alpha * alpha;
        g[0] = intercept - alpha;
        for (int k = 0; k < columns; k++) {
            sum -= 0.5 * beta[k] * beta[k];
            g[k + 1] = slope[k] - beta[k];
        }
        return sum;
    }
}
