package org.ppl4j.compile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.TriangularSolve;

/**
 * Numbers for the forms of nodes: equal for nodes, and for those alone, that compute alike from constants of one shape, from
 * elements picked from one node, and from one node otherwise.
 */
final class TermForms {

    /** Larger tensors are not repetitions of something small: putting them together would cost memory and gain nothing. */
    static final int LARGEST = 256;

    private final NodeMap<Integer> forms = new NodeMap<>();
    private final Map<ComputationKey, Integer> numbers = new HashMap<>();
    private int count;

    /** Returns the number of a node's form. */
    int of(Node node) {
        Integer known = forms.get(node);
        if (known == null) {
            known = newForm(node);
            forms.put(node, known);
        }
        return known;
    }

    private Integer newForm(Node node) {
        if (node.size() > LARGEST) {
            return count++;
        }
        if (isConstant(node)) {
            return number(new ComputationKey(Constant.class, node.shape()));
        }
        Op op = node.op();
        if (op instanceof Take) {
            return number(new ComputationKey(Take.class, node.shape(), unique(picked(node))));
        }
        if (!isRepeatable(op)) {
            return count++;
        }
        List<Node> inputs = node.inputs();
        int[] operands = new int[inputs.size()];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = of(inputs.get(i));
        }
        return number(new ComputationKey(Operations.key(op), node.shape(), operands));
    }

    private Integer number(ComputationKey key) {
        Integer known = numbers.get(key);
        if (known == null) {
            known = count++;
            numbers.put(key, known);
        }
        return known;
    }

    private final NodeMap<Integer> bases = new NodeMap<>();

    /** Returns a number for one node. */
    private int unique(Node node) {
        Integer known = bases.get(node);
        if (known == null) {
            known = count++;
            bases.put(node, known);
        }
        return known;
    }

    /** Whether an operation on many operands can be done at once. */
    static boolean isRepeatable(Op op) {
        return op instanceof ElementwiseOp
                || op instanceof Take
                || op instanceof Broadcast
                || op instanceof Reshape
                || op instanceof Sum
                || op instanceof MatrixMultiply
                || op instanceof TriangularSolve;
    }

    /** Whether a node is a constant, or elements picked from one. */
    static boolean isConstant(Node node) {
        Node base = node;
        while (base.op() instanceof Take) {
            base = base.input(0);
        }
        return base.op() instanceof Constant;
    }

    /** Returns an element of such a constant. */
    static double constant(Node node, int element) {
        Node base = node;
        int at = element;
        while (base.op() instanceof Take take) {
            at = take.indices().at(at);
            base = base.input(0);
        }
        double @Nullable [] values = base.cachedValue();
        if (values == null) {
            throw new IllegalStateException("not a constant: " + node);
        }
        return values[at];
    }

    /** Returns what elements are picked from, through all picks of picks. */
    static Node picked(Node take) {
        Node base = take;
        while (base.op() instanceof Take) {
            base = base.input(0);
        }
        return base;
    }

    /** Returns the element of {@link #picked} that an element of a pick is. */
    static int place(Node take, int element) {
        Node base = take;
        int at = element;
        while (base.op() instanceof Take next) {
            Indices indices = next.indices();
            at = indices.at(at);
            base = base.input(0);
        }
        return at;
    }
}
