package org.ppl4j.samplers;

/** Learns a metric from the positions of a chain, window by window. */
interface MetricEstimator {

    /** Returns the metric to begin with. */
    Metric initial();

    /** Returns whether it learns at all: if not, the metric stays as it begins. */
    boolean learns();

    /** Takes one more position of the window into account. */
    void add(double[] position);

    /** Returns the metric of the window that ends here, and forgets its positions. */
    Metric estimate();
}
