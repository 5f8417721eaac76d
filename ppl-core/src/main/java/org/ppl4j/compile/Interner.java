package org.ppl4j.compile;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Parameter;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Variable;

/** Hash-consing: one node for every computation, however often it is written. Not safe for several threads at once. */
final class Interner {

    /** An operation on interned operands. Written out, since generated record methods are slow to start. */
    private static final class Key {

        private final Object op;
        private final int[] inputs;
        private final Shape shape;
        private final int hash;

        Key(Op op, int[] inputs, Shape shape) {
            this.op = Operations.key(op);
            this.inputs = inputs;
            this.shape = shape;
            this.hash = 31 * (31 * this.op.hashCode() + Arrays.hashCode(inputs)) + shape.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that
                    && hash == that.hash
                    && op.equals(that.op)
                    && Arrays.equals(inputs, that.inputs)
                    && shape.equals(that.shape);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private static final class Note {

        private final int serial;
        private final boolean variable;
        private int turn = -1;
        private int rank;

        Note(int serial, boolean variable) {
            this.serial = serial;
            this.variable = variable;
        }
    }

    private final Map<Key, Node> nodes = new HashMap<>();
    private final Map<Node, Note> notes = new IdentityHashMap<>();
    private int turn;
    private int ranked;

    /** Starts to rank nodes anew, as an interner that knows none would, so that what was done before makes no difference. */
    void rankAnew() {
        turn++;
        ranked = 0;
    }

    /** Returns the node for a leaf, or for an operation on nodes of this interner. */
    Node intern(Node node) {
        Note own = notes.get(node);
        if (own != null) {
            rank(own);
            return node;
        }
        List<Node> operands = node.inputs();
        int[] serials = new int[operands.size()];
        boolean variable = node.op() instanceof Variable || node.op() instanceof Parameter;
        for (int i = 0; i < serials.length; i++) {
            Note note = note(operands.get(i));
            serials[i] = note.serial;
            variable |= note.variable;
        }
        Node known = nodes.putIfAbsent(new Key(node.op(), serials, node.shape()), node);
        if (known != null) {
            known.noteOrigin(node.origin());
            rank(note(known));
            return known;
        }
        Note note = new Note(notes.size(), variable);
        notes.put(node, note);
        rank(note);
        return node;
    }

    /** Returns a node's place in the order in which nodes were met since {@link #rankAnew}. */
    int rank(Node node) {
        return rank(note(node));
    }

    private int rank(Note note) {
        if (note.turn != turn) {
            note.turn = turn;
            note.rank = ranked++;
        }
        return note.rank;
    }

    /** Returns a number that tells a node from others. */
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
        return Objects.requireNonNull(node.cachedValue())[0];
    }
}
