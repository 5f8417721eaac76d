package org.ppl4j.model;

import java.util.Map;
import java.util.Set;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.tensor.Tensor;

/** A change of what a model's statements mean, applied before a handler sees them. */
interface Transform {

    /** Returns a handler that makes the change and passes on to another; notes the names that it meets. */
    Handler wrap(Handler next, Set<String> met);

    /** Returns the names of the sites, or data inputs, that must occur in the model. */
    Set<String> names();

    /** Sampled sites become observed. */
    record Condition(Map<String, Tensor> values) implements Transform {
        @Override
        public Handler wrap(Handler next, Set<String> met) {
            return new ForwardingHandler(next) {
                @Override
                public Tensor sample(Site site, Distribution distribution) {
                    Tensor given = values.get(site.name());
                    if (given == null) {
                        return next.sample(site, distribution);
                    }
                    met.add(site.name());
                    next.observe(site, distribution, given);
                    return SiteChecks.matchingValue(site, distribution, given);
                }
            };
        }

        @Override
        public Set<String> names() {
            return values.keySet();
        }
    }

    /** Sampled sites take a value, and lose their density. */
    record Fix(Map<String, Tensor> values) implements Transform {
        @Override
        public Handler wrap(Handler next, Set<String> met) {
            return new ForwardingHandler(next) {
                @Override
                public Tensor sample(Site site, Distribution distribution) {
                    Tensor given = values.get(site.name());
                    if (given == null) {
                        return next.sample(site, distribution);
                    }
                    met.add(site.name());
                    return SiteChecks.matchingValue(site, distribution, given);
                }
            };
        }

        @Override
        public Set<String> names() {
            return values.keySet();
        }
    }

    /** Observed sites become sampled. */
    record Decondition(Set<String> names) implements Transform {

        @Override
        public Handler wrap(Handler next, Set<String> met) {
            return new ForwardingHandler(next) {
                @Override
                public void observe(Site site, Distribution distribution, Tensor value) {
                    if (names.contains(site.name())) {
                        met.add(site.name());
                        next.sample(site, SiteChecks.expanded(distribution, value.shape()));
                    } else {
                        next.observe(site, distribution, value);
                    }
                }
            };
        }
    }

    /** Data inputs get other values. */
    record Rebind(Map<String, Tensor> values) implements Transform {
        @Override
        public Handler wrap(Handler next, Set<String> met) {
            return new ForwardingHandler(next) {
                @Override
                public Tensor data(Site site, Tensor value) {
                    Tensor given = values.get(site.name());
                    if (given != null) {
                        met.add(site.name());
                    }
                    return next.data(site, given == null ? value : given);
                }
            };
        }

        @Override
        public Set<String> names() {
            return values.keySet();
        }
    }
}
