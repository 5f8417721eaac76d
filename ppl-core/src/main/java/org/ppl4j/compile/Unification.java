package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.TriangularSolve;

/** One computation for many nodes of one form: its result has a new first axis, along which the nodes are. */
final class Unification {

    private static final int DEEPEST = 100;

    /** One computation for all of a group: the same value for each, or one along a new first axis for each. */
    record Rolled(Node node, boolean isShared) {}

    /** What became of a column of operands: a node that is used twice is rolled once. */
    private static final class Known {

        private final Node[] column;
        private final Rolled rolled;

        Known(Node[] column, Rolled rolled) {
            this.column = column;
            this.rolled = rolled;
        }
    }

    private final int count;
    private final NodeMap<Known> known = new NodeMap<>();

    private Unification(int count) {
        this.count = count;
    }

    /** Returns one computation for all nodes, or null if they cannot be put together. */
    static @Nullable Rolled of(List<Node> nodes) {
        return new Unification(nodes.size()).unify(nodes.toArray(Node[]::new), 0);
    }

    private @Nullable Rolled unify(Node[] column, int depth) {
        Node first = column[0];
        if (allSame(column)) {
            return new Rolled(first, true);
        }
        Known before = known.get(first);
        if (before != null && Arrays.equals(before.column, column)) {
            return before.rolled;
        }
        if (depth > DEEPEST || !haveOneShape(column) || first.size() > TermForms.LARGEST) {
            return null;
        }
        Rolled rolled = make(column, depth);
        if (rolled != null) {
            rolled.node.noteOrigin(first.origin());
            known.put(first, new Known(column, rolled));
        }
        return rolled;
    }

    private @Nullable Rolled make(Node[] column, int depth) {
        Node first = column[0];
        if (TermForms.isConstant(first)) {
            return constants(column);
        }
        if (first.op() instanceof Take) {
            return picks(column);
        }
        for (Node node : column) {
            if (!Operations.isSame(node.op(), first.op())
                    || node.inputs().size() != first.inputs().size()) {
                return null;
            }
        }
        List<Rolled> operands = new ArrayList<>();
        boolean shared = true;
        for (int k = 0; k < first.inputs().size(); k++) {
            Node[] operand = new Node[count];
            for (int i = 0; i < count; i++) {
                operand[i] = column[i].input(k);
            }
            Rolled rolled = unify(operand, depth + 1);
            if (rolled == null) {
                return null;
            }
            operands.add(rolled);
            shared &= rolled.isShared;
        }
        if (shared) {
            return operands.isEmpty() ? null : new Rolled(first, true);
        }
        Node node = apply(first, operands);
        return node == null ? null : new Rolled(node, false);
    }

    private static boolean allSame(Node[] column) {
        for (Node node : column) {
            if (node != column[0]) {
                return false;
            }
        }
        return true;
    }

    private static boolean haveOneShape(Node[] column) {
        for (Node node : column) {
            if (!node.shape().equals(column[0].shape())) {
                return false;
            }
        }
        return true;
    }

    private Shape stacked(Shape item) {
        return Shape.of(count).append(item);
    }

    private @Nullable Rolled constants(Node[] column) {
        int size = column[0].size();
        double[] values = new double[count * size];
        boolean equal = true;
        for (int i = 0; i < count; i++) {
            if (!TermForms.isConstant(column[i])) {
                return null;
            }
            for (int k = 0; k < size; k++) {
                values[i * size + k] = TermForms.constant(column[i], k);
                equal &= Double.doubleToRawLongBits(values[i * size + k]) == Double.doubleToRawLongBits(values[k]);
            }
        }
        return equal ? new Rolled(column[0], true) : new Rolled(Constant.of(stacked(column[0].shape()), values), false);
    }

    private @Nullable Rolled picks(Node[] column) {
        Node base = TermForms.picked(column[0]);
        int size = column[0].size();
        int[] indices = new int[count * size];
        boolean equal = true;
        for (int i = 0; i < count; i++) {
            if (!(column[i].op() instanceof Take) || TermForms.picked(column[i]) != base) {
                return null;
            }
            for (int k = 0; k < size; k++) {
                indices[i * size + k] = TermForms.place(column[i], k);
                equal &= indices[i * size + k] == indices[k];
            }
        }
        return equal
                ? new Rolled(column[0], true)
                : new Rolled(Nodes.take(base, stacked(column[0].shape()), Indices.of(indices)), false);
    }

    /** Returns the operation on all at once, not all of whose operands are shared; null if there is none. */
    private @Nullable Node apply(Node item, List<Rolled> operands) {
        Op op = item.op();
        Shape result = stacked(item.shape());
        Rolled first = operands.get(0);
        if (op instanceof ElementwiseOp) {
            Node[] inputs = new Node[operands.size()];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = repeated(operands.get(i), item.input(i), result);
            }
            return Node.of(op, inputs);
        }
        if (op instanceof Broadcast) {
            return repeated(first, item.input(0), result);
        }
        if (op instanceof Reshape) {
            return Nodes.reshape(first.node, result);
        }
        if (op instanceof Sum sum) {
            return Nodes.sum(
                    first.node, sum.axes().stream().map(axis -> axis + 1).toList());
        }
        if (op instanceof MatrixMultiply product) {
            return products(item, product, first, operands.get(1));
        }
        return op instanceof TriangularSolve ? solutions(item, op, first, operands.get(1)) : null;
    }

    /** Returns an operand along the new axis, and broadcast to the shape of the others. */
    private static Node repeated(Rolled operand, Node item, Shape result) {
        if (operand.isShared) {
            return Nodes.broadcast(operand.node, result);
        }
        int[] aligned = new int[result.rank() - item.shape().rank()];
        Arrays.fill(aligned, 1);
        aligned[0] = result.dimension(0);
        return Nodes.broadcast(Nodes.reshape(operand.node, Shape.of(aligned).append(item.shape())), result);
    }

    private @Nullable Node products(Node item, MatrixMultiply product, Rolled left, Rolled right) {
        Shape a = item.input(0).shape();
        Shape b = item.input(1).shape();
        int inner = a.dimension(product.transposeLeft() ? 0 : 1);
        boolean isRow = item.shape().dimension(0) == 1;
        boolean isColumn = item.shape().dimension(1) == 1;
        Node result = null;
        if (right.isShared && (isRow || !product.transposeLeft())) {
            Node rows = Nodes.reshape(left.node, Shape.of(count * a.size() / inner, inner));
            result = Nodes.matrixMultiply(rows, right.node, false, product.transposeRight());
        } else if (left.isShared && isColumn) {
            Node rows = Nodes.reshape(right.node, Shape.of(count, inner));
            result = Nodes.matrixMultiply(rows, left.node, false, !product.transposeLeft());
        } else if (isRow && isColumn && a.size() == b.size()) {
            Shape rows = Shape.of(count, inner);
            Node factors = Node.of(new Multiply(), Nodes.reshape(left.node, rows), Nodes.reshape(right.node, rows));
            result = Nodes.sum(factors, List.of(1));
        }
        return result == null ? null : Nodes.reshape(result, stacked(item.shape()));
    }

    private @Nullable Node solutions(Node item, Op solve, Rolled factor, Rolled right) {
        if (!factor.isShared || item.shape().dimension(1) != 1) {
            return null;
        }
        Node columns = Nodes.transpose(Nodes.reshape(right.node, Shape.of(count, item.size())));
        return Nodes.reshape(Nodes.transpose(Node.of(solve, factor.node, columns)), stacked(item.shape()));
    }
}
