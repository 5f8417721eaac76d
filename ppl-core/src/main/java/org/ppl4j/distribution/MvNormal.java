package org.ppl4j.distribution;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * The multivariate normal distribution: of independent elements, or by a covariance matrix or its Cholesky factor. The
 * last axis of the mean runs over the elements of a vector, the others over independent vectors.
 */
public final class MvNormal extends Distribution {

    private final Tensor mean;
    private final Spread spread;
    private final Shape shape;

    private MvNormal(Tensor mean, Spread spread) {
        this.mean = Arguments.nonNull(mean, "mean");
        this.spread = spread;
        Shape elements = spread.elements();
        if ((mean.rank() == 0 && elements.isScalar()) || !mean.shape().isCompatible(elements)) {
            throw new IllegalArgumentException("MvNormal mean of shape " + mean.shape() + " does not fit the "
                    + spread.parameter().name() + " of shape "
                    + spread.parameter().value().shape() + " (" + Origin.ofCaller() + ").");
        }
        this.shape = mean.shape().broadcast(elements);
    }

    /**
     * Returns a distribution of independent elements, all of mean zero and one standard deviation.
     *
     * @param dimension the number of elements
     * @param standardDeviation the standard deviation, a positive number
     */
    public static MvNormal isotropic(int dimension, Tensor standardDeviation) {
        return diagonal(Tensor.filled(0, dimension), Arguments.nonNull(standardDeviation, "standardDeviation"));
    }

    /**
     * Returns a distribution of independent elements, all of mean zero and one standard deviation.
     *
     * @param dimension the number of elements
     * @param standardDeviation the standard deviation, a positive number
     */
    public static MvNormal isotropic(int dimension, double standardDeviation) {
        return isotropic(dimension, Tensor.of(standardDeviation));
    }

    /**
     * Returns a distribution of independent elements.
     *
     * @param mean the mean
     * @param standardDeviations the standard deviation of each element, or one number for all, positive
     */
    public static MvNormal diagonal(Tensor mean, Tensor standardDeviations) {
        return new MvNormal(mean, new Spread.Independent(Arguments.nonNull(standardDeviations, "standardDeviations")));
    }

    /**
     * Returns a distribution of independent elements.
     *
     * @param mean the mean
     * @param standardDeviations the standard deviation of each element, positive
     */
    public static MvNormal diagonal(Tensor mean, double[] standardDeviations) {
        return diagonal(mean, Tensor.of(standardDeviations));
    }

    /**
     * Returns a distribution of independent elements.
     *
     * @param mean the mean
     * @param standardDeviations the standard deviation of each element, or one number for all, positive
     */
    public static MvNormal diagonal(double[] mean, Tensor standardDeviations) {
        return diagonal(Tensor.of(mean), standardDeviations);
    }

    /**
     * Returns a distribution of independent elements.
     *
     * @param mean the mean
     * @param standardDeviations the standard deviation of each element, positive
     */
    public static MvNormal diagonal(double[] mean, double[] standardDeviations) {
        return diagonal(Tensor.of(mean), Tensor.of(standardDeviations));
    }

    /**
     * Returns a distribution by its covariance matrix.
     *
     * @param mean the mean
     * @param covariance the covariance matrix, symmetric and positive definite; of a random one the lower triangle is read
     */
    public static MvNormal of(Tensor mean, Tensor covariance) {
        Parameter parameter = new Parameter("covariance", covariance, Supports.positiveDefinite());
        return new MvNormal(mean, new Spread.Correlated(parameter, covariance.cholesky()));
    }

    /**
     * Returns a distribution by its covariance matrix.
     *
     * @param mean the mean
     * @param covariance the covariance matrix, symmetric and positive definite; of a random one the lower triangle is read
     */
    public static MvNormal of(double[] mean, Tensor covariance) {
        return of(Tensor.of(mean), covariance);
    }

    /**
     * Returns a distribution by its covariance matrix.
     *
     * @param mean the mean
     * @param covariance the rows of the covariance matrix, symmetric and positive definite
     */
    public static MvNormal of(Tensor mean, double[][] covariance) {
        return of(mean, Tensor.of(covariance));
    }

    /**
     * Returns a distribution by its covariance matrix.
     *
     * @param mean the mean
     * @param covariance the rows of the covariance matrix, symmetric and positive definite
     */
    public static MvNormal of(double[] mean, double[][] covariance) {
        return of(Tensor.of(mean), Tensor.of(covariance));
    }

    /**
     * Returns a distribution by the Cholesky factor of its covariance matrix, which spares computing that.
     *
     * @param mean the mean
     * @param choleskyFactor the lower triangular L, with a positive diagonal, of the covariance L Lᵀ; what a random one has
     *     above the diagonal is not read
     */
    public static MvNormal ofCholesky(Tensor mean, Tensor choleskyFactor) {
        Parameter parameter = new Parameter("Cholesky factor", choleskyFactor, Supports.choleskyFactor());
        return new MvNormal(mean, new Spread.Correlated(parameter, choleskyFactor));
    }

    /**
     * Returns a distribution by the Cholesky factor of its covariance matrix, which spares computing that.
     *
     * @param mean the mean
     * @param choleskyFactor the lower triangular L, with a positive diagonal, of the covariance L Lᵀ; what a random one has
     *     above the diagonal is not read
     */
    public static MvNormal ofCholesky(double[] mean, Tensor choleskyFactor) {
        return ofCholesky(Tensor.of(mean), choleskyFactor);
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public int eventRank() {
        return 1;
    }

    private int dimension() {
        return shape.dimension(shape.rank() - 1);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter("mean", mean, Supports.real()), spread.parameter());
    }

    @Override
    public Support support() {
        return Supports.real();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor deviation = value.minus(mean);
        return spread.squaredDistance(deviation)
                .times(-0.5)
                .minus(spread.logVolume(dimension()))
                .minus(dimension() * Terms.HALF_LOG_TWO_PI);
    }

    /** Returns the mean and the standard deviation of each element; what is left is correlated as it was. */
    @Override
    public Optional<LocationScale> locationScale() {
        return Optional.of(new LocationScale(mean, spread.standardDeviations()));
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        Tensor standard = Tensor.of(shape, Draws.elementwise(shape, random::nextGaussian));
        return mean.plus(spread.scaled(standard)).toArray();
    }

    @Override
    public Tensor mean() {
        return mean.broadcastTo(shape);
    }

    /** Returns the variance of each element: the diagonal of the covariance matrix. */
    @Override
    public Tensor variance() {
        return spread.variance().broadcastTo(shape);
    }
}
