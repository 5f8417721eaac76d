package org.ppl4j.nn;

import java.util.List;

/** Whether a network is dense layers only, and so can be compiled with the model instead of being called. */
public sealed interface DenseForm {

    /**
     * The network as steps, the first applied first; identity activations are left out.
     *
     * @param steps the steps
     */
    record Dense(List<DenseStep> steps) implements DenseForm {

        /**
         * Keeps its own copy of the steps.
         *
         * @param steps the steps
         */
        public Dense {
            steps = List.copyOf(steps);
        }
    }

    /**
     * The network is more than that.
     *
     * @param reason what stands in the way, for people: {@code layer 2 "layer2" (LSTM) is not dense}
     */
    record NotDense(String reason) implements DenseForm {}
}
