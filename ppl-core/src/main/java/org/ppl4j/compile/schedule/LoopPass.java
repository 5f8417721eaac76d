package org.ppl4j.compile.schedule;

import java.util.List;
import org.ppl4j.graph.Node;

/**
 * What one pass over a block of a loop's elements computes.
 *
 * @param isArithmetic whether it is arithmetic alone, in blocks of its own, of which HotSpot makes vector instructions
 * @param nodes what is computed, in order
 * @param takenOver what passes before have computed, each in a block
 * @param handedOn what passes to come read, each in a block
 * @param copied operands in memory that an arithmetic pass has copied to blocks: HotSpot makes vector instructions only where
 *     all elements are as far from the beginning of their arrays
 * @param copiesRead operands that it reads from such blocks
 */
public record LoopPass(
        boolean isArithmetic,
        List<Node> nodes,
        List<Node> takenOver,
        List<Node> handedOn,
        List<Node> copied,
        List<Node> copiesRead) {

    /** Returns the only pass of a loop. */
    public static LoopPass all(Schedule.Unit loop) {
        return new LoopPass(false, loop.nodes(), List.of(), List.of(), List.of(), List.of());
    }
}
