package org.ppl4j.distribution;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.FusedMultiplyAdd;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Shape;
import org.ppl4j.math.Elementary;
import org.ppl4j.tensor.Tensor;

/**
 * The Dirichlet distribution over vectors of positive numbers that sum to one, with respect to all of them but the last.
 * The last axis of the concentration runs over the elements of such a vector, the others over independent vectors.
 */
public final class Dirichlet extends Distribution {

    private final Tensor concentration;

    private Dirichlet(Tensor concentration) {
        if (Arguments.nonNull(concentration, "concentration").rank() == 0) {
            throw new IllegalArgumentException(
                    "Dirichlet needs a concentration for each element, got a scalar (" + Origin.ofCaller() + ").");
        }
        if (concentration.shape().dimension(concentration.rank() - 1) == 0) {
            throw new IllegalArgumentException("Dirichlet needs at least one concentration, got shape "
                    + concentration.shape() + " (" + Origin.ofCaller() + ").");
        }
        this.concentration = concentration;
    }

    /**
     * Returns a Dirichlet distribution.
     *
     * @param concentration the concentration of each element along the last axis, positive
     */
    public static Dirichlet of(Tensor concentration) {
        return new Dirichlet(concentration);
    }

    /**
     * Returns a Dirichlet distribution.
     *
     * @param concentration the concentration of each element, positive
     */
    public static Dirichlet of(double... concentration) {
        return of(Tensor.of(concentration));
    }

    /**
     * Returns a Dirichlet distribution with one concentration for all elements.
     *
     * @param dimension the number of elements
     * @param concentration the concentration, positive: one for the uniform distribution
     */
    public static Dirichlet symmetric(int dimension, Tensor concentration) {
        return of(concentration.broadcastTo(Shape.of(dimension)));
    }

    /**
     * Returns a Dirichlet distribution with one concentration for all elements.
     *
     * @param dimension the number of elements
     * @param concentration the concentration, positive: one for the uniform distribution
     */
    public static Dirichlet symmetric(int dimension, double concentration) {
        return symmetric(dimension, Tensor.of(concentration));
    }

    @Override
    public int eventRank() {
        return 1;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter("concentration", concentration, Supports.positive()));
    }

    @Override
    public Support support() {
        return Supports.simplex();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor density = Terms.isLarge(concentration.sum(-1), value, concentration) ? nearTheMode(value) : plain(value);
        return Terms.inside(Simplexes.areValid(value), density);
    }

    private Tensor plain(Tensor value) {
        Tensor valid = Terms.positive(concentration);
        Tensor constant = valid.sum(-1).logGamma().minus(valid.logGamma().sum(-1));
        return Terms.weighted(concentration.minus(1), Terms.log(value)).sum(-1).plus(constant);
    }

    /** The density as that of multinomial counts, in deviances from the mode. */
    private Tensor nearTheMode(Tensor value) {
        Tensor total = concentration.sum(-1);
        // Zero but for the rounding of the elements' sum, which counts when it is multiplied by a large total.
        Tensor excess = Tensor.of(Nodes.apply(
                new FusedMultiplyAdd(),
                total().node(),
                value.node(),
                concentration.negate().node()));
        return concentration
                .log()
                .times(0.5)
                .minus(Terms.stirlingError(concentration))
                .minus(Terms.deviance(concentration, total().timesElementwise(value)))
                .minus(value.log())
                .plus(excess)
                .sum(-1)
                .plus(Terms.stirlingError(total))
                .minus(total.log().times(0.5))
                .minus((elements() - 1) * Terms.HALF_LOG_TWO_PI);
    }

    private int elements() {
        return concentration.shape().dimension(concentration.rank() - 1);
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        double[] shapes = concentration.toArray();
        double[] values = new double[shapes.length];
        for (int from = 0; from < values.length; from += elements()) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = from; k < from + elements(); k++) {
                values[k] = GammaDraws.log(shapes[k], random);
                largest = Math.max(largest, values[k]);
            }
            double total = 0;
            for (int k = from; k < from + elements(); k++) {
                values[k] = Math.max(Double.MIN_VALUE, Elementary.exp(values[k] - largest));
                total += values[k];
            }
            for (int k = from; k < from + elements(); k++) {
                values[k] = Math.max(Double.MIN_VALUE, values[k] / total);
            }
        }
        return values;
    }

    @Override
    public Tensor mean() {
        return concentration.dividedBy(total());
    }

    @Override
    public Tensor variance() {
        Tensor mean = mean();
        return mean.timesElementwise(Tensor.of(1).minus(mean)).dividedBy(total().plus(1));
    }

    private Tensor total() {
        return concentration.sum(-1).insertAxis(concentration.rank() - 1);
    }
}
