package org.ppl4j.bench.peers;

/** {@link StochasticVolatility} by hand: the log volatilities forward, their adjoints backward. */
final class HandWrittenVolatility implements Yardstick {

    private final double[] halfSquares;
    private final double[] h;
    private final double[] byH;

    HandWrittenVolatility(PeerData data) {
        halfSquares = data.vector("y");
        for (int t = 0; t < halfSquares.length; t++) {
            halfSquares[t] *= 0.5 * halfSquares[t];
        }
        h = new double[halfSquares.length];
        byH = new double[halfSquares.length];
    }

    @Override
    public int dimension() {
        return h.length + 3;
    }

    @Override
    public double logDensityAndGradient(double[] q, double[] g) {
        int n = h.length;
        double mu = q[0];
        double share = 1 / (1 + Math.exp(-q[1]));
        double rest = 1 / (1 + Math.exp(q[1]));
        double phi = share - rest;
        double logSigma = q[2];
        double sigma = Math.exp(logSigma);
        // 1 - phi² = 4 share rest
        double stationary = 1 / Math.sqrt(4 * share * rest);
        h[0] = mu + sigma * stationary * q[3];
        for (int t = 1; t < n; t++) {
            h[t] = mu + phi * (h[t - 1] - mu) + sigma * q[3 + t];
        }
        double sum = 0;
        for (int t = 0; t < n; t++) {
            double misfit = halfSquares[t] * Math.exp(-h[t]);
            double z = q[3 + t];
            sum -= 0.5 * h[t] + misfit + 0.5 * z * z;
            byH[t] = misfit - 0.5;
        }
        double adjoint = 0;
        double byMu = 0;
        double byPhi = 0;
        double bySigma = 0;
        for (int t = n - 1; t > 0; t--) {
            adjoint = byH[t] + phi * adjoint;
            byMu += adjoint;
            byPhi += adjoint * (h[t - 1] - mu);
            bySigma += adjoint * q[3 + t];
            g[3 + t] = adjoint * sigma - q[3 + t];
        }
        byMu *= 1 - phi;
        adjoint = byH[0] + phi * adjoint;
        byMu += adjoint;
        double scaled = adjoint * stationary;
        bySigma += scaled * q[3];
        byPhi += scaled * sigma * q[3] * phi * stationary * stationary;
        g[3] = scaled * sigma - q[3];
        double muRatio = mu * mu / 100;
        double sigmaRatio = sigma * sigma / 25;
        g[0] = byMu - 0.02 * mu / (1 + muRatio);
        g[1] = byPhi * 2 * share * rest + rest - share;
        g[2] = bySigma * sigma - 2 * sigmaRatio / (1 + sigmaRatio) + 1;
        return sum - Math.log(1 + muRatio) - Math.log(1 + sigmaRatio) + Math.log(share * rest) + logSigma;
    }
}
