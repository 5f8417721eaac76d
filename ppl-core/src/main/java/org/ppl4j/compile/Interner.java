package org.ppl4j.compile;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Variable;

/** Hash-consing: one node for every computation, however often it is written. Not safe for several threads at once. */
final class Interner {

    private record Key(Op op, List<Integer> inputs, Shape shape) {}

    private record Note(int serial, boolean variable) {}

    private final Map<Key, Node> nodes = new HashMap<>();
    private final Map<Node, Note> notes = new IdentityHashMap<>();

    /** Returns the node for a leaf, or for an operation on nodes of this interner. */
    Node intern(Node node) {
        if (notes.containsKey(node)) {
            return node;
        }
        List<Integer> serials = node.inputs().stream().map(this::serial).toList();
        Node known = nodes.putIfAbsent(new Key(node.op(), serials, node.shape()), node);
        if (known != null) {
            known.noteOrigin(node.origin());
            return known;
        }
        boolean variable =
                node.op() instanceof Variable || node.inputs().stream().anyMatch(this::dependsOnVariables);
        notes.put(node, new Note(notes.size(), variable));
        return node;
    }

    /** Returns a number that tells a node from others and grows with time. */
    int serial(Node node) {
        return note(node).serial;
    }

    /** Whether a node's value depends on a variable, rather than on constants and data alone. */
    boolean dependsOnVariables(Node node) {
        return note(node).variable;
    }

    private Note note(Node node) {
        Note note = notes.get(node);
        if (note == null) {
            throw new IllegalStateException("The node " + node + " was not interned.");
        }
        return note;
    }

    /** Whether a node is a constant leaf. */
    static boolean isConstant(Node node) {
        return node.op() instanceof Constant;
    }

    /** Returns the number of a constant with one element. */
    static double constantValue(Node node) {
        return java.util.Objects.requireNonNull(node.cachedValue())[0];
    }
}
