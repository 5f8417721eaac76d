package org.ppl4j.bench.peers;

/**
 * A log density with its gradient as a numerical programmer writes it in plain Java: loops and arrays, {@link Math}, the
 * derivatives by hand, no constants. What compiled models are measured against.
 *
 * <p>The coordinates are the model's. An instance has work space, and is for one thread.
 */
public interface Yardstick {

    /** Returns the number of unconstrained coordinates. */
    int dimension();

    /**
     * Returns the log density, but for a constant, and writes its gradient.
     *
     * @param q the position
     * @param g receives the gradient
     */
    double logDensityAndGradient(double[] q, double[] g);
}
