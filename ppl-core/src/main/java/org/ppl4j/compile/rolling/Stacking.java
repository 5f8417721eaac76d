package org.ppl4j.compile.rolling;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.MaximumOver;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.TriangularSolve;

/** Operations done for many operands at once, which are along a new first axis. */
public final class Stacking {

    /** One computation for all of a group: the same value for each, or one along a new first axis for each. */
    public record Stacked(Node node, boolean isShared) {}

    private final int count;

    /**
     * Creates operations.
     *
     * @param count the size of the new axis
     */
    Stacking(int count) {
        this.count = count;
    }

    /** Whether an operation on many operands can be done at once. */
    static boolean isRepeatable(Op op) {
        return op instanceof ElementwiseOp
                || op instanceof Take
                || op instanceof Put
                || op instanceof Broadcast
                || op instanceof Reshape
                || op instanceof Sum
                || op instanceof MaximumOver
                || op instanceof Concatenate
                || op instanceof MatrixMultiply
                || op instanceof TriangularSolve;
    }

    private Shape stacked(Shape item) {
        return Shape.of(count).append(item);
    }

    /**
     * Returns an operation on all operands at once, or null if there is none.
     *
     * @param item the operation on the first operands
     * @param operands all operands, not all of them shared
     */
    @Nullable
    Node apply(Node item, List<Stacked> operands) {
        Op op = item.op();
        Shape result = stacked(item.shape());
        Stacked first = operands.get(0);
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
            return Nodes.reshape(first.node(), result);
        }
        if (op instanceof Sum sum) {
            return Nodes.sum(first.node(), shifted(sum.axes()));
        }
        if (op instanceof MaximumOver largest) {
            return Node.of(new MaximumOver(shifted(largest.axes())), first.node());
        }
        if (op instanceof Put put) {
            return Node.of(new Put(inEach(put.indices(), item.size()), result), first.node());
        }
        if (op instanceof Concatenate) {
            return joined(item, operands);
        }
        if (op instanceof MatrixMultiply product) {
            return products(item, product, first, operands.get(1));
        }
        return op instanceof TriangularSolve ? solutions(item, op, first, operands.get(1)) : null;
    }

    /** Returns places in all tensors of one size, which lie one after the other. */
    private Indices inEach(Indices places, int size) {
        int[] all = new int[count * places.size()];
        Arrays.setAll(all, k -> k / places.size() * size + places.at(k % places.size()));
        return Indices.of(all);
    }

    private static List<Integer> shifted(List<Integer> axes) {
        return axes.stream().map(axis -> axis + 1).toList();
    }

    /** A vector is put together along its only axis: here that of the columns, which are rows as long as it takes. */
    private Node joined(Node item, List<Stacked> parts) {
        Node[] rows = new Node[parts.size()];
        for (int i = 0; i < rows.length; i++) {
            Node part = item.input(i);
            Node all = repeated(parts.get(i), part, stacked(part.shape()));
            rows[i] = Nodes.transpose(Nodes.reshape(all, Shape.of(count, part.size())));
        }
        Node joined = Node.of(new Concatenate(), rows);
        return Nodes.transpose(Nodes.reshape(joined, Shape.of(item.size(), count)));
    }

    /** Returns an operand along the new axis, and broadcast to the shape of the others. */
    private static Node repeated(Stacked operand, Node item, Shape result) {
        if (operand.isShared()) {
            return Nodes.broadcast(operand.node(), result);
        }
        int[] aligned = new int[result.rank() - item.shape().rank()];
        Arrays.fill(aligned, 1);
        aligned[0] = result.dimension(0);
        return Nodes.broadcast(Nodes.reshape(operand.node(), Shape.of(aligned).append(item.shape())), result);
    }

    private @Nullable Node products(Node item, MatrixMultiply product, Stacked left, Stacked right) {
        Shape a = item.input(0).shape();
        Shape b = item.input(1).shape();
        int inner = a.dimension(product.transposeLeft() ? 0 : 1);
        boolean isRow = item.shape().dimension(0) == 1;
        boolean isColumn = item.shape().dimension(1) == 1;
        Node result = null;
        if (right.isShared() && (isRow || !product.transposeLeft())) {
            Node rows = Nodes.reshape(left.node(), Shape.of(count * a.size() / inner, inner));
            result = Nodes.matrixMultiply(rows, right.node(), false, product.transposeRight());
        } else if (left.isShared() && isColumn) {
            Node rows = Nodes.reshape(right.node(), Shape.of(count, inner));
            result = Nodes.matrixMultiply(rows, left.node(), false, !product.transposeLeft());
        } else if (isRow && isColumn && a.size() == b.size()) {
            Shape rows = Shape.of(count, inner);
            Node factors = Node.of(new Multiply(), Nodes.reshape(left.node(), rows), Nodes.reshape(right.node(), rows));
            result = Nodes.sum(factors, List.of(1));
        }
        return result == null ? null : Nodes.reshape(result, stacked(item.shape()));
    }

    private @Nullable Node solutions(Node item, Op solve, Stacked factor, Stacked right) {
        if (!factor.isShared() || item.shape().dimension(1) != 1) {
            return null;
        }
        Node columns = Nodes.transpose(Nodes.reshape(right.node(), Shape.of(count, item.size())));
        return Nodes.reshape(Nodes.transpose(Node.of(solve, factor.node(), columns)), stacked(item.shape()));
    }
}
