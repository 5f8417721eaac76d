package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Operations;

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
        NodeMap<Boolean> ahead = new NodeMap<>();
        for (Node node : nodes) {
            ahead.put(node, true);
        }
        List<Node> rest = new ArrayList<>();
        for (Node node : loop.nodes()) {
            if (!ahead.containsKey(node)) {
                rest.add(node);
            }
        }
        return rest;
    }

    private static LoopHead of(Schedule.Unit loop, Schedule schedule) {
        NodeMap<Boolean> leading = leadingToFunctions(loop, schedule);
        NodeMap<Boolean> own = new NodeMap<>();
        NodeMap<Boolean> ahead = new NodeMap<>();
        NodeMap<Boolean> handedOn = new NodeMap<>();
        for (Node node : loop.nodes()) {
            own.put(node, true);
            if (leading.containsKey(node)
                    && Operations.isArithmetic(node.op())
                    && areAlso(node, schedule, own, ahead)) {
                ahead.put(node, true);
            } else {
                for (Node input : node.inputs()) {
                    Node base = schedule.access(input).base();
                    if (ahead.containsKey(base)) {
                        handedOn.put(base, true);
                    }
                }
            }
        }
        NodeMap<Boolean> readAhead = new NodeMap<>();
        List<Node> nodes = new ArrayList<>();
        List<Node> read = new ArrayList<>();
        for (int i = loop.nodes().size() - 1; i >= 0; i--) {
            Node node = loop.nodes().get(i);
            if (!ahead.containsKey(node)) {
                continue;
            }
            // What takes only what is handed on anyway is computed from that.
            if (!readAhead.containsKey(node) && areAlso(node, schedule, ahead, handedOn)) {
                continue;
            }
            for (Node input : node.inputs()) {
                readAhead.put(schedule.access(input).base(), true);
            }
            nodes.add(0, node);
            if (handedOn.containsKey(node)) {
                read.add(0, node);
            }
        }
        return new LoopHead(nodes, read);
    }

    /** Whether those operands of a node that are of one kind are of another, too. */
    private static boolean areAlso(Node node, Schedule schedule, NodeMap<Boolean> which, NodeMap<Boolean> those) {
        for (Node input : node.inputs()) {
            Node base = schedule.access(input).base();
            if (which.containsKey(base) && !those.containsKey(base)) {
                return false;
            }
        }
        return true;
    }

    private static NodeMap<Boolean> leadingToFunctions(Schedule.Unit loop, Schedule schedule) {
        NodeMap<Boolean> leading = new NodeMap<>();
        for (int i = loop.nodes().size() - 1; i >= 0; i--) {
            Node node = loop.nodes().get(i);
            if (Operations.isFunction(node.op()) || leading.containsKey(node)) {
                for (Node input : node.inputs()) {
                    leading.put(schedule.access(input).base(), true);
                }
            }
        }
        return leading;
    }
}
