package org.ppl4j.compile.scan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Operations;

/** What it costs to compute something at every step of a scan: whether to take it out of the recurrence. */
final class ScanCosts {

    /** So many cheap operations are worth a sequence that is read instead. */
    private static final int MANY = 4;

    private ScanCosts() {}

    /** Whether a part of a body, down from a node, has an operation that is not cheap, or many that are. */
    static boolean isWorthMoving(Node node, Map<Node, Boolean> part) {
        Map<Node, Boolean> seen = new IdentityHashMap<>();
        List<Node> pending = new ArrayList<>(List.of(node));
        int count = 0;
        while (!pending.isEmpty()) {
            Node next = pending.remove(pending.size() - 1);
            if (!part.containsKey(next)
                    || seen.put(next, true) != null
                    || next.inputs().isEmpty()) {
                continue;
            }
            count += next.size() > 1 ? MANY / 2 : 1;
            if (!Operations.isCheap(next.op()) || count >= MANY) {
                return true;
            }
            pending.addAll(next.inputs());
        }
        return false;
    }

    /** Whether one of some operations is not cheap. */
    static boolean hasCostly(List<Node> nodes) {
        for (Node node : nodes) {
            if (!Operations.isCheap(node.op())) {
                return true;
            }
        }
        return false;
    }
}
