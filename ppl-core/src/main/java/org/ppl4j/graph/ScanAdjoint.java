package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of a {@link Scan}: another one, which runs the other way and carries the adjoints of the carries.
 *
 * <p>Its body is the vector-Jacobian product of the first one's, on the carries that were there before each step; what
 * flows to the operands that are the same at all steps is added up in further carries. It can be differentiated again.
 */
final class ScanAdjoint {

    private static final int SMALL = 64;

    private final Scan scan;
    private final ScanBody body;
    private final Node node;
    private final List<Node> kept = new ArrayList<>();
    private @Nullable Node history;

    ScanAdjoint(Scan scan, Node node) {
        this.scan = scan;
        this.body = scan.body();
        this.node = node;
    }

    /** Returns the adjoint of each operand, given the adjoint of the scan's result. */
    List<@Nullable Node> flowing(Node adjoint) {
        ScanBuilder reverse = new ScanBuilder();
        List<Node> arguments = arguments(reverse);
        List<Node> seeds = new ArrayList<>();
        for (int i = 0; i < body.next().size(); i++) {
            seeds.add(reverse.carry(scan.last(adjoint, i)));
        }
        for (int j = 0; j < body.outputs().size(); j++) {
            seeds.add(reverse.element(scan.stack(adjoint, j)));
        }
        List<@Nullable Node> adjoints =
                keep(Differentiation.adjoints(body.apply(arguments), seeds, arguments), arguments, reverse);
        int carries = body.carries().size();
        int elements = body.elements().size();
        int sums = carries;
        List<@Nullable Integer> places = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Node flowing = adjoints.get(i);
            if (i < carries) {
                reverse.next(seeds.get(i), flowing == null ? Nodes.zeros(arguments.get(i)) : flowing);
                places.add(i);
            } else if (flowing == null) {
                places.add(null);
            } else if (i < carries + elements) {
                places.add(reverse.output(flowing));
            } else {
                Node sum = reverse.carry(Nodes.zeros(arguments.get(i)));
                reverse.next(sum, Nodes.add(sum, flowing));
                places.add(sums++);
            }
        }
        Node result = reverse.build(scan.steps(), !scan.backwards());
        Scan operation = (Scan) result.op();
        List<@Nullable Node> flows = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Integer place = places.get(i);
            boolean isSequence = i >= carries && i < carries + elements;
            flows.add(
                    place == null ? null : isSequence ? operation.stack(result, place) : operation.last(result, place));
        }
        return flows;
    }

    /**
     * Has the first scan put out what takes long to compute and does not depend on adjoints, rather than compute it again.
     */
    private List<@Nullable Node> keep(List<@Nullable Node> adjoints, List<Node> arguments, ScanBuilder reverse) {
        List<Node> present = new ArrayList<>();
        for (Node adjoint : adjoints) {
            if (adjoint != null) {
                present.add(adjoint);
            }
        }
        List<Node> found =
                Recomputation.costly(present, arguments, body.carries().size(), 4 * scan.offset(0) + SMALL);
        if (found.isEmpty()) {
            return adjoints;
        }
        List<Node> elements = new ArrayList<>();
        for (Node node : found) {
            Node inBody = Substitution.replace(List.of(node), arguments, body.parameters())
                    .get(0);
            kept.add(inBody);
            elements.add(reverse.element(node.shape(), () -> stack(inBody)));
        }
        List<Node> replaced = Substitution.replace(present, found, elements);
        List<@Nullable Node> result = new ArrayList<>();
        int at = 0;
        for (Node adjoint : adjoints) {
            result.add(adjoint == null ? null : replaced.get(at++));
        }
        return result;
    }

    /** Returns the values at all steps of what the scan was made to put out. */
    private Node stack(Node inBody) {
        Node withHistory = withHistory();
        Scan operation = (Scan) withHistory.op();
        return operation.stack(withHistory, operation.body().outputs().indexOf(inBody));
    }

    /** Returns what stands for the first scan's parameters in the body of the reverse one. */
    private List<Node> arguments(ScanBuilder reverse) {
        List<Node> arguments = new ArrayList<>();
        int carries = body.carries().size();
        for (int i = 0; i < body.parameters().size(); i++) {
            int carry = i;
            if (i < carries) {
                arguments.add(reverse.element(body.carries().get(i).shape(), () -> before(carry)));
            } else if (i < carries + body.elements().size()) {
                arguments.add(reverse.element(node.input(i)));
            } else {
                arguments.add(reverse.invariant(node.input(i)));
            }
        }
        return arguments;
    }

    /** Returns the values that a carry has before all steps, along a new first axis. */
    private Node before(int carry) {
        Node initial = node.input(carry);
        Shape shape = Shape.of(scan.steps()).append(initial.shape());
        if (scan.steps() == 0) {
            return Nodes.broadcast(Nodes.constant(0), shape);
        }
        Node after = stack(body.next().get(carry));
        int kept = shape.size() - initial.size();
        Node rest = Nodes.take(after, Shape.of(kept), Indices.range(kept, scan.backwards() ? initial.size() : 0, 1));
        List<Node> inOrder = scan.backwards() ? List.of(rest, initial) : List.of(initial, rest);
        return Nodes.reshape(Node.of(new Concatenate(), inOrder), shape);
    }

    /** Returns the scan with all carries, and what is kept, put out at every step; itself if it does that. */
    private Node withHistory() {
        Node known = history;
        if (known == null) {
            List<Node> results = new ArrayList<>(body.results());
            for (Node after : body.next()) {
                if (!results.subList(body.carries().size(), results.size()).contains(after)) {
                    results.add(after);
                }
            }
            results.addAll(kept);
            known = results.size() == body.results().size()
                    ? node
                    : Node.of(new Scan(body.withResults(results), scan.steps(), scan.backwards()), node.inputs());
            history = known;
        }
        return known;
    }
}
