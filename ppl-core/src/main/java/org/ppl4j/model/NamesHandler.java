package org.ppl4j.model;

import java.util.Set;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.tensor.Tensor;

/** Collects the names of a model's sites and data inputs. */
final class NamesHandler extends ForwardingHandler {

    private final Set<String> names;

    NamesHandler(Handler next, Set<String> names) {
        super(next);
        this.names = names;
    }

    @Override
    public Tensor sample(Site site, Distribution distribution) {
        names.add(site.name());
        return super.sample(site, distribution);
    }

    @Override
    public void observe(Site site, Distribution distribution, Tensor value) {
        names.add(site.name());
        super.observe(site, distribution, value);
    }

    @Override
    public void deterministic(Site site, Tensor value) {
        names.add(site.name());
        super.deterministic(site, value);
    }

    @Override
    public void factor(Site site, Tensor logFactor) {
        names.add(site.name());
        super.factor(site, logFactor);
    }

    @Override
    public Tensor data(Site site, Tensor value) {
        names.add(site.name());
        return super.data(site, value);
    }
}
