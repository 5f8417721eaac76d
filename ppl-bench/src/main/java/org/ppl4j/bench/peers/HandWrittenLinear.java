package org.ppl4j.bench.peers;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * {@link LinearRegression} by hand: the residuals' sum of squares is that of least squares plus a quadratic form of the
 * distance from these, whatever the number of rows.
 */
final class HandWrittenLinear implements Yardstick {

    private final int rows;
    private final int size;
    private final double[] gram;
    private final double[] leastSquares;
    private final double smallest;
    private final double[] distance;

    HandWrittenLinear(PeerData data) {
        double[][] x = data.matrix("X");
        RealVector y = new ArrayRealVector(data.vector("y"));
        rows = x.length;
        size = x[0].length + 1;
        RealMatrix design = new Array2DRowRealMatrix(rows, size);
        for (int i = 0; i < rows; i++) {
            design.setEntry(i, 0, 1);
            for (int k = 1; k < size; k++) {
                design.setEntry(i, k, x[i][k - 1]);
            }
        }
        RealMatrix products = design.transpose().multiply(design);
        RealVector solution = new CholeskyDecomposition(products)
                .getSolver()
                .solve(design.transpose().operate(y));
        gram = Rows.flat(products.getData());
        leastSquares = solution.toArray();
        RealVector residuals = y.subtract(design.operate(solution));
        smallest = residuals.dotProduct(residuals);
        distance = new double[size];
    }

    @Override
    public int dimension() {
        return size + 1;
    }

    @Override
    public double logDensityAndGradient(double[] q, double[] g) {
        double logSigma = q[size];
        double sigma = Math.exp(logSigma);
        double precision = 1 / (sigma * sigma);
        for (int k = 0; k < size; k++) {
            distance[k] = q[k] - leastSquares[k];
        }
        double squares = smallest;
        double prior = 0;
        for (int k = 0; k < size; k++) {
            double along = 0;
            for (int j = 0; j < size; j++) {
                along += gram[k * size + j] * distance[j];
            }
            squares += along * distance[k];
            double priorPrecision = k == 0 ? 0.01 : 0.25;
            prior += priorPrecision * q[k] * q[k];
            g[k] = -along * precision - priorPrecision * q[k];
        }
        g[size] = squares * precision - rows - sigma + 1;
        return -0.5 * squares * precision - rows * logSigma - 0.5 * prior - sigma + logSigma;
    }
}
