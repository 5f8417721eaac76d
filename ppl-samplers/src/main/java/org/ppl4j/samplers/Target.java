package org.ppl4j.samplers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ppl4j.chains.Variable;
import org.ppl4j.density.LogDensity;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.LibraryFrame;
import org.ppl4j.model.Model;

/**
 * What is sampled: a log density, where chains may start on it, and what is recorded of each draw.
 *
 * <p>Models provide one; {@link #of(LogDensity)} makes one of a hand-written density. Implementations are safe to use
 * from several threads at once, deterministic but for {@link #initialPosition}, and do not keep the arrays they are
 * given.
 */
@LibraryFrame
public interface Target {

    /** {@return the log density on the unconstrained space, the log-Jacobian of the constraints included} */
    LogDensity density();

    /** {@return what is recorded of each draw, in the order in which {@link #record(double[], double[])} writes it} */
    List<Variable> variables();

    /**
     * Writes the values that are recorded for a position, and returns the log joint density in model space (without the
     * Jacobian).
     *
     * @param position the unconstrained coordinates
     * @param values receives the values of {@link #variables()}, one variable after the other, each in row-major order
     * @return the log joint density in model space
     */
    double record(double[] position, double[] values);

    /**
     * Does the same as {@link #record(double[], double[])} for a position where the log density is already known, which
     * may save evaluating it again.
     *
     * @param position the unconstrained coordinates
     * @param logDensity the value of {@link #density()} at {@code position}
     * @param values receives the values of {@link #variables()}
     * @return the log joint density in model space
     */
    default double record(double[] position, double logDensity, double[] values) {
        return record(position, values);
    }

    /**
     * {@return a new array with a proposal for where a chain may start; the density need not be finite there}
     *
     * @param random the only source of randomness
     */
    double[] initialPosition(RandomGenerator random);

    /**
     * {@return which unconstrained coordinates belong to a recorded variable, empty for a quantity that is derived from
     * others}
     *
     * @param variable the name of one of {@link #variables()}
     * @throws IllegalArgumentException if there is no such variable
     */
    int[] coordinates(String variable);

    /**
     * {@return the unconstrained coordinates of named values, where some may be missing}
     *
     * @param values values of variables: numbers, arrays or tensors
     * @param fallback the unconstrained coordinates of the variables without a value
     * @throws IllegalArgumentException if there is no such variable, or a value does not fit: names it
     * @throws UnsupportedOperationException if the target cannot tell
     */
    default double[] unconstrain(Map<String, ?> values, double[] fallback) {
        throw new UnsupportedOperationException("This target does not know the coordinates of named values. Start its"
                + " chains at unconstrained positions: initial(double[]...).");
    }

    /** Does what the first record would otherwise have to wait for; called once before chains run. Nothing by default. */
    default void prepareRecord() {}

    /** {@return the prior, if it is known apart from the rest of the density; empty unless overridden} */
    default Optional<Prior> prior() {
        return Optional.empty();
    }

    /** {@return the names of the variables whose coordinates are isolated values without a gradient; none by default} */
    default List<String> discreteVariables() {
        return List.of();
    }

    /**
     * {@return the names of the sampled variables that may not be any real numbers, such as positive ones; none by default}
     */
    default List<String> constrainedVariables() {
        return List.of();
    }

    /**
     * Refuses a target with discrete variables, for samplers that move in the reals.
     *
     * @param sampler the sampler's name
     * @throws IllegalArgumentException if there is one: names it
     */
    default void requireContinuous(String sampler) {
        if (!discreteVariables().isEmpty()) {
            throw new IllegalArgumentException(sampler + " moves in the reals, but "
                    + describe(discreteVariables().get(0))
                    + " is discrete. Sum it out of the density, or use SitewiseMetropolis, which moves discrete variables"
                    + " too.");
        }
    }

    /**
     * {@return a variable as texts name it: its name in quotes, and where it is declared if that is known}
     *
     * @param variable the name of one of {@link #variables()}
     */
    default String describe(String variable) {
        return "\"" + variable + "\"";
    }

    /**
     * Returns, for the text of an error, why the log density or its gradient is not finite at a position: the site and
     * the value at fault where they are known. Without a full stop at the end.
     *
     * @param position the unconstrained coordinates
     * @return a clause such as "site sigma is -1.0"
     */
    String describeFailure(double[] position);

    /**
     * {@return the target for a model: it records the sampled sites and the deterministic values, and starts chains
     * uniformly between -2 and 2 in each unconstrained coordinate}
     *
     * @param model the model
     */
    static Target of(Model model) {
        return new ModelTarget(Arguments.nonNull(model, "model").density());
    }

    /**
     * {@return the target for a hand-written log density: it records one vector {@code q}, the position itself, with the
     * density as {@code lp}, and starts chains uniformly between -2 and 2 in each coordinate}
     *
     * @param density the log density
     */
    static Target of(LogDensity density) {
        Arguments.nonNull(density, "density");
        return of(density, List.of(Variable.of("q", density.dimension())));
    }

    /**
     * {@return the target for a hand-written log density whose coordinates, in order, are the values of some variables;
     * it starts chains uniformly between -2 and 2 in each coordinate}
     *
     * @param density the log density
     * @param variables the names and shapes of the coordinates, as many scalars in all as the density has dimensions
     * @throws IllegalArgumentException if the sizes of the variables do not add up to the dimension
     */
    static Target of(LogDensity density, List<Variable> variables) {
        return new DensityTarget(Arguments.nonNull(density, "density"), Arguments.nonNull(variables, "variables"));
    }
}
