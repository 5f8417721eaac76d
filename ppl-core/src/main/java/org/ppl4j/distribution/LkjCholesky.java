package org.ppl4j.distribution;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * The distribution over lower Cholesky factors L of correlation matrices whose L Lᵀ has a density proportional to its
 * determinant to the power of a concentration minus one (Lewandowski, Kurowicka and Joe, "Generating random correlation
 * matrices based on vines and extended onion method", 2009). The density is that of the elements below the diagonal.
 */
public final class LkjCholesky extends Distribution {

    private static final double HALF_LOG_PI = 0.5723649429247001;

    private final int dimension;
    private final Tensor concentration;

    private LkjCholesky(int dimension, Tensor concentration) {
        if (dimension < 1 || Arguments.nonNull(concentration, "concentration").rank() > 0) {
            throw new IllegalArgumentException("LkjCholesky needs a dimension of at least 1 and one concentration, got "
                    + dimension + " and shape " + concentration.shape() + " (" + Origin.ofCaller() + ").");
        }
        this.dimension = dimension;
        this.concentration = concentration;
    }

    /**
     * Returns a distribution over Cholesky factors of correlation matrices.
     *
     * @param dimension the number of rows and of columns
     * @param concentration the concentration, positive: one for the uniform distribution over correlation matrices
     */
    public static LkjCholesky of(int dimension, Tensor concentration) {
        return new LkjCholesky(dimension, concentration);
    }

    /**
     * Returns a distribution over Cholesky factors of correlation matrices.
     *
     * @param dimension the number of rows and of columns
     * @param concentration the concentration, positive: one for the uniform distribution over correlation matrices
     */
    public static LkjCholesky of(int dimension, double concentration) {
        return of(dimension, Tensor.of(concentration));
    }

    @Override
    public Shape shape() {
        return Shape.of(dimension, dimension);
    }

    @Override
    public int eventRank() {
        return 2;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter("concentration", concentration, Supports.positive()));
    }

    @Override
    public Support support() {
        return Supports.correlationCholesky();
    }

    /** {@inheritDoc} Of a value outside of the support, of which the diagonal alone is looked at, it means nothing. */
    @Override
    public Tensor logDensity(Tensor value) {
        Shape leading = Violations.leading(value.shape(), 2);
        int[] places = IntStream.range(0, leading.size())
                .flatMap(k -> IntStream.range(0, dimension).map(i -> (k * dimension + i) * dimension + i))
                .toArray();
        Tensor logDiagonal = value.take(leading.append(Shape.of(dimension)), Indices.of(places))
                .log();
        int[] columnsRight = IntStream.range(0, dimension)
                .map(i -> i == 0 ? 0 : dimension - 1 - i)
                .toArray();
        Tensor isBelowFirst =
                Tensor.of(IntStream.range(0, dimension).map(i -> Math.min(i, 1)).toArray());
        Tensor exponents = Tensor.of(columnsRight)
                .plus(isBelowFirst.timesElementwise(concentration.minus(1).times(2)));
        return exponents.timesElementwise(logDiagonal).sum(-1).minus(logNormalizer());
    }

    private Tensor logNormalizer() {
        Tensor valid = Terms.positive(concentration);
        Tensor ofAll = valid.plus((dimension - 1) / 2.0).logGamma();
        Tensor total = Tensor.of(0);
        for (int k = 1; k < dimension; k++) {
            Tensor ofRest = valid.plus((dimension - 1 - k) / 2.0).logGamma();
            total = total.plus(ofRest).minus(ofAll).plus(k * HALF_LOG_PI);
        }
        return total;
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        double eta = concentration.doubleValue();
        double[] factor = new double[dimension * dimension];
        for (int i = 0; i < dimension; i++) {
            double left = 1;
            for (int j = 0; j < i; j++) {
                double shape = eta + (dimension - 2 - j) / 2.0;
                // Partial correlations are beta variates stretched to (-1, 1), with 1 - z² = 4 b (1 - b).
                double b = GammaDraws.beta(shape, shape, random);
                factor[i * dimension + j] = (2 * b - 1) * Math.sqrt(left);
                left *= 4 * b * (1 - b);
            }
            factor[i * dimension + i] = Math.sqrt(left);
        }
        return factor;
    }
}
