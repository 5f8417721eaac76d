package org.ppl4j.model;

import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.Parameter;
import org.ppl4j.graph.RunningBodies;
import org.ppl4j.tensor.Tensor;

/** Refuses statements that are made in the body of a scan: they would count once, whatever the number of steps. */
final class ScanGuard extends ForwardingHandler {

    /** How many bodies run around the model, which are not its own. */
    private final int around = RunningBodies.count();

    ScanGuard(Handler next) {
        super(next);
    }

    @Override
    public Tensor sample(Site site, Distribution distribution) {
        if (isInBody()) {
            throw error(site, distribution);
        }
        return next.sample(site, distribution);
    }

    @Override
    public Tensor observe(Site site, Distribution distribution, Tensor value) {
        if (isInBody()) {
            SiteChecks.requireOutsideOfScans(site, value);
            throw error(site, distribution);
        }
        return next.observe(site, distribution, value);
    }

    @Override
    public void deterministic(Site site, Tensor value) {
        if (isInBody()) {
            throw error(site, value);
        }
        next.deterministic(site, value);
    }

    @Override
    public void factor(Site site, Tensor logFactor) {
        if (isInBody()) {
            throw error(site, logFactor);
        }
        next.factor(site, logFactor);
    }

    @Override
    public Tensor data(Site site, Tensor value) {
        if (isInBody()) {
            throw error(site, value);
        }
        return next.data(site, value);
    }

    private boolean isInBody() {
        return RunningBodies.count() > around;
    }

    private static IllegalArgumentException error(Site site, Distribution distribution) {
        for (Parameter parameter : distribution.parameters()) {
            SiteChecks.requireOutsideOfScans(site, parameter.value());
        }
        return error(site);
    }

    private static IllegalArgumentException error(Site site, Tensor value) {
        SiteChecks.requireOutsideOfScans(site, value);
        return error(site);
    }

    private static IllegalArgumentException error(Site site) {
        return site.error(
                "it is made in a scan's body, which may be run once for all steps. Make it outside of the scan,"
                        + " for all steps at once, and give the body what it needs of it as a sequence; or write a Java loop.");
    }
}
