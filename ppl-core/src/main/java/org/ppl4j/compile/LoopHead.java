package org.ppl4j.compile;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.FusedMultiplyAdd;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Subtract;

/**
 * The arithmetic of a fused loop that leads to its functions, which runs ahead of them, a block of elements at a time.
 *
 * <p>In a loop of its own HotSpot makes vector instructions of it. In one with the functions each element waits for a long
 * chain of operations, and a processor has only few elements under way at once.
 *
 * @param nodes what is computed ahead, operands first
 * @param handedOn those of them that the rest of the loop reads
 */
record LoopHead(List<Node> nodes, List<Node> handedOn) {

    /** Elements that are computed ahead: what is handed on stays in the nearest cache. */
    static final int BLOCK = 512;

    /** Fewer operations for each number that is handed on are not worth to write and to read it. */
    private static final int LEAST_OPERATIONS = 5;

    /** Returns the heads of those units that have one, by the units' numbers. */
    static Map<Integer, LoopHead> ofUnits(Schedule schedule) {
        Map<Integer, LoopHead> heads = new HashMap<>();
        for (int u = 0; u < schedule.units().size(); u++) {
            Schedule.Unit unit = schedule.units().get(u);
            if (unit.kind() == Schedule.Kind.LOOP) {
                LoopHead head = of(unit, schedule);
                if (!head.nodes.isEmpty() && head.nodes.size() >= LEAST_OPERATIONS * head.handedOn.size()) {
                    heads.put(u, head);
                }
            }
        }
        return heads;
    }

    /** Returns what of a loop is not computed ahead. */
    List<Node> rest(Schedule.Unit loop) {
        Map<Node, Boolean> ahead = new IdentityHashMap<>();
        nodes.forEach(node -> ahead.put(node, true));
        return loop.nodes().stream().filter(node -> !ahead.containsKey(node)).toList();
    }

    private static LoopHead of(Schedule.Unit loop, Schedule schedule) {
        Map<Node, Boolean> leading = leadingToFunctions(loop, schedule);
        Map<Node, Boolean> own = new IdentityHashMap<>();
        Map<Node, Boolean> ahead = new IdentityHashMap<>();
        Map<Node, Boolean> handedOn = new IdentityHashMap<>();
        for (Node node : loop.nodes()) {
            own.put(node, true);
            List<Node> bases = bases(node, schedule);
            if (leading.containsKey(node)
                    && isArithmetic(node.op())
                    && bases.stream().allMatch(base -> ahead.containsKey(base) || !own.containsKey(base))) {
                ahead.put(node, true);
            } else {
                bases.stream().filter(ahead::containsKey).forEach(base -> handedOn.put(base, true));
            }
        }
        Map<Node, Boolean> readAhead = new IdentityHashMap<>();
        for (int i = loop.nodes().size() - 1; i >= 0; i--) {
            Node node = loop.nodes().get(i);
            if (ahead.containsKey(node)) {
                List<Node> bases = bases(node, schedule);
                // What takes only what is handed on anyway is computed from that.
                if (!readAhead.containsKey(node)
                        && bases.stream().filter(ahead::containsKey).allMatch(handedOn::containsKey)) {
                    ahead.remove(node);
                    handedOn.remove(node);
                } else {
                    bases.forEach(base -> readAhead.put(base, true));
                }
            }
        }
        return new LoopHead(
                loop.nodes().stream().filter(ahead::containsKey).toList(),
                loop.nodes().stream().filter(handedOn::containsKey).toList());
    }

    private static List<Node> bases(Node node, Schedule schedule) {
        return node.inputs().stream()
                .map(input -> schedule.access(input).base())
                .toList();
    }

    private static Map<Node, Boolean> leadingToFunctions(Schedule.Unit loop, Schedule schedule) {
        Map<Node, Boolean> leading = new IdentityHashMap<>();
        for (int i = loop.nodes().size() - 1; i >= 0; i--) {
            Node node = loop.nodes().get(i);
            if (isFunction(node.op()) || leading.containsKey(node)) {
                bases(node, schedule).forEach(base -> leading.put(base, true));
            }
        }
        return leading;
    }

    private static boolean isFunction(Op op) {
        return op instanceof ElementwiseOp && !Operations.isCheap(op) && !(op instanceof Divide);
    }

    private static boolean isArithmetic(Op op) {
        return op instanceof Add
                || op instanceof Subtract
                || op instanceof Multiply
                || op instanceof FusedMultiplyAdd
                || op instanceof Negate
                || op instanceof Divide;
    }
}
