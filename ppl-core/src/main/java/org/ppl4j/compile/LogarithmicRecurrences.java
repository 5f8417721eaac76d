package org.ppl4j.compile;

import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBody;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Topology;

/**
 * Recurrences on logarithms of probabilities, as the forward algorithm of a hidden Markov model is, become ones on the
 * probabilities themselves, which take no exponential and no logarithm at a step: sums and products, as by scaled
 * probabilities (L. R. Rabiner, "A tutorial on hidden Markov models", 1989, section V.A).
 *
 * <p>Each probability has an exponent of its own, so that none vanishes beside another, however far apart they are. Done before
 * derivatives are taken, it makes these the backward algorithm.
 */
final class LogarithmicRecurrences {

    private LogarithmicRecurrences() {}

    /**
     * Returns a graph with such recurrences rewritten.
     *
     * @param roots the graph's roots, simplified
     * @param notes receives a line for each
     */
    static List<Node> apply(List<Node> roots, Simplifier simplifier, List<String> notes) {
        List<Node> order = Topology.sort(roots);
        if (!Recurrences.areAmong(order)) {
            return roots;
        }
        ScanUses uses = ScanUses.of(roots, order);
        NodeMap<Node> results = new NodeMap<>();
        Map<Node, ScaledParts> rewritten = new IdentityHashMap<>();
        for (Node node : order) {
            simplifier.locate(node.origin());
            List<Node> inputs = Simplifier.mapped(node.inputs(), results);
            Node result = inputs.isEmpty() ? node : simplifier.make(node.op(), inputs);
            if (node.op() instanceof Scan scan && scan.steps() > 0 && hasLogarithms(scan.body())) {
                String line = node.origin() == null ? "" : " (" + node.origin() + ")";
                Scan simple = scan.withBody(simplified(scan.body(), simplifier));
                ScaledParts parts = rewritten(simple, inputs, uses.parts(node), simplifier);
                if (parts != null) {
                    rewritten.put(node, parts);
                    result = parts.together(simplifier);
                    notes.add("recurrence of logarithms: carried on as numbers with exponents of their own" + line);
                } else if (LogarithmicProducts.areAmong(simple.body().results())) {
                    result = simplifier.make(simple, inputs);
                    notes.add("recurrence of logarithms: sums as products by a matrix" + line);
                }
            } else if (node.op() instanceof Take take && rewritten.containsKey(node.input(0))) {
                Node taken =
                        Objects.requireNonNull(rewritten.get(node.input(0))).take(take, simplifier);
                result = taken == null ? result : taken;
            }
            results.put(node, result);
        }
        simplifier.locate(null);
        return Simplifier.mapped(roots, results);
    }

    private static boolean hasLogarithms(ScanBody body) {
        for (Node node : Topology.sort(body.results())) {
            if (node.op() instanceof LogAddExp || node.op() instanceof Log) {
                return true;
            }
        }
        return false;
    }

    /** Returns a body simplified, sums over the rows of large matrices as products. */
    private static ScanBody simplified(ScanBody body, Simplifier simplifier) {
        List<Node> parameters = simplifier.simplify(body.parameters());
        List<Node> results = LogarithmicProducts.apply(simplifier.simplify(body.results()), simplifier);
        int carries = body.carries().size();
        int elements = carries + body.elements().size();
        return ScanBody.of(
                parameters.subList(0, carries),
                parameters.subList(carries, elements),
                parameters.subList(elements, parameters.size()),
                results);
    }

    private static @Nullable ScaledParts rewritten(Scan scan, List<Node> operands, BitSet used, Simplifier simplifier) {
        ScanDraft draft = ScanDraft.of(
                scan,
                operands,
                simplifier.simplify(scan.body().parameters()),
                simplifier.simplify(scan.body().results()));
        LogarithmicCarries found = LogarithmicCarries.find(draft);
        return found == null ? null : new ScaledBody(draft, found, simplifier).parts(used);
    }
}
