package org.ppl4j.ode;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.Origin;
import org.ppl4j.tensor.Tensor;

/**
 * A system of ordinary differential equations {@code dy/dt = f(t, y, parameters)}, whose solutions are tensors that a
 * model can go on with: they have derivatives with respect to the initial state, the parameters and the times.
 *
 * <pre>{@code
 * DifferentialEquation decay = DifferentialEquation.of((time, state, rate) -> state.times(rate).negate());
 * Model model = Model.of("decay", m -> {
 *     Tensor rate = m.sample("rate", LogNormal.of(0, 1));
 *     Tensor left = decay.solve(Tensor.of(100), 0, new double[] {1, 2, 5}, rate).column(0);
 *     m.observe("y", Normal.of(left, 1), 61, 37, 8);
 * });
 * }</pre>
 *
 * <p>Equations are solved by the Dormand–Prince method of order 8(5,3) with adaptive steps and dense output (Hairer,
 * Nørsett and Wanner, <em>Solving Ordinary Differential Equations I</em>, 1993, section II.10), in Apache Commons Math's
 * implementation. Derivatives are those of the sensitivity equations, solved along with the system under the same
 * tolerances: {@code dS/dt = (∂f/∂y) S + ∂f/∂parameters}. Solving a stiff system takes very many steps.
 *
 * <p>Immutable, and safe to share between threads. Make one outside of the model's lambda: the function is compiled once
 * for each number of states and parameters.
 */
public final class DifferentialEquation {

    private static final double DEFAULT_TOLERANCE = 1e-8;
    private static final int DEFAULT_EVALUATIONS = 1_000_000;

    /** The right-hand side of the equations. */
    @FunctionalInterface
    public interface RightHandSide {

        /**
         * Returns the derivative of the state with respect to time. It is run once, on symbols; all that is random must
         * come in through the arguments.
         *
         * @param time a scalar
         * @param state a vector
         * @param parameters a vector
         * @return a vector of the state's length
         */
        Tensor derivative(Tensor time, Tensor state, Tensor parameters);
    }

    private final RightHandSide rightHandSide;
    private final double relativeTolerance;
    private final double absoluteTolerance;
    private final int maximumEvaluations;
    private final Map<List<Integer>, CompiledSystem> systems = new ConcurrentHashMap<>();

    private DifferentialEquation(
            RightHandSide rightHandSide, double relativeTolerance, double absoluteTolerance, int maximumEvaluations) {
        this.rightHandSide = rightHandSide;
        this.relativeTolerance = relativeTolerance;
        this.absoluteTolerance = absoluteTolerance;
        this.maximumEvaluations = maximumEvaluations;
    }

    /**
     * Returns the system with a right-hand side; its relative and its absolute tolerance are 1e-8, and a solution may take
     * 1,000,000 evaluations.
     *
     * @param rightHandSide the derivative of the state
     */
    public static DifferentialEquation of(RightHandSide rightHandSide) {
        Arguments.nonNull(rightHandSide, "rightHandSide");
        return new DifferentialEquation(rightHandSide, DEFAULT_TOLERANCE, DEFAULT_TOLERANCE, DEFAULT_EVALUATIONS);
    }

    /**
     * Returns this system with other tolerances. A step is taken if its estimated error, in the root mean square over the
     * states and sensitivities, is under {@code absolute + relative * |value|}.
     *
     * @param relative the relative tolerance, positive
     * @param absolute the absolute tolerance, positive, in the states' units
     * @throws IllegalArgumentException if one is not positive
     */
    public DifferentialEquation withTolerances(double relative, double absolute) {
        if (!(relative > 0) || !(absolute > 0)) {
            throw new IllegalArgumentException(
                    "Tolerances must be > 0, got " + relative + " (relative) and " + absolute + " (absolute).");
        }
        return new DifferentialEquation(rightHandSide, relative, absolute, maximumEvaluations);
    }

    /**
     * Returns this system with another limit of the work for one solution: beyond it, the position is rejected.
     *
     * @param evaluations how often the right-hand side may be evaluated, positive
     * @throws IllegalArgumentException if it is not positive
     */
    public DifferentialEquation withMaximumEvaluations(int evaluations) {
        if (evaluations <= 0) {
            throw new IllegalArgumentException(
                    "The largest number of evaluations must be > 0, got " + evaluations + ".");
        }
        return new DifferentialEquation(rightHandSide, relativeTolerance, absoluteTolerance, evaluations);
    }

    /**
     * Returns the states at some times, {@code [times, states]}.
     *
     * @param initial the state at the start, a scalar or a vector
     * @param start the time of the initial state
     * @param times the times of the states asked for, none before the start, in order
     * @param parameters what the right-hand side gets, a scalar or a vector; empty if there are none
     * @throws IllegalArgumentException if a time is not finite, before the start, or before the one before it; or if the
     *     right-hand side's result has not as many elements as the state
     */
    public Tensor solve(Tensor initial, double start, double[] times, Tensor parameters) {
        Solution.violation(start, Arguments.nonNull(times, "times")).ifPresent(text -> {
            throw new IllegalArgumentException(text + " (" + Origin.ofCaller() + ").");
        });
        return solve(initial, start, Tensor.of(times), parameters);
    }

    /**
     * Returns the states at some times that may themselves be unknown, {@code [times, states]}.
     *
     * @param initial the state at the start, a scalar or a vector
     * @param start the time of the initial state
     * @param times a vector of the times of the states asked for, none before the start, in order: otherwise evaluating
     *     fails
     * @param parameters what the right-hand side gets, a scalar or a vector; empty if there are none
     * @throws IllegalArgumentException if the right-hand side's result has not as many elements as the state
     */
    public Tensor solve(Tensor initial, double start, Tensor times, Tensor parameters) {
        Arguments.nonNull(initial, "initial");
        Arguments.nonNull(times, "times");
        Arguments.nonNull(parameters, "parameters");
        return Tensor.call(new Solution(this, start), initial.flatten(), times.flatten(), parameters.flatten());
    }

    CompiledSystem system(int states, int parameters) {
        return systems.computeIfAbsent(
                Arrays.asList(states, parameters), absent -> CompiledSystem.of(rightHandSide, states, parameters));
    }

    double relativeTolerance() {
        return relativeTolerance;
    }

    double absoluteTolerance() {
        return absoluteTolerance;
    }

    int maximumEvaluations() {
        return maximumEvaluations;
    }
}
