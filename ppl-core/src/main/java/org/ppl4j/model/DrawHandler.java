package org.ppl4j.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Runs a model forward: sites take given values, or are drawn; observed sites are drawn too if asked for. */
final class DrawHandler implements Handler {

    private final Map<String, Tensor> given;
    private final RandomGenerator random;
    private final boolean drawsObserved;
    private final Map<String, Tensor> sampled = new LinkedHashMap<>();
    private final Map<String, Tensor> observed = new LinkedHashMap<>();
    private final Map<String, Tensor> deterministic = new LinkedHashMap<>();
    private boolean knowsGiven;

    private DrawHandler(Map<String, Tensor> given, RandomGenerator random, boolean drawsObserved) {
        this.given = given;
        this.random = random;
        this.drawsObserved = drawsObserved;
    }

    /**
     * Returns a handler that draws the sampled sites only.
     *
     * @param given the values of some or all sampled sites
     * @param random the source of randomness for the others
     */
    static DrawHandler ofSampled(Map<String, Tensor> given, RandomGenerator random) {
        return new DrawHandler(given, random, false);
    }

    /**
     * Returns a handler that draws the observed sites too.
     *
     * @param given the values of some or all sampled sites
     * @param random the source of randomness for the others
     */
    static DrawHandler ofAll(Map<String, Tensor> given, RandomGenerator random) {
        return new DrawHandler(given, random, true);
    }

    @Override
    public Tensor sample(Site site, Distribution distribution) {
        SiteValue found = SiteValue.of(site.name(), given);
        knowsGiven = knowsGiven || SiteValue.isKnown(site.name(), given);
        Tensor value = found == null
                ? SiteChecks.draw(site, distribution, random)
                : SiteChecks.sampledShape(site, distribution, found.value());
        sampled.put(site.name(), value);
        return value;
    }

    /** Draws in the shape of the observed value, unless the distribution's own shape says that the data changed. */
    @Override
    public Tensor observe(Site site, Distribution distribution, Tensor value) {
        if (drawsObserved) {
            Shape own = distribution.shape();
            boolean repeated = value.rank() > own.rank() && own.broadcastsTo(value.shape());
            observed.put(
                    site.name(),
                    SiteChecks.draw(site, SiteChecks.expanded(distribution, repeated ? value.shape() : own), random));
        }
        return value;
    }

    @Override
    public void deterministic(Site site, Tensor value) {
        deterministic.put(site.name(), Tensor.of(value.shape(), value.toArray()));
    }

    @Override
    public void factor(Site site, Tensor logFactor) {
        // A factor has nothing to draw.
    }

    @Override
    public Tensor data(Site site, Tensor value) {
        return value;
    }

    /** Whether some given value is of a sampled site. */
    boolean knowsGiven() {
        return knowsGiven;
    }

    Map<String, Tensor> sampled() {
        return sampled;
    }

    Map<String, Tensor> observed() {
        return observed;
    }

    Map<String, Tensor> deterministic() {
        return deterministic;
    }
}
