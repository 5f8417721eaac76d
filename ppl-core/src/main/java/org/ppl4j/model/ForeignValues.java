package org.ppl4j.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.density.TracedDensity;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Topology;
import org.ppl4j.graph.Variable;

/** Random values that do not belong to a run: a lambda kept them from another model, or from an earlier run. */
final class ForeignValues {

    private static final String REMEDY = " Compute with what this model's own statements return; include(...) makes"
            + " another model's statements part of this one.";

    private ForeignValues() {}

    /**
     * Refuses a graph in which there are others than the coordinates of the run.
     *
     * @throws IllegalArgumentException naming the value, where it is from and where it is used
     */
    static void requireNone(TracedDensity traced) {
        List<Node> roots = new ArrayList<>(List.of(traced.logPrior(), traced.logLikelihood(), traced.logJacobian()));
        roots.addAll(traced.recorded());
        NodeMap<Boolean> foreign = new NodeMap<>();
        Node named = null;
        for (Node node : Topology.sort(roots)) {
            if (isForeign(node, traced.variable(), foreign)) {
                foreign.put(node, true);
                named = named == null && node.label() != null ? node : named;
                if (named != null && node.origin() != null && !Objects.equals(node.origin(), named.origin())) {
                    throw error(named, node.origin());
                }
            }
        }
        if (named != null || roots.stream().anyMatch(foreign::containsKey)) {
            throw error(named, null);
        }
    }

    private static boolean isForeign(Node node, Node variable, NodeMap<Boolean> foreign) {
        if (node.op() instanceof Variable) {
            return node != variable;
        }
        for (Node input : node.inputs()) {
            if (foreign.containsKey(input)) {
                return true;
            }
        }
        return false;
    }

    private static IllegalArgumentException error(@Nullable Node named, @Nullable Origin use) {
        String what = named == null
                ? "A random value"
                : "The random value \"" + named.label() + "\""
                        + (named.origin() == null ? "" : " (" + named.origin() + ")");
        return new IllegalArgumentException(what + " belongs to another model, or to another run of this one"
                + (use == null ? "" : ", and is used at " + use) + "." + REMEDY);
    }
}
