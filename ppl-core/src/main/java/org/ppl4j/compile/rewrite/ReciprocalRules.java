package org.ppl4j.compile.rewrite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;

/**
 * Divisions become multiplications by a reciprocal, which all of them, derivatives among them, have in common; a factor
 * and its reciprocal cancel out. A quotient is then rounded twice: an error of one and a half units in the last place
 * rather than half a unit.
 */
public final class ReciprocalRules implements Rule {

    /** How many products deep a factor is looked for. */
    private static final int DEPTH = 3;

    @Override
    public @Nullable Node rewrite(Op op, List<Node> inputs, Simplifier simplifier) {
        if (op instanceof Divide) {
            return divide(inputs.get(0), inputs.get(1), simplifier);
        }
        if (op instanceof Multiply) {
            Node cancelled = cancel(inputs.get(0), inputs.get(1), simplifier);
            return cancelled != null ? cancelled : cancel(inputs.get(1), inputs.get(0), simplifier);
        }
        return null;
    }

    private static @Nullable Node divide(Node a, Node b, Simplifier simplifier) {
        if (a.isConstant(1)) {
            return isReciprocal(b) ? b.input(1) : null;
        }
        if (!simplifier.interner().dependsOnVariables(a)
                && !simplifier.interner().dependsOnVariables(b)) {
            return null;
        }
        return simplifier.make(new Multiply(), a, simplifier.make(new Divide(), one(b, simplifier), b));
    }

    private static boolean isReciprocal(Node node) {
        return node.op() instanceof Divide && node.input(0).isConstant(1);
    }

    private static Node one(Node like, Simplifier simplifier) {
        return simplifier.make(new Broadcast(like.shape()), simplifier.constant(1));
    }

    /** Returns a product without two factors that cancel out, of which one is the first operand; null if there are none. */
    private static @Nullable Node cancel(Node factor, Node rest, Simplifier simplifier) {
        Node opposite = isReciprocal(factor) ? factor.input(1) : null;
        return without(factor, opposite, rest, DEPTH, simplifier);
    }

    private static @Nullable Node without(
            Node factor, @Nullable Node opposite, Node product, int depth, Simplifier simplifier) {
        if (product == opposite || (isReciprocal(product) && product.input(1) == factor)) {
            return one(product, simplifier);
        }
        boolean signed = product.op() instanceof Negate;
        if (depth == 0 || !(signed || product.op() instanceof Multiply)) {
            return null;
        }
        Node first = without(factor, opposite, product.input(0), depth - 1, simplifier);
        if (signed) {
            return first == null ? null : simplifier.make(new Negate(), first);
        }
        if (first != null) {
            return simplifier.make(new Multiply(), first, product.input(1));
        }
        Node second = without(factor, opposite, product.input(1), depth - 1, simplifier);
        return second == null ? null : simplifier.make(new Multiply(), product.input(0), second);
    }
}
