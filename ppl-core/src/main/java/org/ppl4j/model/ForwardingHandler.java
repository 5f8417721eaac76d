package org.ppl4j.model;

import org.ppl4j.distribution.Distribution;
import org.ppl4j.tensor.Tensor;

/** A handler that passes every statement on to another; subclasses change some. */
abstract class ForwardingHandler implements Handler {

    final Handler next;

    ForwardingHandler(Handler next) {
        this.next = next;
    }

    @Override
    public Tensor sample(Site site, Distribution distribution) {
        return next.sample(site, distribution);
    }

    @Override
    public Tensor observe(Site site, Distribution distribution, Tensor value) {
        return next.observe(site, distribution, value);
    }

    @Override
    public void deterministic(Site site, Tensor value) {
        next.deterministic(site, value);
    }

    @Override
    public void factor(Site site, Tensor logFactor) {
        next.factor(site, logFactor);
    }

    @Override
    public Tensor data(Site site, Tensor value) {
        return next.data(site, value);
    }
}
