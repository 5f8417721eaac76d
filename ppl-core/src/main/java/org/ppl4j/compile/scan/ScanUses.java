package org.ppl4j.compile.scan;

import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Take;

/** Which parts of the results of scans a graph uses. */
final class ScanUses {

    private final Map<Node, BitSet> used = new IdentityHashMap<>();

    private ScanUses() {}

    /**
     * Returns the uses in a graph.
     *
     * @param roots the graph's roots
     * @param order its nodes
     */
    static ScanUses of(List<Node> roots, List<Node> order) {
        ScanUses uses = new ScanUses();
        for (Node node : roots) {
            if (node.op() instanceof Scan scan) {
                uses.parts(node).set(0, scan.body().results().size());
            }
        }
        for (Node node : order) {
            for (Node input : node.inputs()) {
                if (input.op() instanceof Scan scan) {
                    if (node.op() instanceof Take take) {
                        find(scan, take.indices(), uses.parts(input));
                    } else {
                        uses.parts(input).set(0, scan.body().results().size());
                    }
                }
            }
        }
        return uses;
    }

    /** Returns the used parts of a scan's result: bit i for the last value of carry i, then one for each output. */
    BitSet parts(Node scan) {
        BitSet known = used.get(scan);
        if (known == null) {
            known = new BitSet();
            used.put(scan, known);
        }
        return known;
    }

    private static void find(Scan scan, Indices indices, BitSet parts) {
        int[] ends = scan.ends();
        int part = 0;
        for (int i = 0; i < indices.size(); i++) {
            int index = indices.at(i);
            while (index >= ends[part]) {
                part++;
            }
            while (part > 0 && index < ends[part - 1]) {
                part--;
            }
            parts.set(part);
        }
    }
}
