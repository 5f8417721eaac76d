package org.ppl4j.model;

/** Says that what a model's statements are put together with has failed: an error of its own, and none of the model's. */
final class FailedOptimizationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    FailedOptimizationException(Throwable failure) {
        super(failure);
    }
}
