package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Sum;

/**
 * A logarithm of a sum of exponentials.
 *
 * @param terms the exponents
 * @param axes the axes that the only one of them is summed over; null if the terms are summed
 */
public record LogSum(List<Node> terms, @Nullable List<Integer> axes) {

    /** Sums of more terms, which may be the same ones over and over, are none. */
    private static final int MOST_TERMS = 64;

    /** Returns what a node is the logarithm of, or null. */
    public static @Nullable LogSum of(Node node) {
        if (node.op() instanceof LogAddExp) {
            List<Node> terms = new ArrayList<>();
            List<Node> pending = new ArrayList<>(List.of(node));
            while (!pending.isEmpty()) {
                if (terms.size() + pending.size() > MOST_TERMS) {
                    return null;
                }
                Node next = pending.remove(pending.size() - 1);
                if (next.op() instanceof LogAddExp) {
                    pending.add(next.input(1));
                    pending.add(next.input(0));
                } else {
                    terms.add(next);
                }
            }
            return new LogSum(terms, null);
        }
        if (!(node.op() instanceof Add)) {
            return null;
        }
        LogSum left = shifted(node.input(0), node.input(1));
        return left == null ? shifted(node.input(1), node.input(0)) : left;
    }

    /** Returns what {@link org.ppl4j.graph.Nodes#logSumExp} made, or a rule for logarithms. */
    private static @Nullable LogSum shifted(Node logarithm, Node largest) {
        if (!(logarithm.op() instanceof Log) || !(logarithm.input(0).op() instanceof Add)) {
            return null;
        }
        Node total = logarithm.input(0);
        Node sum = total.input(0).op() instanceof Sum ? total.input(0) : total.input(1);
        Node vanished = sum == total.input(0) ? total.input(1) : total.input(0);
        if (sum.op() instanceof Sum over
                && vanished.op() instanceof Select
                && sum.input(0).op() instanceof Exp
                && sum.input(0).input(0).op() instanceof Subtract) {
            Node difference = sum.input(0).input(0);
            Node shift = source(difference.input(1));
            return ShiftedSums.isGreatest(shift)
                            && source(shift.input(1)) == source(largest)
                            && vanished.input(0) == shift.input(0)
                    ? new LogSum(List.of(difference.input(0)), over.axes())
                    : null;
        }
        return null;
    }

    private static Node source(Node node) {
        Node source = node;
        while (source.op() instanceof Broadcast || source.op() instanceof Reshape) {
            source = source.input(0);
        }
        return source;
    }
}
