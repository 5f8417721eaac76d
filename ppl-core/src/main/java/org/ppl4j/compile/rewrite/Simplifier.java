package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Evaluation;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Topology;

/** Rebuilds graphs bottom-up through a set of rules, with equal nodes merged and constants folded. */
public final class Simplifier {

    /** Larger results of constants are computed when data are bound, so that they are not kept twice. */
    private static final int LARGEST_FOLDED = 1 << 12;

    private final Interner interner;
    private final List<Rule> rules;
    private final List<String> notes = new ArrayList<>();
    private @Nullable Origin origin;

    public Simplifier(Interner interner, List<Rule> rules) {
        this.interner = interner;
        this.rules = rules;
    }

    public Interner interner() {
        return interner;
    }

    /** Sets the line of the model that new nodes are noted with. */
    public void locate(@Nullable Origin line) {
        origin = line;
    }

    /** Notes that the sum that is being simplified became some statistics of the data. */
    void noteFolded(int terms, int numbers) {
        notes.add(folded(terms, numbers, origin));
    }

    /** Returns the line in which it is said that a sum became some statistics of the data. */
    public static String folded(int terms, int numbers, @Nullable Origin origin) {
        return "sum folded: " + terms + " terms into " + numbers + (numbers == 1 ? " number" : " numbers")
                + Origin.suffix(origin);
    }

    /** Returns what was noted since this was last asked for. */
    public List<String> takeNotes() {
        List<String> taken = List.copyOf(notes);
        notes.clear();
        return taken;
    }

    /** Returns simplified forms of some nodes. */
    public List<Node> simplify(List<Node> roots) {
        NodeMap<Node> results = new NodeMap<>();
        for (Node node : Topology.sort(roots)) {
            origin = node.origin();
            results.put(node, simplified(node, results));
        }
        origin = null;
        return mapped(roots, results);
    }

    private Node simplified(Node node, NodeMap<Node> results) {
        if (node.inputs().isEmpty()) {
            return interner.intern(node);
        }
        return node.size() == 0 ? empty(node) : make(node.op(), mapped(node.inputs(), results));
    }

    /** Returns a tensor without elements, of which there is nothing to compute: no rule needs to know of them. */
    private Node empty(Node node) {
        return interner.intern(Constant.of(node.shape(), new double[0]));
    }

