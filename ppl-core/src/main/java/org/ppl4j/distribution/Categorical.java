package org.ppl4j.distribution;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * The categorical distribution: one of the numbers from 0 to one less than the count of categories. The last axis of the
 * parameter runs over the categories, the others over independent values. Categories are labels, so there is no mean and
 * no variance.
 */
public final class Categorical extends Distribution {

    private final Parameter parameter;
    private final Tensor logProbabilities;

    private Categorical(Parameter parameter, Tensor logProbabilities) {
        if (logProbabilities.rank() == 0) {
            throw new IllegalArgumentException("Categorical needs " + parameter.name()
                    + " with an axis for the categories, got a scalar (" + Origin.ofCaller() + ").");
        }
        this.parameter = parameter;
        this.logProbabilities = logProbabilities;
    }

    /**
     * Returns a categorical distribution.
     *
     * @param probabilities the categories' probabilities along the last axis; they sum to one
     */
    public static Categorical of(Tensor probabilities) {
        Parameter parameter = new Parameter("probabilities", probabilities, Supports.simplex());
        return new Categorical(parameter, Simplexes.logarithms(probabilities));
    }

    /**
     * Returns a categorical distribution.
     *
     * @param probabilities the categories' probabilities; they sum to one
     */
    public static Categorical of(double... probabilities) {
        return of(Tensor.of(probabilities));
    }

    /**
     * Returns a categorical distribution by the logarithms of the probabilities, up to a constant.
     *
     * @param logits numbers along the last axis whose exponentials are proportional to the probabilities
     */
    public static Categorical ofLogits(Tensor logits) {
        Tensor logProbabilities = Arguments.nonNull(logits, "logits").rank() == 0 ? logits : logits.logSoftmax();
        return new Categorical(new Parameter("logits", logits, Supports.real()), logProbabilities);
    }

    /**
     * Returns a categorical distribution by the logarithms of the probabilities, up to a constant.
     *
     * @param logits numbers whose exponentials are proportional to the probabilities
     */
    public static Categorical ofLogits(double... logits) {
        return ofLogits(Tensor.of(logits));
    }

    @Override
    public Shape shape() {
        int[] dimensions = logProbabilities.shape().dimensions();
        return Shape.of(Arrays.copyOf(dimensions, dimensions.length - 1));
    }

    private int categories() {
        return logProbabilities.shape().dimension(logProbabilities.rank() - 1);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(parameter);
    }

    @Override
    public Support support() {
        return Supports.integerRange(0, categories() - 1);
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor isInside = Terms.both(Terms.isCount(value), value.lessThan(categories()));
        boolean isLookup =
                Terms.isFixed(value.node()) && Arrays.stream(isInside.toArray()).allMatch(inside -> inside != 0);
        return isLookup ? lookedUp(value) : Terms.inside(isInside, pickedByComparison(value));
    }

    private Tensor lookedUp(Tensor value) {
        Shape common = value.shape().broadcast(shape());
        double[] categories = value.broadcastTo(common).toArray();
        Broadcast repeat = new Broadcast(common);
        Shape own = shape();
        int[] indices = IntStream.range(0, categories.length)
                .map(i -> repeat.sourceIndex(own, i) * categories() + (int) categories[i])
                .toArray();
        return logProbabilities.take(common, Indices.of(indices));
    }

    private Tensor pickedByComparison(Tensor value) {
        Tensor labels = Tensor.of(IntStream.range(0, categories()).toArray());
        Tensor isCategory = value.insertAxis(value.rank()).equalTo(labels);
        return Tensor.where(isCategory, logProbabilities, Tensor.of(0)).sum(-1);
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        double[] probabilities = logProbabilities.exp().toArray();
        double[] values = new double[shape().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = draw(probabilities, i * categories(), random.nextDouble());
        }
        return values;
    }

    private int draw(double[] probabilities, int from, double uniform) {
        double rest = uniform;
        int likely = 0;
        for (int k = 0; k < categories(); k++) {
            double probability = probabilities[from + k];
            if (rest < probability) {
                return k;
            }
            rest -= probability;
            likely = probability > 0 ? k : likely;
        }
        // Rounding may leave a rest beyond the last category that can occur.
        return likely;
    }
}
