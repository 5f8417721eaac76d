package org.ppl4j.compile.emit;

import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;

/**
 * What one iteration of a loop works on, and how: a number, or a vector of consecutive elements.
 *
 * @param <V> what stands for an element while the code is written
 */
public interface LoopElements<V> {

    /** Returns how many elements an iteration has. */
    int count();

    V constant(double value);

    /** Takes a number off the stack, before the loop begins, as an element for all iterations. */
    V spread();

    /**
     * Returns elements of an array.
     *
     * @param array the local variable that has the array
     * @param table the local variable that has the table of indices, if they are not a range
     * @param position the local variable that has the position of the iteration's first element
     */
    V read(int array, Indices indices, int table, int position);

    V compute(ElementwiseOp op, java.util.List<V> operands);

    /**
     * Writes an element to an array.
     *
     * @param position the local variable that has the position
     */
    void write(V value, int array, int position);

    /**
     * Adds an element to the lanes of a sum.
     *
     * @param lanes the local variable that has the array of the lanes
     * @param lane the local variable that has the lane of the iteration's first position; -1 if it is always the first
     * @param offset the index of the sum's first lane
     */
    void accumulate(V value, int lanes, int lane, int offset);

    /** Writes an element to evenly spaced elements of an array. */
    void writeSpaced(V value, int array, Indices indices);

    /** Adds an element to elements of an array, in their order. */
    void scatter(V value, int array, Indices indices, int table);

    /** Writes what the iteration does, as far as it is not yet written. */
    void finish();
}
