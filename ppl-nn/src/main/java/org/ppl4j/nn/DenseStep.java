package org.ppl4j.nn;

import java.util.OptionalInt;

/** One step of a dense network: an affine map with parameters, or an activation without. */
public sealed interface DenseStep {

    /**
     * {@code x ↦ x · W + b} on each row of a batch.
     *
     * @param inputs the number of columns that come in
     * @param outputs the number of columns that go out
     * @param weightOffset where W begins in the flat parameter vector: {@code inputs × outputs} numbers, column-major, so
     *     that {@code W[i, j]} is at {@code weightOffset + i + j · inputs}
     * @param biasOffset where b begins, or empty if the layer has none
     */
    record Affine(int inputs, int outputs, int weightOffset, OptionalInt biasOffset) implements DenseStep {}

    /**
     * An activation on what the step before gives.
     *
     * @param function the function
     * @param parameter its constant, where {@link DenseActivation} says that it has one, else 0
     */
    record Activate(DenseActivation function, double parameter) implements DenseStep {}
}
