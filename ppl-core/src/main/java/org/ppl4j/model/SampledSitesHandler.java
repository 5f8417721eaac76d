package org.ppl4j.model;

import org.ppl4j.distribution.Distribution;
import org.ppl4j.tensor.Tensor;

/** A handler for which sampled sites alone matter: observations and data are their values, other statements nothing. */
abstract class SampledSitesHandler implements Handler {

    @Override
    public Tensor observe(Site site, Distribution distribution, Tensor value) {
        return value;
    }

    @Override
    public void deterministic(Site site, Tensor value) {
        // Is no sampled site.
    }

    @Override
    public void factor(Site site, Tensor logFactor) {
        // Is no sampled site.
    }

    @Override
    public Tensor data(Site site, Tensor value) {
        return value;
    }
}
