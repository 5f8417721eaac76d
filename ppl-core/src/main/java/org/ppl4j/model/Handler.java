package org.ppl4j.model;

import org.ppl4j.distribution.Distribution;
import org.ppl4j.tensor.Tensor;

/** What the statements of a model do when it is run: handlers give a model its meaning, and wrap one another. */
interface Handler {

    /** A random variable: returns its value. */
    Tensor sample(Site site, Distribution distribution);

    /** A random variable with a known value: returns it, or what takes its place. */
    Tensor observe(Site site, Distribution distribution, Tensor value);

    /** A value to record. */
    void deterministic(Site site, Tensor value);

    /** A term of the log density. */
    void factor(Site site, Tensor logFactor);

    /** A data input: returns its value, or what stands for it. */
    Tensor data(Site site, Tensor value);
}
