package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** What a derivative had better be given than compute again. */
final class Recomputation {

    private Recomputation() {}

    /**
     * Returns the last costly operations on the way from arguments to results, of those that depend on arguments alone.
     *
     * @param results graphs of the arguments and of other parameters
     * @param arguments the arguments
     * @param first how many of the first arguments there are, of which what is returned depends on one at least
     * @param largest the largest size of what is returned
     */
    static List<Node> costly(List<Node> results, List<Node> arguments, int first, int largest) {
        Set<Node> onArguments = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Node> onFirst = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Node> onOthers = Collections.newSetFromMap(new IdentityHashMap<>());
        onArguments.addAll(arguments);
        onFirst.addAll(arguments.subList(0, first));
        List<Node> order = ScanBody.open(results);
        for (Node node : order) {
            if (node.op() instanceof Parameter && !onArguments.contains(node)) {
                onOthers.add(node);
            }
            for (Node input : node.inputs()) {
                if (onOthers.contains(input)) {
                    onOthers.add(node);
                }
                if (onFirst.contains(input)) {
                    onFirst.add(node);
                }
            }
        }
        List<Node> pending = new ArrayList<>(results);
        Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Node> found = new ArrayList<>();
        while (!pending.isEmpty()) {
            Node node = pending.remove(pending.size() - 1);
            if (!node.isOpen() || !seen.add(node) || node.inputs().isEmpty()) {
                continue;
            }
            boolean own = !onOthers.contains(node) && onFirst.contains(node);
            if (own && !Operations.isCheap(node.op()) && node.size() <= largest) {
                found.add(node);
            } else {
                pending.addAll(node.inputs());
            }
        }
        return found;
    }
}
