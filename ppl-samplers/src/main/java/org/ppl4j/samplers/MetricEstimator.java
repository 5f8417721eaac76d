package org.ppl4j.samplers;

import org.jspecify.annotations.Nullable;

/** Learns a metric from the states of a chain. */
interface MetricEstimator {

    /** Takes one more state into account. */
    void add(GradientState state);

    /** Returns how many states were added since the last reset. */
    int count();

    /** Returns the metric that suits the states since the last reset, or null as long as they are too few. */
    @Nullable
    Metric estimate();

    /**
     * Returns the metric that suits states on the way to where the chain belongs: it may leave out in what directions these
     * spread, which are those of the way.
     */
    default @Nullable Metric estimateOnTheWay() {
        return estimate();
    }

    /** Forgets all states. */
    void reset();
}
