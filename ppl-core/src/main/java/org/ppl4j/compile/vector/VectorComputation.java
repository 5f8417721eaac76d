package org.ppl4j.compile.vector;

import org.ppl4j.compile.emit.Computation;

/** What the SIMD form of a program implements. Public for the generated code only. */
public interface VectorComputation extends Computation {

    /**
     * Runs each loop for its first elements only, whatever they are computed of: many short calls bring HotSpot to compile
     * a loop earlier than few long ones do.
     *
     * @param memory memory that nobody needs
     * @param tables the element indices of gathers and scatters
     * @param elements how many elements, a multiple of eight
     */
    void warmUp(double[][] memory, int[][] tables, int elements);
}
