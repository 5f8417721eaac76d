package org.ppl4j.compile.scan;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.GraphRewriting;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Origin;
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
public final class LogarithmicRecurrences extends GraphRewriting {

    private final ScanUses uses;
    private final List<String> notes;
    private final Map<Node, ScaledParts> rewritten = new IdentityHashMap<>();

    private LogarithmicRecurrences(ScanUses uses, Simplifier simplifier, List<String> notes) {
        super(simplifier);
        this.uses = uses;
        this.notes = notes;
    }

    /**
     * Returns a graph with such recurrences rewritten.
     *
     * @param roots the graph's roots, simplified
     * @param notes receives a line for each
     */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier, List<String> notes) {
        List<Node> order = Topology.sort(roots);
        return Recurrences.areAmong(order)
                ? new LogarithmicRecurrences(ScanUses.of(roots, order), simplifier, notes).rewrite(roots, order)
                : roots;
    }

    @Override
    protected @Nullable Node replacement(Node node) {
        if (node.op() instanceof Scan scan && scan.steps() > 0 && hasLogarithms(scan.body())) {
            return rewritten(scan, node);
        }
        ScaledParts parts = node.op() instanceof Take ? rewritten.get(node.input(0)) : null;
        return parts == null ? null : parts.take((Take) node.op(), simplifier);
    }

    /** Returns what a scan becomes, or null if it stays as it is. */
    private @Nullable Node rewritten(Scan scan, Node node) {
        List<Node> inputs = results(node.inputs());
        ScanBody body = scan.body();
        List<Node> parameters = simplifier.simplify(body.parameters());
        List<Node> simple = LogarithmicProducts.apply(simplifier.simplify(body.results()), simplifier);
        ScanDraft draft = ScanDraft.of(scan, inputs, parameters, simple);
        LogarithmicCarries found = LogarithmicCarries.find(draft);
        simplifier.locate(node.origin());
        if (found != null) {
            ScaledParts parts = new ScaledBody(draft, found, simplifier).parts(uses.parts(node));
            rewritten.put(node, parts);
            notes.add(note("carried on as numbers with exponents of their own", node));
            return parts.together(simplifier);
        }
        if (!LogarithmicProducts.areAmong(simple)) {
            return null;
        }
        notes.add(note("sums as products by a matrix", node));
        return simplifier.make(scan.withBody(body.with(parameters, simple)), inputs);
    }

    private static boolean hasLogarithms(ScanBody body) {
        for (Node node : Topology.sort(body.results())) {
            if (node.op() instanceof LogAddExp || node.op() instanceof Log) {
                return true;
            }
        }
        return false;
    }

    private static String note(String what, Node scan) {
        return "recurrence of logarithms: " + what + Origin.suffix(scan.origin());
    }
}
