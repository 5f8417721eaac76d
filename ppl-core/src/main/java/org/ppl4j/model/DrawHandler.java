package org.ppl4j.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Runs a model forward: sites take given values, or are drawn; observed sites are drawn too. */
final class DrawHandler implements Handler {

    private final Map<String, Tensor> given;
    private final RandomGenerator random;
    private final Map<String, Tensor> sampled = new LinkedHashMap<>();
    private final Map<String, Tensor> observed = new LinkedHashMap<>();
    private final Map<String, Tensor> deterministic = new LinkedHashMap<>();

    /**
     * Creates a handler.
     *
     * @param given the values of some or all sampled sites
     * @param random the source of randomness for the others
     */
    DrawHandler(Map<String, Tensor> given, RandomGenerator random) {
        this.given = given;
        this.random = random;
    }

    @Override
    public Tensor sample(Site site, Distribution distribution) {
        Tensor value = given.get(site.name());
        value = value == null
                ? draw(distribution, distribution.shape())
                : SiteChecks.matchingShape(site, distribution, value);
        sampled.put(site.name(), value);
        return value;
    }

    /** Draws in the shape of the observed value, unless the distribution's own shape says that the data changed. */
    @Override
    public void observe(Site site, Distribution distribution, Tensor value) {
        Shape own = distribution.shape();
        boolean repeated = value.rank() > own.rank() && own.broadcastsTo(value.shape());
        observed.put(site.name(), draw(SiteChecks.expanded(distribution, repeated ? value.shape() : own)));
    }

    private Tensor draw(Distribution distribution) {
        return draw(distribution, distribution.shape());
    }

    private Tensor draw(Distribution distribution, Shape shape) {
        return Tensor.of(shape, distribution.sample(random));
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
