package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.emit.ClassEmitter;
import org.ppl4j.compile.emit.CompiledScan;
import org.ppl4j.compile.emit.CompilerLog;
import org.ppl4j.compile.emit.Computation;
import org.ppl4j.compile.emit.ScalarScans;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.compile.scan.Recurrences;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBody;
import org.ppl4j.graph.Topology;

/** Gives the scans of a graph, the last thing before it is scheduled, their code. */
final class ScanLowering {

    private final String name;
    private final UnaryOperator<List<Node>> optimizer;
    private final Interner interner;

    private ScanLowering(String name, UnaryOperator<List<Node>> optimizer, Interner interner) {
        this.name = name;
        this.optimizer = optimizer;
        this.interner = interner;
    }

    /**
     * Returns a graph whose scans have code. If none can be made for one of them, a warning says so and it stays as it is.
     *
     * @param name the model's name, for generated classes
     * @param roots the graph
     * @param optimizer what the bodies go through
     */
    static List<Node> apply(String name, List<Node> roots, UnaryOperator<List<Node>> optimizer, Interner interner) {
        List<Node> order = Topology.sort(roots);
        if (!Recurrences.areAmong(order)) {
            return roots;
        }
        ScanLowering lowering = new ScanLowering(name, optimizer, interner);
        NodeMap<Node> results = new NodeMap<>();
        for (Node node : order) {
            if (node.inputs().isEmpty()) {
                results.put(node, interner.intern(node));
                continue;
            }
            List<Node> inputs = Simplifier.mapped(node.inputs(), results);
            Node result = node.op() instanceof Scan scan ? lowering.lowered(scan, inputs) : null;
            if (result == null) {
                result = Node.of(node.op(), inputs);
            }
            result.noteOrigin(node.origin());
            results.put(node, interner.intern(result));
        }
        return Simplifier.mapped(roots, results);
    }

    private @Nullable Node lowered(Scan scan, List<Node> operands) {
        List<Node> bases = new ArrayList<>();
        List<Indices> places = new ArrayList<>();
        for (Node operand : operands) {
            Access access = Access.throughViews(operand);
            boolean inPlace = access.kind() != Access.Kind.REPEATED
                    && access.indices().isRange()
                    && access.indices().size() == operand.size();
            bases.add(inPlace ? access.base() : operand);
            places.add(inPlace ? access.indices() : Indices.range(operand.size(), 0, 1));
        }
        try {
            List<Node> parameters = new ArrayList<>();
            for (Node each : scan.body().parameters()) {
                parameters.add(interner.intern(each));
            }
            List<Node> optimized = optimizer.apply(scan.body().results());
            Scan improved = scan.withBody(scan.body().with(parameters, optimized));
            return Node.of(made(improved, places), bases);
        } catch (RuntimeException failure) {
            CompilerLog.interpreted("a recurrence of the model \"" + name + "\"", failure);
            return null;
        }
    }

    private CompiledScan made(Scan scan, List<Indices> places) {
        int outputs = scan.body().outputs().size();
        String form = scan.body().carries().size() + " carried, " + outputs + " put out";
        CompiledScan scalars = ScalarScans.compiled(ClassEmitter.className(name) + "$Recurrence", scan, places, form);
        if (scalars != null) {
            return scalars;
        }
        Scan inner = withLoweredBody(scan);
        StepProgram program = new StepProgram(name, inner.body());
        Supplier<Computation> code = () -> new SteppedScan(inner, places, program);
        return new CompiledScan(inner, places, code, form + ", in tensors");
    }

    /** Returns a scan in whose body scans have code. */
    private Scan withLoweredBody(Scan scan) {
        ScanBody body = scan.body();
        int count = body.results().size();
        List<Node> roots = new ArrayList<>(body.results());
        roots.addAll(body.parameters());
        List<Node> lowered = ScanLowering.apply(name, roots, optimizer, interner);
        return scan.withBody(body.with(lowered.subList(count, lowered.size()), lowered.subList(0, count)));
    }
}
