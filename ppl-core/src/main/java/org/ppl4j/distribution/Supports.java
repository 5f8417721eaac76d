package org.ppl4j.distribution;

import org.ppl4j.bijector.Identity;
import org.ppl4j.bijector.Interval;
import org.ppl4j.bijector.Positive;
import org.ppl4j.graph.Origin;
import org.ppl4j.tensor.Tensor;

/** The sets of values that distributions have density on and that their parameters are from. */
public final class Supports {

    /** How far sums and norms may be from one, and opposite elements from each other relative to the diagonal. */
    static final double TOLERANCE = 1e-8;

    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final Tensor NO_LOWER = Tensor.of(-INFINITY);
    private static final Tensor NO_UPPER = Tensor.of(INFINITY);

    private static final Support REAL =
            new ElementSupport("must be finite", -Double.MAX_VALUE, Double.MAX_VALUE, new Identity());
    private static final Support POSITIVE =
            new ElementSupport("must be > 0", Double.MIN_VALUE, INFINITY, new Positive());
    private static final Support NON_NEGATIVE = new ElementSupport("must be >= 0", 0, INFINITY, new Positive());
    private static final Interval UNIT = new Interval(Tensor.of(0), Tensor.of(1));
    private static final Support UNIT_INTERVAL =
            new ElementSupport("must lie strictly between 0.0 and 1.0", Double.MIN_VALUE, Math.nextDown(1.0), UNIT);
    private static final Support PROBABILITY = new ElementSupport("must lie between 0.0 and 1.0", 0, 1, UNIT);
    private static final Support BINARY = new WholeNumberSupport("must be 0 or 1", 0, 1);
    private static final Support NON_NEGATIVE_INTEGER =
            new WholeNumberSupport("must be a whole number >= 0", 0, INFINITY);
    private static final Support POSITIVE_INTEGER = new WholeNumberSupport("must be a whole number >= 1", 1, INFINITY);

    private Supports() {}

    /** Returns the finite real numbers. */
    public static Support real() {
        return REAL;
    }

    /** Returns the finite numbers above zero. */
    public static Support positive() {
        return POSITIVE;
    }

    /** Returns the finite numbers from zero. Unconstrained reals are mapped to the positive ones. */
    public static Support nonNegative() {
        return NON_NEGATIVE;
    }

    /** Returns the numbers between zero and one, without these. */
    public static Support unitInterval() {
        return UNIT_INTERVAL;
    }

    /** Returns the numbers from zero to one, with these. */
    public static Support probability() {
        return PROBABILITY;
    }

    /**
     * Returns the numbers between two bounds, with these. A bound may be infinite where it is not random.
     *
     * @param lower the lower bound; it broadcasts to the value
     * @param upper the upper bound; it broadcasts to the value
     */
    public static Support interval(Tensor lower, Tensor upper) {
        return new BoundedSupport(lower, upper, BoundedSupport.Kind.CLOSED);
    }

    /**
     * Returns the numbers between two bounds, with these unless they are infinite.
     *
     * @param lower the lower bound
     * @param upper the upper bound
     */
    public static Support interval(double lower, double upper) {
        if (!(lower < upper)) {
            throw new IllegalArgumentException("An interval's lower bound must be below its upper bound, got " + lower
                    + " and " + upper + " (" + Origin.ofCaller() + ").");
        }
        return interval(Tensor.of(lower), Tensor.of(upper));
    }

    /**
     * Returns the finite numbers from a lower bound.
     *
     * @param lower the bound; it broadcasts to the value
     */
    public static Support lowerBound(Tensor lower) {
        return interval(lower, NO_UPPER);
    }

    /**
     * Returns the finite numbers from a lower bound.
     *
     * @param lower the bound
     */
    public static Support lowerBound(double lower) {
        return lowerBound(Tensor.of(lower));
    }

    /**
     * Returns the finite numbers to an upper bound.
     *
     * @param upper the bound; it broadcasts to the value
     */
    public static Support upperBound(Tensor upper) {
        return interval(NO_LOWER, upper);
    }

    /**
     * Returns the finite numbers to an upper bound.
     *
     * @param upper the bound
     */
    public static Support upperBound(double upper) {
        return upperBound(Tensor.of(upper));
    }

    /**
     * Returns the finite numbers above a bound, without it: what an interval's upper bound may be.
     *
     * @param bound the bound; it broadcasts to the value
     */
    public static Support greaterThan(Tensor bound) {
        return new BoundedSupport(bound, NO_UPPER, BoundedSupport.Kind.OPEN);
    }

    /** Returns the vectors, along the last axis, of non-negative elements that sum to one. */
    public static Support simplex() {
        return new SimplexSupport();
    }

    /** Returns the strictly increasing vectors along the last axis. */
    public static Support ordered() {
        return new OrderedSupport();
    }

    /** Returns the Cholesky factors of correlation matrices: lower triangular, rows of norm one, positive diagonal. */
    public static Support correlationCholesky() {
        return new CholeskyFactorSupport(true);
    }

    /** Returns the symmetric positive-definite matrices. */
    public static Support positiveDefinite() {
        return new PositiveDefiniteSupport();
    }

    /** Returns the lower triangular matrices with a positive diagonal. */
    public static Support choleskyFactor() {
        return new CholeskyFactorSupport(false);
    }

    /** Returns zero and one. */
    public static Support binary() {
        return BINARY;
    }

    /** Returns the whole numbers from zero. */
    public static Support nonNegativeInteger() {
        return NON_NEGATIVE_INTEGER;
    }

    /** Returns the whole numbers from one. */
    public static Support positiveInteger() {
        return POSITIVE_INTEGER;
    }

    /**
     * Returns the whole numbers between two bounds, with these.
     *
     * @param lower the lower bound; it broadcasts to the value
     * @param upper the upper bound; it broadcasts to the value
     */
    public static Support integerRange(Tensor lower, Tensor upper) {
        return new BoundedSupport(lower, upper, BoundedSupport.Kind.WHOLE);
    }

    /**
     * Returns the whole numbers between two bounds, with these.
     *
     * @param lower the lower bound
     * @param upper the upper bound
     */
    public static Support integerRange(int lower, int upper) {
        if (lower > upper) {
            throw new IllegalArgumentException("A range's lower bound must not be above its upper bound, got " + lower
                    + " and " + upper + " (" + Origin.ofCaller() + ").");
        }
        return integerRange(Tensor.of((double) lower), Tensor.of((double) upper));
    }
}
