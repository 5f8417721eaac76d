package org.ppl4j.compile.emit;

/** What a generated class implements: one evaluation of a compiled graph. Public for the generated code only. */
public interface Computation {

    /**
     * Evaluates the graph.
     *
     * @param memory the scalars, then the arrays of the graph's leaves, intermediate values and outputs
     * @param tables the element indices of gathers and scatters
     * @param calls the operations that are called as a whole
     * @param position the variable's elements
     * @param result receives the last output; not the same array as the position
     */
    void run(double[][] memory, int[][] tables, Call[] calls, double[] position, double[] result);
}
