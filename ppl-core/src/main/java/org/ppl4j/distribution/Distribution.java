package org.ppl4j.distribution;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * A probability distribution over numbers, vectors or matrices.
 *
 * <p>To add one, extend this class: say the parameters with their domains, the support, the log density, and how to draw;
 * and the shape, if values are vectors or matrices. Nothing has to be registered. A distribution is immutable; its parameters may be random.
 */
public abstract class Distribution {

    private static final int SHOWN_ELEMENTS = 4;

    /** Creates a distribution. */
    protected Distribution() {}

    /** Returns the name in messages; by default the class's. */
    public String name() {
        return getClass().getSimpleName();
    }

    /** Returns the shape of a value; by default the common shape of the parameters, which a univariate distribution has. */
    public Shape shape() {
        Shape common = Shape.SCALAR;
        List<Parameter> parameters = parameters();
        refuseIf(missingParameter(parameters));
        for (Parameter parameter : parameters) {
            Shape shape = parameter.value().shape();
            if (!common.isCompatible(shape)) {
                throw new IllegalArgumentException(name() + " parameters cannot be broadcast together: "
                        + parameters().stream()
                                .map(each -> each.name() + " of shape "
                                        + each.value().shape())
                                .collect(Collectors.joining(", "))
                        + " (" + Origin.ofCaller() + ").");
            }
            common = common.broadcast(shape);
        }
        return common;
    }

    /** Returns how many of the last axes of the shape belong to one multivariate value: 0 for a univariate distribution. */
    public int eventRank() {
        return 0;
    }

    /** Returns the parameters, for checks and messages. */
    public abstract List<Parameter> parameters();

    /** Returns where the density is positive. */
    public abstract Support support();

    /**
     * Returns the log density, or log probability, of a value: one term for each independent element, all of which are
     * summed in a model. Outside of the support it is minus infinity.
     *
     * @param value a value of a shape that this distribution's broadcasts to
     */
    public abstract Tensor logDensity(Tensor value);

    /**
     * Returns the location and the scale, if a value is the location plus the scale times a value whose distribution depends on
     * neither, and all real numbers are values; empty unless overridden. A site with such a distribution can be sampled in its
     * non-centred form: {@code model.nonCentred(site)}.
     */
    public Optional<LocationScale> locationScale() {
        return Optional.empty();
    }

    /**
     * Draws a value.
     *
     * @param random the source of randomness
     * @return the elements of a value of {@link #shape}, row-major
     */
    public abstract double[] sample(RandomGenerator random);

    /**
     * Returns the mean, element by element.
     *
     * @throws UnsupportedOperationException if it is not known in closed form
     */
    public Tensor mean() {
        throw new UnsupportedOperationException(name() + " does not provide its mean.");
    }

    /**
     * Returns the variance, element by element.
     *
     * @throws UnsupportedOperationException if it is not known in closed form
     */
    public Tensor variance() {
        throw new UnsupportedOperationException(name() + " does not provide its variance.");
    }

    /** Whether values are isolated, so that they have probabilities and no gradient. */
    public final boolean isDiscrete() {
        Support support = support();
        if (support == null) {
            refuse("The support of " + name() + " is null");
        }
        return support.isDiscrete();
    }

    /**
     * Returns the distribution of independent copies along new first axes.
     *
     * @param dimensions the size along each new axis
     */
    public Distribution iid(int... dimensions) {
        return new Iid(this, Shape.of(Arguments.nonNull(dimensions, "dimensions")));
    }

    /** Says what is wrong with the parameters, as in "Laplace scale must be &gt; 0, got -1.0"; empty if nothing is. */
    public final Optional<String> violation() {
        List<Parameter> parameters = parameters();
        Optional<String> missing = missingParameter(parameters);
        if (missing.isPresent()) {
            return missing;
        }
        for (Parameter parameter : parameters) {
            Optional<String> violation = parameter.violation();
            if (violation.isPresent()) {
                return Optional.of(name() + " " + violation.get());
            }
        }
        return Optional.empty();
    }

    /**
     * Returns an error if a parameter is outside of its domain. For {@link #sample} of subclasses.
     *
     * @throws IllegalArgumentException naming the parameter, its value and the caller's line
     */
    protected final void requireValidParameters() {
        refuseIf(violation());
    }

    /** Returns the name and the parameters, as in "Normal(mean 0.0, standard deviation 1.0)"; of long ones the shape. */
    @Override
    public String toString() {
        List<Parameter> parameters = parameters();
        if (missingParameter(parameters).isPresent()) {
            return name();
        }
        return parameters.stream().map(Distribution::text).collect(Collectors.joining(", ", name() + "(", ")"));
    }

    private static String text(Parameter parameter) {
        Tensor value = parameter.value();
        return parameter.name() + " " + (value.size() > SHOWN_ELEMENTS ? "Tensor" + value.shape() : value);
    }

    private static void refuseIf(Optional<String> problem) {
        if (problem.isPresent()) {
            refuse(problem.get());
        }
    }

    private static void refuse(String text) {
        throw new IllegalArgumentException(text + " (" + Origin.ofCaller() + ").");
    }

    /** Says what a subclass's list of parameters lacks. */
    private Optional<String> missingParameter(@Nullable List<Parameter> parameters) {
        if (parameters == null) {
            return Optional.of(
                    name() + " has null for its parameters(), which must be a list, empty if there are none");
        }
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i) == null) {
                return Optional.of(
                        name() + " has null at index " + i + " of its parameters(), which must be all there");
            }
        }
        return Optional.empty();
    }
}
