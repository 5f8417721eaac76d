package org.ppl4j.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.compile.Compiler;
import org.ppl4j.density.TracedDensity;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Evaluation;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Topology;
import org.ppl4j.graph.Variable;
import org.ppl4j.tensor.Tensor;

/**
 * Builds the log density of a model over its unconstrained coordinates: of symbols, when a model is compiled, or at a
 * position, when it is run dynamically.
 */
final class DensityHandler implements Handler {

    private final Node variable;
    private final Coordinates coordinates;
    private final boolean structureIsFixed;
    private final Terms prior;
    private final Terms likelihood;
    private final Terms jacobian;
    private final Map<String, Tensor> recorded = new LinkedHashMap<>();
    private final Map<String, Tensor> terms = new LinkedHashMap<>();
    private final Map<String, Site> sites = new LinkedHashMap<>();
    private final Map<String, Node> inputs = new LinkedHashMap<>();

    /**
     * Creates a handler.
     *
     * @param variable the unconstrained coordinates
     * @param coordinates the places of the sites
     * @param structureIsFixed whether a site without a place is an error
     * @param compiler makes the sums of the terms; null if they are to be kept one by one
     */
    private DensityHandler(
            Node variable, Coordinates coordinates, boolean structureIsFixed, @Nullable Compiler compiler) {
        this.variable = variable;
        this.coordinates = coordinates;
        this.structureIsFixed = structureIsFixed;
        this.prior = terms(compiler);
        this.likelihood = terms(compiler);
        this.jacobian = terms(compiler);
    }

    private static Terms terms(@Nullable Compiler compiler) {
        return compiler == null ? new Terms() : new Terms(compiler.newSum());
    }

    /** Returns a handler that lays out coordinates, for a symbol of them. */
    static DensityHandler ofSymbol(Node variable, Coordinates coordinates, Compiler compiler) {
        return new DensityHandler(variable, coordinates, false, compiler);
    }

    /** Returns a handler for a position in coordinates that were laid out; it keeps each site's term and value. */
    static DensityHandler at(Node position, Coordinates coordinates) {
        return new DensityHandler(position, coordinates, true, null);
    }

    @Override
    public Tensor sample(Site site, Distribution distribution) {
        Coordinates.Place place =
                structureIsFixed ? coordinates.knownPlace(site, distribution) : coordinates.place(site, distribution);
        Tensor unconstrained = place.of(variable);
        Tensor value = unconstrained;
        if (!place.isDiscrete()) {
            Bijector bijector = distribution.support().bijector();
            value = bijector.forward(unconstrained);
            jacobian.add(site, bijector.logAbsDetJacobian(unconstrained, value));
        }
        keep(site, prior.add(site, distribution, value));
        site.origin().noteOn(value.node());
        record(site, value);
        return value;
    }

    @Override
    public Tensor observe(Site site, Distribution distribution, Tensor value) {
        Tensor matched = SiteChecks.observedShape(site, distribution, value);
        if (!structureIsFixed) {
            SiteChecks.requireInSupport(site, distribution, matched);
        }
        keep(site, likelihood.add(site, distribution, matched));
        return matched;
    }

    @Override
    public void deterministic(Site site, Tensor value) {
        SiteChecks.requireOutsideOfScans(site, value);
        site.origin().noteOn(value.node());
        record(site, value);
    }

    private void record(Site site, Tensor value) {
        sites.put(site.name(), site.kept());
        recorded.put(site.name(), value);
        if (!structureIsFixed) {
            coordinates.note(site, value.shape());
        }
    }

    @Override
    public void factor(Site site, Tensor logFactor) {
        keep(site, likelihood.add(site, logFactor));
    }

    @Override
    public Tensor data(Site site, Tensor value) {
        if (!value.isConcrete() || isRandom(value.node())) {
            throw site.error(
                    "the value is random. Data are numbers that are known before the model runs; to record a value"
                            + " under a name use deterministic(name, value).");
        }
        Node input = Node.leaf(new Data(site.name()), value.shape(), Evaluation.value(value.node()));
        input.noteOrigin(site.origin());
        inputs.put(site.name(), input);
        return Tensor.of(input);
    }

    /** Whether a value at a position would be another one at another: as data it would lose its derivative. */
    private static boolean isRandom(Node value) {
        for (Node node : Topology.sort(List.of(value))) {
            if (node.op() instanceof Variable) {
                return !value.inputs().isEmpty();
            }
        }
        return false;
    }

    /** Keeps a site's term to name the site if it is not finite; a symbol's never is told. */
    private void keep(Site site, Tensor term) {
        if (structureIsFixed) {
            sites.put(site.name(), site.kept());
            terms.put(site.name(), term);
        }
    }

    /** Returns the graph of the density. */
    TracedDensity traced() {
        return traced(new ArrayList<>());
    }

    /**
     * Returns the graph of the density.
     *
     * @param notes receives a line for each loop that was rolled
     */
    TracedDensity traced(List<String> notes) {
        List<Node> values = new ArrayList<>(recorded.size());
        for (Tensor value : recorded.values()) {
            values.add(value.node());
        }
        return new TracedDensity(variable, prior.total(notes), likelihood.total(notes), jacobian.total(notes), values);
    }

    Coordinates coordinates() {
        return coordinates;
    }

    /** Returns the values to record, by the names of their sites. */
    Map<String, Tensor> recorded() {
        return recorded;
    }

    /** Returns each site's term of the log density at a position. */
    Map<String, Tensor> terms() {
        return terms;
    }

    Map<String, Site> sites() {
        return sites;
    }

    /** Returns the data inputs by their names. */
    Map<String, Node> inputs() {
        return inputs;
    }

    /** Returns the values of the data inputs. */
    Map<String, double[]> data() {
        Map<String, double[]> data = new LinkedHashMap<>();
        for (Map.Entry<String, Node> input : inputs.entrySet()) {
            data.put(input.getKey(), Evaluation.value(input.getValue()));
        }
        return data;
    }
}
