package org.ppl4j.compile.rewrite;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Interleave;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Parameter;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Variable;

/** Hash-consing: one node for every computation, however often it is written. Not safe for several threads at once. */
public final class Interner {

    private static final class Note {

        private final int serial;
        private final boolean variable;
        private final boolean moderate;
        private int turn = -1;
        private int rank;

        Note(int serial, boolean variable, boolean moderate) {
            this.serial = serial;
            this.variable = variable;
            this.moderate = moderate;
        }
    }

    private static final double LARGEST_MODERATE = 0x1p100;

    private final Map<ComputationKey, Node> nodes = new HashMap<>();
    private final NodeMap<Note> notes = new NodeMap<>();
    private int count;
    private int turn;
    private int ranked;

    /** Starts to rank nodes anew, as an interner that knows none would, so that what was done before makes no difference. */
    public void rankAnew() {
        turn++;
        ranked = 0;
    }

    /** Returns the node for a leaf, or for an operation on nodes of this interner. */
    public Node intern(Node node) {
        Note own = notes.get(node);
        if (own != null) {
            rank(own);
            return node;
        }
        List<Node> operands = node.inputs();
        int[] serials = new int[operands.size()];
        boolean variable = node.op() instanceof Variable || node.op() instanceof Parameter;
        boolean moderate = variable || !operands.isEmpty();
        for (int i = 0; i < serials.length; i++) {
            Note note = note(operands.get(i));
            serials[i] = note.serial;
            variable |= note.variable;
            moderate &= note.moderate;
        }
        Node known = nodes.putIfAbsent(new ComputationKey(Operations.key(node.op()), node.shape(), serials), node);
        if (known != null) {
            known.noteOrigin(node.origin());
            rank(note(known));
            return known;
        }
        Note note = new Note(count++, variable, moderate || !passesOn(node) || hasModerateElements(node));
        notes.put(node, note);
        rank(note);
        return node;
    }

    /** Returns the node for an operation on nodes of this interner if there is one, else null. */
    @Nullable
    Node known(Op op, List<Node> operands) {
        Node node = Node.of(op, operands);
        int[] serials = new int[operands.size()];
        for (int i = 0; i < serials.length; i++) {
            serials[i] = serial(operands.get(i));
        }
        return nodes.get(new ComputationKey(Operations.key(node.op()), node.shape(), serials));
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
    public int serial(Node node) {
        return note(node).serial;
    }

    /** Whether a node's value depends on a variable, rather than on constants and data alone. */
    public boolean dependsOnVariables(Node node) {
        return note(node).variable;
    }

    /**
     * Whether all numbers in the products and sums that a node is computed by, the variables aside, are known, and zero or
     * far from where squares overflow or underflow.
     */
    boolean isModerate(Node node) {
        return note(node).moderate;
    }

    /** Whether the magnitude of an operation's result is about that of its operands, or of their product. */
    private static boolean passesOn(Node node) {
        Op op = node.op();
        return node.inputs().isEmpty()
                || op instanceof Add
                || op instanceof Subtract
                || op instanceof Multiply
                || op instanceof Divide
                || op instanceof Negate
                || op instanceof Sum
                || op instanceof Broadcast
                || op instanceof Reshape
                || op instanceof Take
                || op instanceof Put
                || op instanceof Concatenate
                || op instanceof Interleave
                || op instanceof MatrixMultiply;
    }

    private static boolean hasModerateElements(Node node) {
        double[] values = isConstant(node) ? node.cachedValue() : null;
        if (values == null) {
            return false;
        }
        for (double value : values) {
            double size = Math.abs(value);
            if (!(value == 0 || (size <= LARGEST_MODERATE && size >= 1 / LARGEST_MODERATE))) {
                return false;
            }
        }
        return true;
    }

    private Note note(Node node) {
        Note note = notes.get(node);
        if (note == null) {
            throw new IllegalStateException("The node " + node + " was not interned.");
        }
        return note;
    }

    /** Whether a node is a constant leaf. */
    public static boolean isConstant(Node node) {
        return node.op() instanceof Constant;
    }

    /** Whether a node is a constant leaf whose elements are all within two bounds, or at one. */
    public static boolean isWithin(Node node, double low, double high) {
        if (!isConstant(node)) {
            return false;
        }
        for (double element : Objects.requireNonNull(node.cachedValue())) {
            if (!(element >= low && element <= high)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the number of a constant with one element. */
    public static double constantValue(Node node) {
        return Objects.requireNonNull(node.cachedValue())[0];
    }
}
