package org.ppl4j.ode;

import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.exception.NumberIsTooSmallException;
import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.ode.nonstiff.DormandPrince853Integrator;
import org.apache.commons.math3.ode.sampling.StepHandler;
import org.apache.commons.math3.ode.sampling.StepInterpolator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.Workspace;

/**
 * One solution: the states, and if asked for, their sensitivities to the initial states and the parameters.
 *
 * <p>The unknowns are the n states; then, row by row, the n × (n + p) sensitivities.
 */
final class Solver implements FirstOrderDifferentialEquations, StepHandler {

    /** The shortest step, as a part of the time to cover. */
    private static final double SHORTEST = 1e-12;

    private final DifferentialEquation equation;
    private final int states;
    private final int columns;
    private final boolean withSensitivities;
    private final double start;
    private final double[] times;
    private final Workspace code;
    private final double[] position;
    private double reached;
    private int next;
    private double[] output = {};

    Solver(
            DifferentialEquation equation,
            CompiledSystem system,
            boolean withSensitivities,
            double start,
            double[] times,
            double[] parameters) {
        this.equation = equation;
        this.states = system.states();
        this.columns = states + system.parameters();
        this.withSensitivities = withSensitivities;
        this.start = start;
        this.times = times;
        this.code = system.workspace(withSensitivities);
        this.position = new double[1 + columns];
        System.arraycopy(parameters, 0, position, 1 + states, parameters.length);
    }

    /** Solves from initial values of the unknowns, and writes their values at each of the times. */
    void solve(double[] initial, double[] target) {
        output = target;
        next = 0;
        reached = start;
        while (next < times.length && times[next] == start) {
            write(initial);
        }
        if (next == times.length) {
            return;
        }
        double end = times[times.length - 1];
        double span = end - start;
        var integrator = new DormandPrince853Integrator(
                SHORTEST * span, span, equation.absoluteTolerance(), equation.relativeTolerance());
        integrator.setMaxEvaluations(equation.maximumEvaluations());
        integrator.addStepHandler(this);
        try {
            integrator.integrate(this, start, initial, end, new double[initial.length]);
        } catch (Escape escape) {
            throw failure(escape.what, null);
        } catch (NumberIsTooSmallException tooSmall) {
            throw failure("the steps became shorter than " + SHORTEST + " of the time to cover", tooSmall);
        } catch (MaxCountExceededException tooMany) {
            throw failure("it took more than " + equation.maximumEvaluations() + " evaluations", tooMany);
        }
    }

    private ArithmeticException failure(String what, @Nullable Throwable cause) {
        var failure = new ArithmeticException("The differential equation was solved up to time " + reached + " of "
                + times[times.length - 1] + " only: " + what
                + ". A stiff system, or a solution that goes to infinity, does this. Priors that keep the parameters"
                + " where the solution behaves, or looser tolerances, help.");
        failure.initCause(cause);
        return failure;
    }

    /** A derivative that is not finite; thrown anew by the solver, so that no line of the integrator's seems to be at fault. */
    private static final class Escape extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String what;

        Escape(String what) {
            super(what, null, false, false);
            this.what = what;
        }
    }

    /** Computes the derivatives of a solution that is there. */
    void derivatives(double time, double[] values, double[] derivatives) {
        try {
            computeDerivatives(time, values, derivatives);
        } catch (Escape escape) {
            throw failure(escape.what, null);
        }
    }

    @Override
    public int getDimension() {
        return withSensitivities ? states * (1 + columns) : states;
    }

    @Override
    public void computeDerivatives(double time, double[] values, double[] derivatives) {
        position[0] = time;
        System.arraycopy(values, 0, position, 1, states);
        code.run(position);
        double[] slopes = code.output(0);
        for (int i = 0; i < states; i++) {
            if (!Double.isFinite(slopes[i])) {
                throw new Escape("there the derivative of state " + i + " is " + slopes[i]);
            }
            derivatives[i] = slopes[i];
        }
        if (withSensitivities) {
            sensitivities(code.output(1), values, derivatives);
        }
    }

    private void sensitivities(double[] jacobian, double[] values, double[] derivatives) {
        for (int i = 0; i < states; i++) {
            int row = i * (1 + columns) + 1;
            for (int k = 0; k < columns; k++) {
                double slope = k < states ? 0 : jacobian[row + k];
                for (int l = 0; l < states; l++) {
                    slope += jacobian[row + l] * values[states + l * columns + k];
                }
                derivatives[states + i * columns + k] = slope;
            }
        }
    }

    @Override
    public void init(double time, double[] values, double end) {}

    @Override
    public void handleStep(StepInterpolator step, boolean isLast) {
        reached = step.getCurrentTime();
        while (next < times.length && (times[next] <= reached || isLast)) {
            step.setInterpolatedTime(times[next]);
            write(step.getInterpolatedState());
        }
    }

    private void write(double[] values) {
        System.arraycopy(values, 0, output, next * values.length, values.length);
        next++;
    }
}
