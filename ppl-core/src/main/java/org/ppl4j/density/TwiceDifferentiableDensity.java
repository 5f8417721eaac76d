package org.ppl4j.density;

/**
 * A log density with its second derivatives: for Laplace approximations, Newton steps and metrics that follow the
 * curvature.
 */
public interface TwiceDifferentiableDensity extends LogDensity {

    /**
     * Writes the product of the matrix of second derivatives at a position and a vector, without making the matrix; it
     * costs a few gradients.
     *
     * <p>If the density calls a function that is known by its value and first derivative only, such as the solution of a
     * differential equation, this is a difference of four gradients, at places up to 0.002 from the position in each
     * coordinate. Of functions that are exact but for rounding it keeps about nine digits of the largest second derivatives, of
     * solutions of differential equations about as many as their tolerances do; fewer where the density is far from
     * quadratic within 0.01. What such a function throws at one of these places comes out of here.
     *
     * @param position the unconstrained coordinates, {@link #dimension()} of them
     * @param vector as many elements
     * @param product receives as many elements; not the same array as one of the others
     */
    void hessianVectorProduct(double[] position, double[] vector, double[] product);

    /**
     * Returns the matrix of second derivatives at a position, exactly symmetric; it costs a
     * {@link #hessianVectorProduct} for each coordinate.
     *
     * @param position the unconstrained coordinates, {@link #dimension()} of them
     */
    default double[][] hessian(double[] position) {
        double[][] hessian = new double[dimension()][dimension()];
        double[] direction = new double[dimension()];
        for (int i = 0; i < hessian.length; i++) {
            direction[i] = 1;
            hessianVectorProduct(position, direction, hessian[i]);
            direction[i] = 0;
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * (hessian[i][j] + hessian[j][i]);
                hessian[i][j] = mean;
                hessian[j][i] = mean;
            }
        }
        return hessian;
    }
}
