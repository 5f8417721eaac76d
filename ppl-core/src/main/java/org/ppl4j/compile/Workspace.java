package org.ppl4j.compile;

import java.util.Arrays;
import java.util.List;

/** The memory of one thread's evaluations of a program. Evaluating allocates nothing. */
public final class Workspace {

    private final Forms forms;
    private final Program.Bound bound;
    private final double[][] memory;
    private final int[][] tables;
    private final Call[] calls;
    private final double[] variable;
    private final double[][] outputs;
    private int untilTrial;

    Workspace(
            Forms forms,
            Program.Bound bound,
            double[][] memory,
            int[][] tables,
            Call[] calls,
            double[] variable,
            List<double[]> outputs) {
        this.forms = forms;
        this.bound = bound;
        this.untilTrial = forms.evaluationsBeforeTrial();
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
        run(forms.current(), position);
        noteRun();
    }

    /** Evaluates the program in one of its forms. */
    void run(Computation form, double[] position) {
        System.arraycopy(position, 0, variable, 0, variable.length);
        form.run(memory, tables, calls);
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
        forms.current().run(memory, tables, calls);
        noteRun();
    }

    private void noteRun() {
        if (untilTrial > 0 && --untilTrial == 0) {
            forms.consider(bound, variable.clone());
        }
    }

    /** Runs the first elements of each loop, to have HotSpot compile it. */
    void warmUp(VectorComputation form, int elements) {
        form.warmUp(memory, tables, elements);
    }

    /** Whether the last runs of both gave the same bits, all that is not a number taken for one. */
    boolean hasSameOutputs(Workspace that) {
        for (int i = 0; i < outputs.length; i++) {
            // Arrays.equals compares as Double.equals does: by bits, with one NaN.
            if (!Arrays.equals(outputs[i], that.outputs[i])) {
                return false;
            }
        }
        return true;
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
