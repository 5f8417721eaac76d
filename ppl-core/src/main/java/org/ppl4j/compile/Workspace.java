package org.ppl4j.compile;

import java.util.List;

/** The memory of one thread's evaluations of a program. Evaluating allocates nothing. */
public final class Workspace {

    private final Computation computation;
    private final double[][] memory;
    private final int[][] tables;
    private final Call[] calls;
    private final double[] variable;
    private final double[][] outputs;

    Workspace(
            Computation computation,
            double[][] memory,
            int[][] tables,
            Call[] calls,
            double[] variable,
            List<double[]> outputs) {
        this.computation = computation;
        this.memory = memory;
        this.tables = tables;
        this.calls = calls;
        this.variable = variable;
        this.outputs = outputs.toArray(double[][]::new);
    }

    /**
     * Evaluates the program.
     *
     * @param position the variable's elements
     */
    public void run(double[] position) {
        System.arraycopy(position, 0, variable, 0, variable.length);
        computation.run(memory, tables, calls);
    }

    /**
     * Evaluates the program.
     *
     * @param first the first of the variable's elements
     * @param second the others
     */
    public void run(double[] first, double[] second) {
        System.arraycopy(first, 0, variable, 0, first.length);
        System.arraycopy(second, 0, variable, first.length, second.length);
        computation.run(memory, tables, calls);
    }

    /**
     * Returns an output of the last run; overwritten by the next.
     *
     * @param index which, in the order in which they were asked for
     */
    public double[] output(int index) {
        return outputs[index];
    }
}
