package org.ppl4j.compile;

import java.util.Arrays;
import java.util.List;
import org.ppl4j.compile.emit.Call;
import org.ppl4j.compile.emit.Computation;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.vector.VectorComputation;

/** The memory of one thread's evaluations of a program. Evaluating allocates nothing. */
public final class Workspace {

    private final Forms forms;
    private final Program.Bound bound;
    private final double[][] memory;
    private final int[][] tables;
    private final Call[] calls;
    private final double[] variable;
    private final double[][] outputs;
    private final boolean copiesVariable;
    private final boolean givesResult;
    private int untilTrial;
    private final Thread owner = Thread.currentThread();

    Workspace(
            Forms forms,
            Program.Bound bound,
            Layout layout,
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
        this.outputs = outputs.toArray(new double[0][]);
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
        run(forms.current(), position);
        noteRun(position);
    }

    /** Evaluates the program in one of its forms. */
    void run(Computation form, double[] position) {
        if (copiesVariable) {
            System.arraycopy(position, 0, variable, 0, variable.length);
        }
        form.run(memory, tables, calls, position, outputs[outputs.length - 1]);
    }

    private void noteRun(double[] position) {
        if (untilTrial > 0 && --untilTrial == 0) {
            forms.consider(bound, position.clone());
        }
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
        forms.current().run(memory, tables, calls, position, result);
        noteRun(position);
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
        forms.current().run(memory, tables, calls, variable, outputs[outputs.length - 1]);
        noteRun(variable);
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
