package org.ppl4j.graph;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * At which elements an adjoint counts: those at which a selection takes the branch that it flows into. Elsewhere the
 * derivative is zero, whatever the branch's own is there, which need not be a number: the data may be missing, or the
 * logarithm that of zero. So the others are not set to zero where the adjoint enters the branch, to be multiplied by it,
 * but where it leaves what is computed element by element.
 *
 * @param condition the selection's condition, of the adjoint's shape
 * @param holds whether the branch is taken where the condition holds, or where it does not
 * @param outer the selections around this one
 */
record Mask(Node condition, boolean holds, @Nullable Mask outer) {

    /**
     * Returns the mask of what flows into an operand.
     *
     * @param node a node that passes masks on
     * @param operand which operand
     * @param mask the mask of the node's adjoint
     */
    static @Nullable Mask behind(Node node, int operand, @Nullable Mask mask) {
        if (node.op() instanceof Select) {
            return new Mask(node.input(0), operand == 1, mask);
        }
        Shape shape = node.input(operand).shape();
        if (mask == null || node.op() instanceof ElementwiseOp) {
            return mask;
        }
        return node.op() instanceof Sum sum
                ? mask.map(kept -> Nodes.broadcast(Nodes.reshape(kept, Axes.keptAsOnes(shape, sum.axes())), shape))
                : mask.map(same -> Nodes.reshape(same, shape));
    }

    private Mask map(UnaryOperator<Node> change) {
        return new Mask(change.apply(condition), holds, outer == null ? null : outer.map(change));
    }

    /** Whether each element of an adjoint flows on to elements of the operands' adjoints that are its own. */
    static boolean passes(Node node) {
        return node.op() instanceof ElementwiseOp || node.op() instanceof Reshape || node.op() instanceof Sum;
    }

    /** Returns an adjoint with zeros where it does not count. */
    Node applied(Node adjoint) {
        Node zeros = Nodes.zeros(adjoint);
        Node inner = Nodes.select(condition, holds ? adjoint : zeros, holds ? zeros : adjoint);
        return outer == null ? inner : outer.applied(inner);
    }
}
