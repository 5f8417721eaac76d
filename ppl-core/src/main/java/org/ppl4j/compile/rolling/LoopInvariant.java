package org.ppl4j.compile.rolling;

import java.util.Arrays;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Operations;

/**
 * Whether two nodes compute the same from the same: what each turn of a loop computes anew though it does not depend on the
 * turn, such as a covariance of shared scales. A few operations are looked at, so that it costs little for what is shared.
 */
public final class LoopInvariant {

    private static final int DEEPEST = 8;

    private LoopInvariant() {}

    /** Whether two nodes are one, or small and computed alike from the same. */
    public static boolean isSame(Node first, Node second) {
        return isSame(first, second, 0);
    }

    private static boolean isSame(Node first, Node second, int depth) {
        if (first == second) {
            return true;
        }
        if (depth == DEEPEST
                || isItself(first)
                || isItself(second)
                || !first.shape().equals(second.shape())) {
            return false;
        }
        if (first.op() instanceof Constant) {
            return second.op() instanceof Constant && Arrays.equals(first.cachedValue(), second.cachedValue());
        }
        if (first.inputs().size() != second.inputs().size() || !Operations.isSame(first.op(), second.op())) {
            return false;
        }
        for (int i = 0; i < first.inputs().size(); i++) {
            if (!isSame(first.input(i), second.input(i), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    /** Returns a number that is equal for nodes that are the same, and seldom for others. */
    static long number(Node node) {
        return number(node, 0);
    }

    private static long number(Node node, int depth) {
        if (depth == DEEPEST || isItself(node)) {
            return System.identityHashCode(node);
        }
        if (node.op() instanceof Constant) {
            return Arrays.hashCode(node.cachedValue());
        }
        long number = FormKeys.ofOperation(node);
        for (Node input : node.inputs()) {
            number = FormKeys.with(number, number(input, depth + 1));
        }
        return number;
    }

    /** Whether a node is the same as no other: it is given, or large. */
    private static boolean isItself(Node node) {
        return node.size() > Repetition.LARGEST || (node.inputs().isEmpty() && !(node.op() instanceof Constant));
    }
}
