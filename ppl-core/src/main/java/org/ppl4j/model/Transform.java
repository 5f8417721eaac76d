package org.ppl4j.model;

import java.util.Map;
import java.util.Set;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.LocationScale;
import org.ppl4j.graph.Origin;
import org.ppl4j.tensor.Tensor;

/** A change of what a model's statements mean, applied before a handler sees them. */
interface Transform {

    /** Returns a handler that makes the change and passes on to another; notes the names that it meets. */
    Handler wrap(Handler next, Set<String> met);

    /** Returns the names of the sites, or data inputs, that must occur in the model. */
    Set<String> names();

    /** Returns what a name must be in the model, with a place for it. */
    String requirement();

    /** Returns the user's source line that asked for the change. */
    Origin origin();

    /** Sampled sites become observed; observed ones are observed with another value. */
    record Condition(Map<String, Tensor> values, Origin origin) implements Transform {
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
                    return next.observe(site, distribution, SiteChecks.sampledValue(site, distribution, given));
                }

                @Override
                public Tensor observe(Site site, Distribution distribution, Tensor value) {
                    Tensor given = values.get(site.name());
                    if (given != null) {
                        met.add(site.name());
                    }
                    return next.observe(site, distribution, given == null ? value : given);
                }
            };
        }

        @Override
        public Set<String> names() {
            return values.keySet();
        }

        @Override
        public String requirement() {
            return "site \"%s\" to condition on";
        }
    }

    /** Sampled sites take a value, and lose their density. */
    record Fix(Map<String, Tensor> values, Origin origin) implements Transform {
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
                    return SiteChecks.sampledValue(site, distribution, given);
                }
            };
        }

        @Override
        public Set<String> names() {
            return values.keySet();
        }

        @Override
        public String requirement() {
            return "sampled site \"%s\" to fix";
        }
    }

    /** Observed sites become sampled. */
    record Decondition(Set<String> names, Origin origin) implements Transform {

        @Override
        public Handler wrap(Handler next, Set<String> met) {
            return new ForwardingHandler(next) {
                @Override
                public Tensor observe(Site site, Distribution distribution, Tensor value) {
                    if (!names.contains(site.name())) {
                        return next.observe(site, distribution, value);
                    }
                    met.add(site.name());
                    return next.sample(site, SiteChecks.expanded(distribution, value.shape()));
                }
            };
        }

        @Override
        public String requirement() {
            return "observed site \"%s\" to decondition";
        }
    }

    /**
     * Sampled sites get coordinates that are centred to some degree.
     *
     * @param degrees how far, by the sites' names: 0 not at all, 1 as the values are
     * @param recordsScales whether the scales are recorded too
     */
    record Recentre(Map<String, Tensor> degrees, boolean recordsScales, Origin origin) implements Transform {
        @Override
        public Handler wrap(Handler next, Set<String> met) {
            return new ForwardingHandler(next) {
                @Override
                public Tensor sample(Site site, Distribution distribution) {
                    Tensor degree = degrees.get(site.name());
                    if (degree == null) {
                        return next.sample(site, distribution);
                    }
                    met.add(site.name());
                    LocationScale family = Recentred.family(site, distribution);
                    Distribution recentred = Recentred.of(site, distribution, family, degree);
                    if (recordsScales) {
                        next.deterministic(
                                new Site(ModelDensity.SCALE_OF + site.name()),
                                family.scale().broadcastTo(distribution.shape()));
                    }
                    return next.sample(site, recentred);
                }
            };
        }

        @Override
        public Set<String> names() {
            return degrees.keySet();
        }

        @Override
        public String requirement() {
            return "sampled site \"%s\" to centre in another way";
        }
    }

    /** Observed sites are observed with simulated values, which are data inputs, so that nothing is compiled anew. */
    record Simulated(Map<String, Tensor> values, Origin origin) implements Transform {
        @Override
        public Handler wrap(Handler next, Set<String> met) {
            return new ForwardingHandler(next) {
                @Override
                public Tensor observe(Site site, Distribution distribution, Tensor value) {
                    Tensor given = values.get(site.name());
                    if (given == null) {
                        return next.observe(site, distribution, value);
                    }
                    met.add(site.name());
                    Tensor input = next.data(new Site("simulated " + site.name()), given);
                    return next.observe(site, distribution, input);
                }
            };
        }

        @Override
        public Set<String> names() {
            return values.keySet();
        }

        @Override
        public String requirement() {
            return "observed site \"%s\" to simulate";
        }
    }

    /** Data inputs get other values. */
    record Rebind(Map<String, Tensor> values, Origin origin) implements Transform {
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

        @Override
        public String requirement() {
            return "data input \"%s\" to give values to";
        }
    }
}
