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
    private final boolean copiesVariable;
    private final boolean givesResult;
    private final Thread owner = Thread.currentThread();

    Workspace(
            Computation computation,
            Layout layout,
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
        this.copiesVariable = layout.variableInMemory();
        this.givesResult = layout.result() >= 0;
    }

    /** Returns the thread that it was made in. */
    public Thread owner() {
        return owner;
    }

    /**
     * Evaluates the program.
     *
     * @param position the variable's elements
     */
    public void run(double[] position) {
        if (copiesVariable) {
            System.arraycopy(position, 0, variable, 0, variable.length);
        }
        computation.run(memory, tables, calls, position, outputs[outputs.length - 1]);
    }

    /**
     * Evaluates the program, its last output into another array, where {@link #output} then does not have it.
     *
     * @param position the variable's elements
     * @param result receives the last output's elements
     */
    public void runInto(double[] position, double[] result) {
        if (!givesResult || position == result) {
            run(position);
            double[] last = outputs[outputs.length - 1];
            System.arraycopy(last, 0, result, 0, last.length);
            return;
        }
        if (copiesVariable) {
            System.arraycopy(position, 0, variable, 0, variable.length);
        }
        computation.run(memory, tables, calls, position, result);
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
        computation.run(memory, tables, calls, variable, outputs[outputs.length - 1]);
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
