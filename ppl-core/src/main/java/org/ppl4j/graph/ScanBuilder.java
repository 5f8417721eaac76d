package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Puts a {@link Scan} together: it gives out the parameters of the body, takes the graphs that were written with them, and
 * finds what they use from outside.
 */
public final class ScanBuilder {

    private record Carry(Node parameter, Node initial) {}

    private record Element(Node parameter, Supplier<Node> sequence) {}

    private record Invariant(Node parameter, Node operand) {}

    private final List<Carry> carries = new ArrayList<>();
    private final List<Element> elements = new ArrayList<>();
    private final List<Invariant> invariants = new ArrayList<>();
    private final Map<Node, Node> next = new IdentityHashMap<>();
    private final List<Node> outputs = new ArrayList<>();

    /** Creates a builder of a scan without carries, sequences and outputs. */
    public ScanBuilder() {}

    private static Node parameter(Shape shape) {
        return Node.symbol(new Parameter(0), shape);
    }

    /**
     * Adds a carry and returns what stands for its value before a step.
     *
     * @param initial its value before the first step
     */
    public Node carry(Node initial) {
        Node parameter = parameter(initial.shape());
        carries.add(new Carry(parameter, initial));
        return parameter;
    }

    /**
     * Says how a carry goes on.
     *
     * @param carry what {@link #carry} returned
     * @param after its value after the step
     */
    public void next(Node carry, Node after) {
        next.put(carry, after);
    }

    /**
     * Adds a sequence and returns what stands for its element at a step.
     *
     * @param sequence a tensor that is gone through along its first axis
     */
    public Node element(Node sequence) {
        return element(Scan.elementShape(sequence.shape()), () -> sequence);
    }

    /**
     * Adds a sequence that is asked for only if it is used, and returns what stands for its element at a step.
     *
     * @param shape the shape of an element
     * @param sequence gives a tensor that is gone through along its first axis
     */
    public Node element(Shape shape, Supplier<Node> sequence) {
        Node parameter = parameter(shape);
        elements.add(new Element(parameter, sequence));
        return parameter;
    }

    /**
     * Adds what is the same at all steps and returns what stands for it. Needed only to tell it from other uses of the same
     * node: what the body uses from outside is found by itself.
     *
     * @param operand the node outside
     */
    public Node invariant(Node operand) {
        Node parameter = parameter(operand.shape());
        invariants.add(new Invariant(parameter, operand));
        return parameter;
    }

    /**
     * Puts something out at every step.
     *
     * @param value what to put out
     * @return the number of the output, for {@link Scan#stack}
     */
    public int output(Node value) {
        outputs.add(value);
        return outputs.size() - 1;
    }

    /**
     * Returns the scan. Sequences and invariants that are not used are left out; what is used and does not depend on the parameters becomes
     * an operand, unless it is constant.
     *
     * @param steps the number of steps
     * @param backwards whether the last element of the sequences comes first
     */
    public Node build(int steps, boolean backwards) {
        List<Node> operands = new ArrayList<>();
        List<Node> results = new ArrayList<>();
        List<Node> carryParameters = new ArrayList<>();
        for (Carry carry : carries) {
            operands.add(carry.initial);
            results.add(Objects.requireNonNull(next.get(carry.parameter)));
            carryParameters.add(carry.parameter);
        }
        results.addAll(outputs);
        Set<Node> inside = inside(results);
        List<Node> captured = captured(results, inside);
        List<Node> elementParameters = new ArrayList<>();
        for (Element element : elements) {
            if (inside.contains(element.parameter)) {
                operands.add(element.sequence.get());
                elementParameters.add(element.parameter);
            }
        }
        List<Node> invariantParameters = new ArrayList<>();
        for (Invariant invariant : invariants) {
            if (inside.contains(invariant.parameter)) {
                operands.add(invariant.operand);
                invariantParameters.add(invariant.parameter);
            }
        }
        operands.addAll(captured);
        invariantParameters.addAll(captured);
        ScanBody body = ScanBody.of(carryParameters, elementParameters, invariantParameters, results);
        return Node.of(new Scan(body, steps, backwards), operands);
    }

    /** Returns what the results need of the nodes that depend on the parameters, and of the parameters, in their order. */
    private Set<Node> inside(List<Node> results) {
        Set<Node> parameters = new HashSet<>();
        for (Carry carry : carries) {
            parameters.add(carry.parameter);
        }
        for (Element element : elements) {
            parameters.add(element.parameter);
        }
        for (Invariant invariant : invariants) {
            parameters.add(invariant.parameter);
        }
        Set<Node> inside = new LinkedHashSet<>();
        for (Node node : ScanBody.open(results)) {
            if (parameters.contains(node) || !Collections.disjoint(inside, node.inputs())) {
                inside.add(node);
            }
        }
        return inside;
    }

    private static List<Node> captured(List<Node> results, Set<Node> inside) {
        Set<Node> captured = new LinkedHashSet<>();
        List<Node> used = new ArrayList<>();
        for (Node node : inside) {
            used.addAll(node.inputs());
        }
        used.addAll(results);
        for (Node node : used) {
            if (!inside.contains(node) && !isFixed(node)) {
                captured.add(node);
            }
        }
        return List.copyOf(captured);
    }

    /** Whether a node is a constant, perhaps repeated or reshaped. */
    private static boolean isFixed(Node node) {
        boolean moved = node.op() instanceof Broadcast || node.op() instanceof Reshape;
        return node.op() instanceof Constant || (moved && isFixed(node.input(0)));
    }
}