    /** Returns what nodes were rewritten to. */
    public static List<Node> mapped(List<Node> nodes, NodeMap<Node> results) {
        Node[] mapped = new Node[nodes.size()];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = Objects.requireNonNull(results.get(nodes.get(i)));
        }
        return List.of(mapped);
    }

    /** Returns a node's operation on other operands; the node itself if they are its own. */
    public static Node rebuilt(Node node, List<Node> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            if (!inputs.get(i).equals(node.input(i))) {
                return Node.of(node.op(), inputs);
            }
        }
        return node;
    }

    /** Returns the simplest known form of an operation on simplified operands. */
    public Node make(Op op, List<Node> inputs) {
        if (areEmpty(inputs)) {
            return folded(Node.of(op, inputs.stream().map(this::empty).toList()));
        }
        List<Node> operands = ordered(op, inputs);
        Node folded = fold(op, operands);
        if (folded != null) {
            return folded;
        }
        for (Rule rule : rules) {
            Node better = rule.rewrite(op, operands, this);
            if (better != null) {
                return better;
            }
        }
        return asIs(op, operands);
    }

    private static boolean areEmpty(List<Node> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).size() > 0) {
                return false;
            }
        }
        return !inputs.isEmpty();
    }

    public Node make(Op op, Node... inputs) {
        return make(op, List.of(inputs));
    }

    /** Returns an operation without looking for a simpler form. */
    Node asIs(Op op, Node... inputs) {
        return asIs(op, List.of(inputs));
    }

    private Node asIs(Op op, List<Node> inputs) {
        Node node = Node.of(op, inputs);
        node.noteOrigin(origin);
        return interner.intern(node);
    }

    /** Returns an element-wise operation, its scalar operands broadcast to the others' shape. */
    public Node apply(ElementwiseOp op, Node... inputs) {
        Shape common = inputs[0].shape();
        for (Node input : inputs) {
            common = common.broadcast(input.shape());
        }
        Node[] expanded = new Node[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            expanded[i] = inputs[i].shape().equals(common) ? inputs[i] : make(new Broadcast(common), inputs[i]);
        }
        return make(op, expanded);
    }

    /** Returns what is left of a tensor without some axes, repeated along these. */
    public Node spread(Node reduced, List<Integer> axes, Shape target) {
        int[] dimensions = target.dimensions();
        for (int axis : axes) {
            dimensions[axis] = 1;
        }
        return make(new Broadcast(target), make(new Reshape(Shape.of(dimensions)), reduced));
    }

    public Node constant(double value) {
        return interner.intern(Nodes.constant(value));
    }

    /** Puts the operands of commutative operations into one order, constants last. */
    private List<Node> ordered(Op op, List<Node> inputs) {
        if (!(op instanceof Add) && !(op instanceof Multiply)) {
            return inputs;
        }
        Node a = inputs.get(0);
        Node b = inputs.get(1);
        boolean aConstant = isConstant(a);
        if (aConstant == isConstant(b) ? interner.rank(a) > interner.rank(b) : aConstant) {
            return List.of(b, a);
        }
        return inputs;
    }

    private @Nullable Node fold(Op op, List<Node> inputs) {
        boolean repeated = true;
        for (Node input : inputs) {
            if (!isConstant(input)) {
                return null;
            }
            repeated &= input.op() instanceof Broadcast;
        }
        if (op instanceof Broadcast) {
            return null;
        }
        if (repeated && op instanceof ElementwiseOp) {
            return foldBeforeRepeating(op, inputs);
        }
        Node node = Node.of(op, inputs);
        if (op instanceof Reshape || op instanceof Take) {
            Node moved = foldMove(node);
            if (moved != null) {
                return moved;
            }
        }
        return node.size() > LARGEST_FOLDED ? null : folded(node);
    }

    /** Folds a move of elements that does not need a copy of them. */
    private @Nullable Node foldMove(Node node) {
        Node from = node.input(0);
        Node scalar = scalarOf(from);
        if (scalar != null && scalar != from && node.size() > 1) {
            return make(new Broadcast(node.shape()), scalar);
        }
        double[] values = node.op() instanceof Reshape && Interner.isConstant(from) ? from.cachedValue() : null;
        return values == null ? null : interner.intern(Constant.of(node.shape(), values));
    }

    /** Folds an operation on constants that are broadcast without writing them out. */
    private @Nullable Node foldBeforeRepeating(Op op, List<Node> inputs) {
        Shape common = Shape.SCALAR;
        for (Node input : inputs) {
            common = common.broadcast(input.input(0).shape());
        }
        List<Node> sources = new ArrayList<>(inputs.size());
        for (Node input : inputs) {
            sources.add(interner.intern(Nodes.broadcast(input.input(0), common)));
        }
        Node node = Node.of(op, sources);
        return common.size() > LARGEST_FOLDED
                ? null
                : make(new Broadcast(inputs.get(0).shape()), folded(node));
    }

    /** Returns the value of an operation on constants. */
    private Node folded(Node node) {
        // Interned, so that what takes long is not evaluated again for another program.
        return interner.intern(Constant.of(node.shape(), Evaluation.valueOnce(interner.intern(node))));
    }

    /** Whether a node is a constant, or one that is broadcast. */
    public static boolean isConstant(Node node) {
        return Interner.isConstant(node) || (node.op() instanceof Broadcast && Interner.isConstant(node.input(0)));
    }

    /** Whether a node is a constant, or one that is repeated, whose elements are all within two bounds, or at one. */
    static boolean isWithin(Node node, double low, double high) {
        return Interner.isWithin(node.op() instanceof Broadcast ? node.input(0) : node, low, high);
    }

    /** Whether functions of a constant are computed at once, rather than when data are bound. */
    static boolean isFolded(Node node) {
        return isConstant(node) && (node.op() instanceof Broadcast ? node.input(0) : node).size() <= LARGEST_FOLDED;
    }

    /** Returns the scalar that a node repeats, or the node itself if it has one element; else null. */
    public static @Nullable Node scalarOf(Node node) {
        if (node.shape().isScalar()) {
            return node;
        }
        return node.op() instanceof Broadcast && node.input(0).shape().isScalar() ? node.input(0) : null;
    }
}
