package org.ppl4j.bench.peers;

/**
 * {@link GaussianProcess} by hand. With K = UᵀU and a = K⁻¹y, the derivative of the log density with respect to a number
 * that K depends on is the sum of the products of (aaᵀ - K⁻¹)/2 with that of K (C. E. Rasmussen and C. K. I. Williams,
 * "Gaussian Processes for Machine Learning", 2006, equation 5.9). All loops run along rows, so that HotSpot vectorises them.
 */
final class HandWrittenProcess implements Yardstick {

    private static final double JITTER = 1e-9;

    private final int n;
    private final double[] y;
    private final double[] squares;
    private final double[] kernel;
    private final double[] upper;
    private final double[] inverseFactor;
    private final double[] inverse;
    private final double[] weights;

    HandWrittenProcess(PeerData data) {
        y = data.vector("y");
        n = y.length;
        double[] x = data.vector("x");
        squares = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                squares[i * n + j] = (x[i] - x[j]) * (x[i] - x[j]);
            }
        }
        kernel = new double[n * n];
        upper = new double[n * n];
        inverseFactor = new double[n * n];
        inverse = new double[n * n];
        weights = new double[n];
    }

    @Override
    public int dimension() {
        return 3;
    }

    @Override
    public double logDensityAndGradient(double[] q, double[] g) {
        double rho = Math.exp(q[0]);
        double alpha = Math.exp(q[1]);
        double sigma = Math.exp(q[2]);
        fillKernel(-0.5 / (rho * rho), alpha * alpha, sigma * sigma + JITTER);
        double logDeterminant = factorise();
        invert();
        double fit = solve();
        double byRho = 0;
        double byAlpha = 0;
        double bySigma = 0;
        for (int i = 0; i < n; i++) {
            double diagonal = weights[i] * weights[i] - inverse[i * n + i];
            bySigma += diagonal;
            byAlpha += 0.5 * diagonal * kernel[i * n + i];
            for (int j = 0; j < i; j++) {
                double product = (weights[i] * weights[j] - inverse[i * n + j]) * kernel[i * n + j];
                byAlpha += product;
                byRho += product * squares[i * n + j];
            }
        }
        // inverse gamma (5, 5), half normals, and the logarithms' Jacobian
        g[0] = byRho / (rho * rho) - 6 + 5 / rho + 1;
        g[1] = 2 * byAlpha - alpha * alpha + 1;
        g[2] = bySigma * sigma * sigma - sigma * sigma + 1;
        return -0.5 * (fit + logDeterminant + alpha * alpha + sigma * sigma) - 5 / rho - 5 * q[0] + q[1] + q[2];
    }

    /** Fills the kernel below its diagonal and on it, and the covariance above it and on it. */
    private void fillKernel(double exponent, double variance, double noise) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double value = variance * Math.exp(exponent * squares[i * n + j]);
                kernel[i * n + j] = value;
                upper[j * n + i] = value;
            }
            kernel[i * n + i] = variance;
            upper[i * n + i] = variance + noise;
        }
    }

    /** Turns the covariance into its upper factor; returns the logarithm of the determinant. */
    private double factorise() {
        double logDeterminant = 0;
        for (int k = 0; k < n; k++) {
            double pivot = Math.sqrt(upper[k * n + k]);
            logDeterminant += 2 * Math.log(pivot);
            for (int j = k; j < n; j++) {
                upper[k * n + j] /= pivot;
            }
            for (int i = k + 1; i < n; i++) {
                Rows.addMultiple(-upper[k * n + i], upper, k * n + i, upper, i * n + i, n - i);
            }
        }
        return logDeterminant;
    }

    /** Fills the lower inverse of the transposed factor, and the inverse of the covariance below its diagonal. */
    private void invert() {
        for (int k = 0; k < n; k++) {
            for (int j = 0; j < k; j++) {
                inverseFactor[k * n + j] = 0;
            }
            for (int m = 0; m < k; m++) {
                Rows.addMultiple(-upper[m * n + k], inverseFactor, m * n, inverseFactor, k * n, m + 1);
            }
            double reciprocal = 1 / upper[k * n + k];
            for (int j = 0; j < k; j++) {
                inverseFactor[k * n + j] *= reciprocal;
            }
            inverseFactor[k * n + k] = reciprocal;
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                inverse[i * n + j] = 0;
            }
            for (int k = i; k < n; k++) {
                Rows.addMultiple(inverseFactor[k * n + i], inverseFactor, k * n, inverse, i * n, i + 1);
            }
        }
    }

    /** Fills the solution of K a = y; returns the product of y and a. */
    private double solve() {
        for (int i = 0; i < n; i++) {
            weights[i] = 0;
        }
        double fit = 0;
        for (int k = 0; k < n; k++) {
            double whitened = Rows.dot(inverseFactor, k * n, y, 0, k + 1);
            fit += whitened * whitened;
            Rows.addMultiple(whitened, inverseFactor, k * n, weights, 0, k + 1);
        }
        return fit;
    }
}
