package org.ppl4j.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.density.TracedDensity;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Topology;
import org.ppl4j.graph.Variable;

/**
 * Random values and data inputs that do not belong to a run: a lambda kept them from another model, or from an earlier run.
 * Leaves are told apart by themselves, as inputs of one name are equal operations in all runs of a model.
 */
final class ForeignValues {

    private static final String REMEDY = " Compute with what this model's own statements return; include(...) makes"
            + " another model's statements part of this one.";

    private ForeignValues() {}

    /**
     * Refuses a graph in which there are others than the coordinates and the data inputs of the run.
     *
     * @param run the run that the graph was traced in
     * @param traced the graph
     * @throws IllegalArgumentException naming the value, where it is from and where it is used
     */
    static void requireNone(DensityHandler run, TracedDensity traced) {
        List<Node> roots = new ArrayList<>(List.of(traced.logPrior(), traced.logLikelihood(), traced.logJacobian()));
        roots.addAll(traced.recorded());
        NodeMap<Boolean> foreign = new NodeMap<>();
        Node named = null;
        for (Node node : Topology.sort(roots)) {
            if (isForeign(node, run, traced.variable(), foreign)) {
                foreign.put(node, true);
                named = named == null && hasName(node) ? node : named;
                if (named != null && node.origin() != null && !Objects.equals(node.origin(), named.origin())) {
                    throw error(named, node.origin());
                }
            }
        }
        for (Node root : roots) {
            if (named != null || foreign.containsKey(root)) {
                throw error(named, recordedAt(run, traced, foreign));
            }
        }
    }

    /** Returns the line that records a foreign value as it is. */
    private static @Nullable Origin recordedAt(DensityHandler run, TracedDensity traced, NodeMap<Boolean> foreign) {
        int i = 0;
        for (String name : run.recorded().keySet()) {
            if (foreign.containsKey(traced.recorded().get(i++))) {
                return Objects.requireNonNull(run.sites().get(name)).origin();
            }
        }
        return null;
    }

    private static boolean isForeign(Node node, DensityHandler run, Node variable, NodeMap<Boolean> foreign) {
        if (node.op() instanceof Variable) {
            return node != variable;
        }
        if (node.op() instanceof Data input) {
            return node != run.inputs().get(input.key());
        }
        for (Node input : node.inputs()) {
            if (foreign.containsKey(input)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasName(Node node) {
        return node.label() != null || node.op() instanceof Data;
    }

    private static IllegalArgumentException error(@Nullable Node named, @Nullable Origin use) {
        return new IllegalArgumentException(describe(named) + " belongs to another model, or to another run of this one"
                + (use == null ? "" : ", and is used at " + use) + "." + REMEDY);
    }

    private static String describe(@Nullable Node named) {
        if (named == null) {
            return "A random value";
        }
        String what = named.op() instanceof Data input
                ? "The data input \"" + input.key() + '"'
                : "The random value \"" + named.label() + '"';
        return what + Origin.suffix(named.origin());
    }
}
