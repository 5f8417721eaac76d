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

    private final Scan scan;
    private final ScanBody body;
    private final Node node;
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
        List<@Nullable Node> adjoints = Differentiation.adjoints(body.apply(arguments), seeds, arguments);
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
        Node withHistory = withHistory();
        Scan operation = (Scan) withHistory.op();
        int output = operation.body().outputs().indexOf(operation.body().next().get(carry));
        Node after = operation.stack(withHistory, output);
        int kept = shape.size() - initial.size();
        Node rest = Nodes.take(after, Shape.of(kept), Indices.range(kept, scan.backwards() ? initial.size() : 0, 1));
        List<Node> inOrder = scan.backwards() ? List.of(rest, initial) : List.of(initial, rest);
        return Nodes.reshape(Node.of(new Concatenate(), inOrder), shape);
    }

    /** Returns the scan with all carries put out at every step; itself if it does that. */
    private Node withHistory() {
        Node known = history;
        if (known == null) {
            List<Node> results = new ArrayList<>(body.results());
            body.next().stream()
                    .filter(after -> !body.outputs().contains(after))
                    .distinct()
                    .forEach(results::add);
            known = results.size() == body.results().size()
                    ? node
                    : Node.of(new Scan(body.withResults(results), scan.steps(), scan.backwards()), node.inputs());
            history = known;
        }
        return known;
    }
}
