package org.ppl4j.compile;

import java.util.List;
import org.ppl4j.graph.Node;

/**
 * What one pass over the elements of a loop computes: all, or its head, or what the head is handed on to.
 *
 * @param nodes what is computed, in order
 * @param takenOver what was computed before, for a block of elements
 * @param handedOn what is handed on, for a block of elements
 */
record LoopPart(List<Node> nodes, List<Node> takenOver, List<Node> handedOn) {

    static LoopPart all(Schedule.Unit loop) {
        return new LoopPart(loop.nodes(), List.of(), List.of());
    }

    static LoopPart head(LoopHead head) {
        return new LoopPart(head.nodes(), List.of(), head.handedOn());
    }

    static LoopPart rest(Schedule.Unit loop, LoopHead head) {
        return new LoopPart(head.rest(loop), head.handedOn(), List.of());
    }

    /** Returns what is in blocks, before or after. */
    List<Node> handedOver() {
        return takenOver.isEmpty() ? handedOn : takenOver;
    }
}
