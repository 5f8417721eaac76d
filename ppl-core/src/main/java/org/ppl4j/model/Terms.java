package org.ppl4j.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Sums of log-density terms, each noted with the line of the site that it stems from. */
final class Terms {

    private final List<Node> sums = new ArrayList<>();

    /** Adds the log density of a value. */
    Tensor add(Site site, Distribution distribution, Tensor value) {
        return add(site, logDensity(distribution, value));
    }

    /** Adds a term. */
    Tensor add(Site site, Tensor term) {
        SiteChecks.requireOutsideOfScans(site, term);
        Node sum = Nodes.sum(term.node());
        note(sum, site.origin());
        sums.add(sum);
        return Tensor.of(sum);
    }

    /** Returns the sum of all terms, added pairwise, so that long sums stay shallow. */
    Node total() {
        List<Node> level = sums;
        while (level.size() > 1) {
            List<Node> next = new ArrayList<>();
            for (int i = 0; i + 1 < level.size(); i += 2) {
                next.add(Nodes.add(level.get(i), level.get(i + 1)));
            }
            if (level.size() % 2 == 1) {
                next.add(level.get(level.size() - 1));
            }
            level = next;
        }
        return level.isEmpty() ? Nodes.constant(0) : level.get(0);
    }

    /** Returns the log density with one term for each independent element of the value. */
    static Tensor logDensity(Distribution distribution, Tensor value) {
        Tensor terms = distribution.logDensity(value);
        int batchRank = Math.max(0, value.rank() - distribution.eventRank());
        Shape batch = Shape.of(Arrays.copyOf(value.shape().dimensions(), batchRank));
        return terms.shape().size() < batch.size() && terms.shape().broadcastsTo(batch)
                ? terms.broadcastTo(batch)
                : terms;
    }

    /** Notes a line on all nodes that lead to a term and have none yet. */
    static void note(Node root, Origin origin) {
        Deque<Node> pending = new ArrayDeque<>();
        pending.push(root);
        while (!pending.isEmpty()) {
            Node node = pending.pop();
            if (node.origin() == null && !node.inputs().isEmpty()) {
                node.noteOrigin(origin);
                node.inputs().forEach(pending::push);
            }
        }
    }
}
