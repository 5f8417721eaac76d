package org.ppl4j.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.density.TracedDensity;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Evaluation;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.tensor.Tensor;

/**
 * Builds the log density of a model over its unconstrained coordinates: of symbols, when a model is compiled, or at a
 * position, when it is run dynamically.
 */
final class DensityHandler implements Handler {

    private final Node variable;
    private final Coordinates coordinates;
    private final boolean structureIsFixed;
    private final Terms prior = new Terms();
    private final Terms likelihood = new Terms();
    private final Terms jacobian = new Terms();
    private final Map<String, Tensor> recorded = new LinkedHashMap<>();
    private final Map<String, Tensor> terms = new LinkedHashMap<>();
    private final Map<String, Tensor> observed = new LinkedHashMap<>();
    private final Map<String, Site> sites = new LinkedHashMap<>();
    private final Map<String, double[]> data = new LinkedHashMap<>();

    /**
     * Creates a handler.
     *
     * @param variable the unconstrained coordinates
     * @param coordinates the places of the sites
     * @param structureIsFixed whether a site without a place is an error
     */
    DensityHandler(Node variable, Coordinates coordinates, boolean structureIsFixed) {
        this.variable = variable;
        this.coordinates = coordinates;
        this.structureIsFixed = structureIsFixed;
    }

    @Override
    public Tensor sample(Site site, Distribution distribution) {
        Coordinates.Place place =
                structureIsFixed ? coordinates.knownPlace(site, distribution) : coordinates.place(site, distribution);
        Indices indices = Indices.range(place.unconstrained().size(), place.offset(), 1);
        Tensor unconstrained = Tensor.of(variable).take(place.unconstrained(), indices);
        Tensor value = unconstrained;
        if (!place.isDiscrete()) {
            Bijector bijector = distribution.support().bijector();
            value = bijector.forward(unconstrained);
            jacobian.add(site, bijector.logAbsDetJacobian(unconstrained, value));
        }
        terms.put(site.name(), prior.add(site, distribution, value));
        record(site, value);
        return value;
    }

    @Override
    public Tensor observe(Site site, Distribution distribution, Tensor value) {
        Tensor matched = SiteChecks.observedShape(site, distribution, value);
        if (!structureIsFixed) {
            SiteChecks.requireInSupport(site, distribution, matched);
        }
        terms.put(site.name(), likelihood.add(site, distribution, matched));
        sites.put(site.name(), site);
        observed.put(site.name(), matched);
        return matched;
    }

    @Override
    public void deterministic(Site site, Tensor value) {
        SiteChecks.requireOutsideOfScans(site, value);
        Terms.note(value.node(), site.origin());
        record(site, value);
    }

    private void record(Site site, Tensor value) {
        sites.put(site.name(), site);
        recorded.put(site.name(), value);
        if (!structureIsFixed) {
            coordinates.note(site, value.shape());
        }
    }

    @Override
    public void factor(Site site, Tensor logFactor) {
        sites.put(site.name(), site);
        terms.put(site.name(), likelihood.add(site, logFactor));
    }

    @Override
    public Tensor data(Site site, Tensor value) {
        double[] elements = Evaluation.value(value.node());
        data.put(site.name(), elements);
        return Tensor.of(Node.leaf(new Data(site.name()), value.shape(), elements));
    }

    /** Returns the graph of the density. */
    TracedDensity traced() {
        return new TracedDensity(
                variable,
                prior.total(),
                likelihood.total(),
                jacobian.total(),
                recorded.values().stream().map(Tensor::node).toList());
    }

    Coordinates coordinates() {
        return coordinates;
    }

    /** Returns the values to record, by the names of their sites. */
    Map<String, Tensor> recorded() {
        return recorded;
    }

    /** Returns the observed values, by the names of their sites. */
    Map<String, Tensor> observed() {
        return observed;
    }

    /** Returns each site's term of the log density. */
    Map<String, Tensor> terms() {
        return terms;
    }

    Map<String, Site> sites() {
        return sites;
    }

    Map<String, double[]> data() {
        return data;
    }
}
