package org.ppl4j.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.tensor.Tensor;

/** Evaluates the terms of the log likelihood at named values: one for each independent observation. */
final class LikelihoodHandler implements Handler {

    private final Map<String, Tensor> values;
    private final Map<String, double[]> terms = new LinkedHashMap<>();

    LikelihoodHandler(Map<String, Tensor> values) {
        this.values = values;
    }

    @Override
    public Tensor sample(Site site, Distribution distribution) {
        return SiteChecks.sampledShape(
                site, distribution, ValueHandler.given(site, values).value());
    }

    @Override
    public Tensor observe(Site site, Distribution distribution, Tensor value) {
        Tensor matched = SiteChecks.observedShape(site, distribution, value);
        SiteChecks.requireInSupport(site, distribution, matched);
        terms.put(site.name(), Terms.logDensity(site, distribution, matched).toArray());
        return matched;
    }

    @Override
    public void deterministic(Site site, Tensor value) {
        // Has no density.
    }

    @Override
    public void factor(Site site, Tensor logFactor) {
        terms.put(site.name(), logFactor.toArray());
    }

    @Override
    public Tensor data(Site site, Tensor value) {
        return value;
    }

    /** Returns the terms by the names of the observed sites and the factors. */
    Map<String, double[]> terms() {
        return terms;
    }
}
