package org.ppl4j.ode;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ppl4j.graph.DifferentiableFunction;
import org.ppl4j.graph.Shape;

/**
 * The states of a system at some times, as a function of the initial state, the times and the parameters.
 *
 * @param equation the system
 * @param start the time of the initial state
 */
record Solution(DifferentialEquation equation, double start) implements DifferentiableFunction {

    @Override
    public String name() {
        return "differential equation";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        int states = inputs.get(0).size();
        equation.system(states, inputs.get(2).size());
        return Shape.of(inputs.get(1).size(), states);
    }

    /** Says what is wrong with some times; empty if nothing is. */
    static Optional<String> violation(double start, double[] times) {
        double before = start;
        for (int i = 0; i < times.length; i++) {
            if (!(times[i] >= before) || Double.isInfinite(times[i])) {
                return Optional.of("The times of a solution must be finite, in order, and not before its start, "
                        + start + "; got " + times[i] + " at index " + i + (i == 0 ? "" : ", after " + before));
            }
            before = times[i];
        }
        return Optional.empty();
    }

    @Override
    public void evaluate(double[][] inputs, List<Shape> inputShapes, double[] output) {
        solver(inputs, false).solve(inputs[0], output);
    }

    private Solver solver(double[][] inputs, boolean withSensitivities) {
        violation(start, inputs[1]).ifPresent(text -> {
            throw new ArithmeticException(
                    text + ". Sample what lies between the times, as positive numbers, and add it up.");
        });
        CompiledSystem system = equation.system(inputs[0].length, inputs[2].length);
        return new Solver(equation, system, withSensitivities, start, inputs[1], inputs[2]);
    }

    @Override
    public void vectorJacobianProduct(
            double[][] inputs, List<Shape> inputShapes, double[] outputAdjoint, double[][] inputAdjoints) {
        int states = inputs[0].length;
        int parameters = inputs[2].length;
        int columns = states + parameters;
        Solver solver = solver(inputs, true);
        double[] rows = new double[inputs[1].length * states * (1 + columns)];
        solver.solve(initial(inputs[0], columns), rows);
        double[] gathered = new double[columns];
        double[] slopes = new double[states * (1 + columns)];
        for (int row = 0; row < inputs[1].length; row++) {
            double[] values = Arrays.copyOfRange(rows, row * slopes.length, (row + 1) * slopes.length);
            solver.derivatives(inputs[1][row], values, slopes);
            double ofTime = 0;
            for (int i = 0; i < states; i++) {
                double adjoint = outputAdjoint[row * states + i];
                ofTime += adjoint * slopes[i];
                for (int k = 0; k < columns; k++) {
                    gathered[k] += adjoint * values[states + i * columns + k];
                }
            }
            inputAdjoints[1][row] = ofTime;
        }
        System.arraycopy(gathered, 0, inputAdjoints[0], 0, states);
        System.arraycopy(gathered, states, inputAdjoints[2], 0, parameters);
    }

    /** Returns the initial states followed by their sensitivities: one to themselves, none to the parameters. */
    private static double[] initial(double[] states, int columns) {
        double[] all = Arrays.copyOf(states, states.length * (1 + columns));
        for (int i = 0; i < states.length; i++) {
            all[states.length + i * columns + i] = 1;
        }
        return all;
    }
}
