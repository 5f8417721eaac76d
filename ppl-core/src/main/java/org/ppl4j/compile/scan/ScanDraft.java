package org.ppl4j.compile.scan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBody;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Substitution;
import org.ppl4j.graph.Topology;

/**
 * A scan that is being rewritten: its body, of interned nodes, with what the parameters stand for.
 *
 * @param steps the number of steps
 * @param backwards whether the last elements of the sequences come first
 * @param carries what goes from step to step
 * @param elements what differs from step to step, with the sequences
 * @param invariants what is the same at all steps, with the nodes outside
 * @param outputs what is put out at every step
 */
record ScanDraft(
        int steps,
        boolean backwards,
        List<Carry> carries,
        List<Operand> elements,
        List<Operand> invariants,
        List<Node> outputs) {

    /**
     * What goes from step to step.
     *
     * @param parameter stands for it before a step
     * @param initial its value before the first step
     * @param next its value after a step
     */
    record Carry(Node parameter, Node initial, Node next) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Carry that
                    && parameter.equals(that.parameter)
                    && initial.equals(that.initial)
                    && next.equals(that.next);
        }

        @Override
        public int hashCode() {
            return Objects.hash(parameter, initial, next);
        }
    }

    /**
     * What comes from outside.
     *
     * @param parameter stands for it in the body
     * @param node the sequence, or the node that is the same at all steps
     */
    record Operand(Node parameter, Node node) {}

    /** A scan as a node, and where its carries and outputs are found in it. */
    record Built(Node node, Scan scan, Map<Node, Integer> carries, Map<Node, Integer> outputs) {

        /** Returns the value of a carry after the last step. */
        Node last(Node parameter, Simplifier simplifier) {
            Node taken = scan.last(node, java.util.Objects.requireNonNull(carries.get(parameter)));
            return simplifier.make(taken.op(), node);
        }

        /** Returns what was put out at all steps. */
        Node stack(Node output, Simplifier simplifier) {
            Node taken = scan.stack(node, java.util.Objects.requireNonNull(outputs.get(output)));
            return simplifier.make(taken.op(), node);
        }
    }

    /** Returns the draft of a scan whose results were simplified. */
    static ScanDraft of(Scan scan, List<Node> operands, List<Node> parameters, List<Node> results) {
        ScanBody body = scan.body();
        int carryCount = body.carries().size();
        int elementCount = body.elements().size();
        List<Carry> carries = new ArrayList<>();
        List<Operand> elements = new ArrayList<>();
        List<Operand> invariants = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            if (i < carryCount) {
                carries.add(new Carry(parameters.get(i), operands.get(i), results.get(i)));
            } else {
                (i < carryCount + elementCount ? elements : invariants)
                        .add(new Operand(parameters.get(i), operands.get(i)));
            }
        }
        List<Node> outputs = results.subList(carryCount, results.size());
        return new ScanDraft(scan.steps(), scan.backwards(), carries, elements, invariants, outputs);
    }

    /** Returns the draft with what sequences of one number over and over are, which needs no sequence. */
    ScanDraft withoutRepeated(Simplifier simplifier) {
        List<Operand> differing = new ArrayList<>();
        List<Operand> same = new ArrayList<>(invariants);
        List<Node> parameters = new ArrayList<>();
        List<Node> constants = new ArrayList<>();
        for (Operand element : elements) {
            Node scalar = Simplifier.scalarOf(element.node());
            if (scalar == null || scalar == element.node()) {
                differing.add(element);
                continue;
            }
            Node repeated = simplifier.make(new Broadcast(element.parameter().shape()), scalar);
            if (Simplifier.isConstant(repeated)) {
                parameters.add(element.parameter());
                constants.add(repeated);
            } else {
                same.add(new Operand(element.parameter(), repeated));
            }
        }
        if (parameters.isEmpty()) {
            return new ScanDraft(steps, backwards, carries, differing, same, outputs);
        }
        List<Node> results = simplifier.simplify(Substitution.replace(results(), parameters, constants));
        List<Carry> goingOn = new ArrayList<>();
        for (int i = 0; i < carries.size(); i++) {
            goingOn.add(new Carry(carries.get(i).parameter(), carries.get(i).initial(), results.get(i)));
        }
        return new ScanDraft(
                steps, backwards, goingOn, differing, same, results.subList(carries.size(), results.size()));
    }

    /** Returns all results of the body. */
    List<Node> results() {
        List<Node> results = next(carries);
        results.addAll(outputs);
        return results;
    }

    /** Whether what depends on the carries is scalars. */
    boolean isOfScalars() {
        Set<Node> dependent = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Carry carry : carries) {
            dependent.add(carry.parameter());
        }
        for (Node node : Topology.sort(results())) {
            for (Node input : node.inputs()) {
                if (dependent.contains(input)) {
                    dependent.add(node);
                }
            }
            if (dependent.contains(node) && !Operations.isPlainScalar(node)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the values of carries after a step. */
    static List<Node> next(List<Carry> carries) {
        List<Node> next = new ArrayList<>();
        for (Carry carry : carries) {
            next.add(carry.next());
        }
        return next;
    }

    /** Returns how often each node of the body is an operand or a result. */
    Map<Node, Integer> uses() {
        Map<Node, Integer> uses = new IdentityHashMap<>();
        List<Node> results = results();
        count(results, uses);
        for (Node node : Topology.sort(results)) {
            count(node.inputs(), uses);
        }
        return uses;
    }

    private static void count(List<Node> nodes, Map<Node, Integer> uses) {
        for (Node node : nodes) {
            uses.put(node, uses.getOrDefault(node, 0) + 1);
        }
    }

    /** Returns the shape of a value of the body at all steps. */
    Shape atAllSteps(Node node) {
        return Shape.of(steps).append(node.shape());
    }

    /** Returns what takes the place of an output that nobody asks for: it has no values. */
    static Node unused(Node output, int steps, Simplifier simplifier) {
        return simplifier.make(new Broadcast(Shape.of(steps * output.size())), simplifier.constant(0));
    }

    /** Returns the draft as a node; operands that the body does not use are left out. */
    Built build(Simplifier simplifier) {
        Map<Node, Boolean> used = new IdentityHashMap<>();
        List<Node> results = results();
        for (Node node : Topology.sort(results)) {
            used.put(node, true);
        }
        List<Node> operands = new ArrayList<>();
        List<Node> carryParameters = new ArrayList<>();
        for (Carry carry : carries) {
            carryParameters.add(carry.parameter());
            operands.add(carry.initial());
        }
        List<Node> elementParameters = addUsed(elements, used, operands);
        List<Node> invariantParameters = addUsed(invariants, used, operands);
        ScanBody body = ScanBody.of(carryParameters, elementParameters, invariantParameters, results);
        Scan scan = new Scan(body, steps, backwards);
        Node node = simplifier.make(scan, operands);
        Map<Node, Integer> carryNumbers = new IdentityHashMap<>();
        for (int i = 0; i < carries.size(); i++) {
            carryNumbers.put(carries.get(i).parameter(), i);
        }
        Map<Node, Integer> outputNumbers = new IdentityHashMap<>();
        for (int j = 0; j < outputs.size(); j++) {
            outputNumbers.put(outputs.get(j), j);
        }
        return new Built(node, scan, carryNumbers, outputNumbers);
    }

    /** Adds the nodes of what is used to the operands, and returns what stands for them. */
    private static List<Node> addUsed(List<Operand> candidates, Map<Node, Boolean> used, List<Node> operands) {
        List<Node> parameters = new ArrayList<>();
        for (Operand each : candidates) {
            if (used.containsKey(each.parameter())) {
                parameters.add(each.parameter());
                operands.add(each.node());
            }
        }
        return parameters;
    }
}
