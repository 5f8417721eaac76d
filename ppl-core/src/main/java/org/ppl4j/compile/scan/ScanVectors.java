package org.ppl4j.compile.scan;

import java.util.ArrayList;
import java.util.List;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Topology;

/** Values of a scan's body computed for all steps at once, outside of it, along a new first axis. */
final class ScanVectors {

    private final int steps;
    private final Simplifier simplifier;
    private final NodeMap<Node> same = new NodeMap<>();
    private final NodeMap<Node> vectors = new NodeMap<>();

    ScanVectors(int steps, Simplifier simplifier) {
        this.steps = steps;
        this.simplifier = simplifier;
    }

    /** Says what a node of the body is at all steps. */
    void know(Node node, Node sequence) {
        vectors.put(node, sequence);
    }

    /** Says what a node of the body is at every step alike. */
    void knowSame(Node node, Node outside) {
        same.put(node, outside);
    }

    /** Whether there is a form for all steps of an operation, given that there is one of its operands. */
    static boolean canDo(Node node) {
        return node.inputs().isEmpty()
                || node.op() instanceof ElementwiseOp
                || node.op() instanceof Broadcast
                || node.op() instanceof Reshape
                || node.op() instanceof Sum;
    }

    /** Whether there are forms for all steps of several operations. */
    static boolean canDo(List<Node> nodes) {
        for (Node node : nodes) {
            if (!canDo(node)) {
                return false;
            }
        }
        return true;
    }

    /** Returns a node of the body that is the same at all steps, outside. */
    Node outside(Node root) {
        for (Node node : unknown(root)) {
            simplifier.locate(node.origin());
            same.put(
                    node,
                    node.inputs().isEmpty()
                            ? node
                            : simplifier.make(node.op(), Simplifier.mapped(node.inputs(), same)));
        }
        simplifier.locate(null);
        return java.util.Objects.requireNonNull(same.get(root));
    }

    private List<Node> unknown(Node root) {
        return Topology.sort(List.of(root), each -> !vectors.containsKey(each) && !same.containsKey(each));
    }

    /** Returns a node of the body at all steps. */
    Node vector(Node root) {
        for (Node node : unknown(root)) {
            simplifier.locate(node.origin());
            if (isSame(node)) {
                outside(node);
            } else {
                vectors.put(node, made(node));
            }
        }
        simplifier.locate(null);
        return repeated(root);
    }

    /** Returns nodes of the body at all steps. */
    List<Node> vectors(List<Node> roots) {
        List<Node> found = new ArrayList<>();
        for (Node root : roots) {
            found.add(vector(root));
        }
        return found;
    }

    private boolean isSame(Node node) {
        for (Node input : node.inputs()) {
            if (!same.containsKey(input)) {
                return false;
            }
        }
        return true;
    }

    /** Returns a known node at all steps, one that is the same at all of them repeated. */
    private Node repeated(Node node) {
        Node known = vectors.get(node);
        if (known == null) {
            known = simplifier.make(new Broadcast(atAllSteps(node.shape())), outside(node));
            vectors.put(node, known);
        }
        return known;
    }

    private Node made(Node node) {
        List<Node> inputs = new ArrayList<>();
        for (Node input : node.inputs()) {
            inputs.add(repeated(input));
        }
        Shape shape = atAllSteps(node.shape());
        if (node.op() instanceof Sum sum) {
            List<Integer> axes = new ArrayList<>();
            for (int axis : sum.axes()) {
                axes.add(axis + 1);
            }
            return simplifier.make(new Sum(axes), inputs);
        }
        if (node.op() instanceof Reshape) {
            return simplifier.make(new Reshape(shape), inputs);
        }
        if (node.op() instanceof Broadcast) {
            int missing = node.shape().rank() - node.input(0).shape().rank();
            Shape aligned = Shape.of(steps);
            for (int i = 0; i < missing; i++) {
                aligned = aligned.append(Shape.of(1));
            }
            Node from = simplifier.make(new Reshape(aligned.append(node.input(0).shape())), inputs);
            return simplifier.make(new Broadcast(shape), from);
        }
        return simplifier.make(node.op(), inputs);
    }

    private Shape atAllSteps(Shape shape) {
        return Shape.of(steps).append(shape);
    }
}
