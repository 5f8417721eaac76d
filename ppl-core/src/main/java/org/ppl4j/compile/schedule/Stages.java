package org.ppl4j.compile.schedule;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.schedule.Schedule.Kind;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Node;

/**
 * The order in which nodes are computed. Each has a stage; what is computed in one stage depends, outside of its own unit,
 * on earlier stages only.
 */
final class Stages {

    private final Schedule schedule;
    private final Map<Node, Integer> stages = new IdentityHashMap<>();
    private final Map<Node, Integer> latest = new IdentityHashMap<>();

    /**
     * Gives nodes their stages.
     *
     * @param nodes those that are computed, and what they read, operands first
     */
    Stages(Schedule schedule, List<Node> nodes) {
        this.schedule = schedule;
        for (Node node : nodes) {
            assign(node);
        }
        for (int i = nodes.size() - 1; i >= 0; i--) {
            collectLatest(nodes.get(i));
        }
    }

    int of(Node node) {
        return Objects.requireNonNull(stages.get(node));
    }

    /** The number of iterations of the loop that computes a node. */
    static int length(Node node) {
        return node.op() instanceof ElementwiseOp ? node.size() : node.input(0).size();
    }

    /** Whether a node reads an operand's base within the loop, or the straight-line code, that computes it. */
    boolean readsInside(Node node, Access access) {
        Node base = access.base();
        Kind kind = schedule.kind(node);
        if (kind == Kind.LOOP) {
            return access.kind() == Access.Kind.DIRECT
                    && schedule.kind(base) == Kind.LOOP
                    && base.op() instanceof ElementwiseOp
                    && base.size() == length(node);
        }
        return kind == Kind.SCALAR && schedule.kind(base) == Kind.SCALAR;
    }

    private void assign(Node node) {
        Kind kind = schedule.kind(node);
        if (kind == Kind.LEAF || kind == Kind.VIEW) {
            return;
        }
        int stage = 0;
        for (Node input : node.inputs()) {
            Access access = schedule.access(input);
            int before = stages.getOrDefault(access.base(), -1);
            stage = Math.max(stage, readsInside(node, access) ? before : before + 1);
        }
        stages.put(node, stage);
    }

    /** Moves an element-wise node to the stage of those that use it, if they all are in a later one. */
    private void collectLatest(Node node) {
        if (schedule.kind(node) == Kind.LEAF || schedule.kind(node) == Kind.VIEW) {
            return;
        }
        Integer bound = latest.get(node);
        if (schedule.kind(node) == Kind.LOOP
                && node.op() instanceof ElementwiseOp
                && bound != null
                && !schedule.isBuffered(node)) {
            stages.put(node, Math.max(bound, of(node)));
        }
        for (Node input : node.inputs()) {
            Access access = schedule.access(input);
            if (schedule.kind(access.base()) != Kind.LEAF) {
                int stage = readsInside(node, access) ? of(node) : of(node) - 1;
                latest.put(access.base(), Math.min(stage, latest.getOrDefault(access.base(), stage)));
            }
        }
    }
}
