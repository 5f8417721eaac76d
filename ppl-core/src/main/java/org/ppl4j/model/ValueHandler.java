package org.ppl4j.model;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.ppl4j.density.ComponentDensity.Components;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.graph.Evaluation;
import org.ppl4j.tensor.Tensor;

/** Evaluates the log density of a model at named values, in the space of the model. */
final class ValueHandler implements Handler {

    private final Map<String, Tensor> values;
    private final Set<String> met = new LinkedHashSet<>();
    private final Terms prior = new Terms();
    private final Terms likelihood = new Terms();
    private boolean isOutside;

    ValueHandler(Map<String, Tensor> values) {
        this.values = values;
    }

    @Override
    public Tensor sample(Site site, Distribution distribution) {
        SiteValue found = given(site, values);
        met.add(found.name());
        Tensor matched = SiteChecks.sampledShape(site, distribution, found.value());
        boolean inside = distribution
                .support()
                .violation(matched.toArray(), matched.shape())
                .isEmpty();
        isOutside |= !inside;
        prior.add(site, inside ? Terms.logDensity(site, distribution, matched) : Tensor.of(Double.NEGATIVE_INFINITY));
        return matched;
    }

    /** Returns the value of a site; one that is missing is refused. */
    static SiteValue given(Site site, Map<String, Tensor> values) {
        SiteValue found = SiteValue.of(site.name(), values);
        if (found == null) {
            throw site.error("a value is needed to evaluate the density. Give one under this name.");
        }
        return found;
    }

    @Override
    public Tensor observe(Site site, Distribution distribution, Tensor value) {
        Tensor matched = SiteChecks.observedShape(site, distribution, value);
        SiteChecks.requireInSupport(site, distribution, matched);
        likelihood.add(site, distribution, matched);
        return matched;
    }

    @Override
    public void deterministic(Site site, Tensor value) {
        // Has no density. A value may be given all the same, as in a draw; it is computed anew.
        met.add(site.name());
    }

    @Override
    public void factor(Site site, Tensor logFactor) {
        likelihood.add(site, logFactor);
    }

    @Override
    public Tensor data(Site site, Tensor value) {
        return value;
    }

    Set<String> met() {
        return met;
    }

    /** Whether a value was outside of its support. */
    boolean isOutside() {
        return isOutside;
    }

    Components components() {
        return new Components(Evaluation.value(prior.total())[0], Evaluation.value(likelihood.total())[0], 0);
    }
}
