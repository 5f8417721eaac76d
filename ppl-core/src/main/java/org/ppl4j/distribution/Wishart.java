package org.ppl4j.distribution;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * The Wishart distribution over symmetric positive-definite matrices, by degrees of freedom and scale matrix: of the sum
 * of x xᵀ over as many independent normal vectors x of mean zero whose covariance is the scale. The density is that of the
 * elements on and below the diagonal.
 */
public final class Wishart extends Distribution {

    private static final double LOG_TWO = 0.6931471805599453;
    private static final double HALF_LOG_PI = 0.5723649429247001;

    private final Tensor degreesOfFreedom;
    private final Tensor scale;
    private final Tensor factor;

    private Wishart(Tensor degreesOfFreedom, Tensor scale) {
        if (Arguments.nonNull(degreesOfFreedom, "degreesOfFreedom").rank() > 0) {
            throw new IllegalArgumentException("Wishart degrees of freedom must be one number, got shape "
                    + degreesOfFreedom.shape() + " (" + Origin.ofCaller() + ").");
        }
        this.degreesOfFreedom = degreesOfFreedom;
        this.scale = Arguments.nonNull(scale, "scale");
        this.factor = scale.cholesky();
    }

    /**
     * Returns a Wishart distribution.
     *
     * @param degreesOfFreedom the degrees of freedom, more than the number of rows minus one
     * @param scale the scale matrix, symmetric and positive definite: the mean is its multiple by the degrees of freedom
     */
    public static Wishart of(Tensor degreesOfFreedom, Tensor scale) {
        return new Wishart(degreesOfFreedom, scale);
    }

    /**
     * Returns a Wishart distribution.
     *
     * @param degreesOfFreedom the degrees of freedom, more than the number of rows minus one
     * @param scale the scale matrix, symmetric and positive definite: the mean is its multiple by the degrees of freedom
     */
    public static Wishart of(double degreesOfFreedom, Tensor scale) {
        return of(Tensor.of(degreesOfFreedom), scale);
    }

    /**
     * Returns a Wishart distribution.
     *
     * @param degreesOfFreedom the degrees of freedom, more than the number of rows minus one
     * @param scale the scale matrix's rows, symmetric and positive definite: the mean is its multiple by the degrees of freedom
     */
    public static Wishart of(Tensor degreesOfFreedom, double[][] scale) {
        return of(degreesOfFreedom, Tensor.of(scale));
    }

    /**
     * Returns a Wishart distribution.
     *
     * @param degreesOfFreedom the degrees of freedom, more than the number of rows minus one
     * @param scale the scale matrix's rows, symmetric and positive definite: the mean is its multiple by the degrees of freedom
     */
    public static Wishart of(double degreesOfFreedom, double[][] scale) {
        return of(Tensor.of(degreesOfFreedom), Tensor.of(scale));
    }

    @Override
    public Shape shape() {
        return scale.shape();
    }

    @Override
    public int eventRank() {
        return 2;
    }

    @Override
    public List<Parameter> parameters() {
        Tensor least = Tensor.of(scale.rows() - 1.0);
        return List.of(
                new Parameter("degrees of freedom", degreesOfFreedom, Supports.greaterThan(least)),
                new Parameter("scale", scale, Supports.positiveDefinite()));
    }

    @Override
    public Support support() {
        return Supports.positiveDefinite();
    }

    /** {@inheritDoc} Of a matrix that is not positive definite it is NaN. */
    @Override
    public Tensor logDensity(Tensor value) {
        Shape leading = Violations.leading(value.shape(), 2);
        int rows = scale.rows();
        Tensor matrices = value.reshape(leading.size(), rows, rows);
        List<Tensor> densities = IntStream.range(0, leading.size())
                .mapToObj(k -> dependentPart(matrices.at(k)))
                .toList();
        return Tensor.stack(densities).reshape(leading).minus(logNormalizer());
    }

    private Tensor dependentPart(Tensor matrix) {
        Tensor root = matrix.cholesky();
        Tensor logDeterminant = root.diagonal().log().sum().times(2);
        Tensor trace = factor.solveLower(root).square().sum();
        Tensor exponent = degreesOfFreedom.minus(scale.rows() + 1.0);
        return exponent.times(logDeterminant).minus(trace).times(0.5);
    }

    private Tensor logNormalizer() {
        int rows = scale.rows();
        Tensor valid = Terms.valid(Tensor.of(rows - 1.0).lessThan(degreesOfFreedom), degreesOfFreedom);
        Tensor total = factor.diagonal().log().sum().plus(rows * LOG_TWO / 2).times(valid);
        for (int i = 0; i < rows; i++) {
            total = total.plus(valid.minus(i).times(0.5).logGamma()).plus(i * HALF_LOG_PI);
        }
        return total;
    }

    /** Draws by Bartlett's decomposition: the root of the value is that of the scale times a triangle of variates. */
    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        int rows = scale.rows();
        double[] triangle = new double[rows * rows];
        for (int i = 0; i < rows; i++) {
            double shape = (degreesOfFreedom.doubleValue() - i) / 2;
            triangle[i * rows + i] = Math.sqrt(GammaDraws.draw(shape, 0.5, random));
            for (int j = 0; j < i; j++) {
                triangle[i * rows + j] = random.nextGaussian();
            }
        }
        Tensor root = factor.dot(Tensor.of(scale.shape(), triangle));
        return Tensor.of(Nodes.matrixMultiply(root.node(), root.node(), false, true))
                .toArray();
    }

    @Override
    public Tensor mean() {
        return degreesOfFreedom.timesElementwise(scale);
    }

    @Override
    public Tensor variance() {
        Tensor diagonal = scale.diagonal();
        Tensor products = diagonal.insertAxis(1).timesElementwise(diagonal);
        return degreesOfFreedom.timesElementwise(scale.square().plus(products));
    }
}
