package org.ppl4j.compile.rewrite;

import java.util.Arrays;
import java.util.function.Predicate;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Take;

/**
 * Where the elements of an operand are found, so that a broadcast, a slice or a gather is read in place rather than
 * copied.
 *
 * @param kind how the base is read
 * @param base the node whose value is in a register or in memory
 * @param indices for {@link Kind#INDEXED}, the base's element for each of the operand's; else all
 */
public record Access(Kind kind, Node base, Indices indices) {

    public enum Kind {
        /** The base's elements, in order. */
        DIRECT,
        /** The base's only element, repeated. */
        REPEATED,
        /** The base's elements by index. */
        INDEXED
    }

    /**
     * Returns where a node's elements are found.
     *
     * @param node the operand
     * @param isBase whether a node is computed, or in memory, rather than read in place
     */
    public static Access of(Node node, Predicate<Node> isBase) {
        if (isBase.test(node)) {
            return new Access(Kind.DIRECT, node, Indices.range(node.size(), 0, 1));
        }
        if (node.op() instanceof Reshape) {
            return of(node.input(0), isBase);
        }
        if (node.op() instanceof Broadcast broadcast) {
            Node source = node.input(0);
            Access inner = of(source, isBase);
            if (source.size() == 1) {
                return inner.kind == Kind.DIRECT ? new Access(Kind.REPEATED, inner.base, inner.indices) : inner;
            }
            int[] table = new int[node.size()];
            Arrays.setAll(table, i -> broadcast.sourceIndex(source.shape(), i));
            return inner.then(Indices.of(table));
        }
        if (node.op() instanceof Take take) {
            return of(node.input(0), isBase).then(take.indices());
        }
        throw new IllegalStateException("not a view: " + node);
    }

    /** Returns where a node's elements are found, whatever is computed or in memory: behind all views. */
    public static Access throughViews(Node node) {
        return of(node, base -> !isView(base));
    }

    /** Whether a node has but its operand's elements, so that they can be read in place. */
    public static boolean isView(Node node) {
        return node.op() instanceof Broadcast || node.op() instanceof Take || node.op() instanceof Reshape;
    }

    private Access then(Indices picked) {
        return switch (kind) {
            case DIRECT ->
                base.size() == 1 ? new Access(Kind.REPEATED, base, indices) : new Access(Kind.INDEXED, base, picked);
            case REPEATED -> this;
            case INDEXED -> {
                if (indices.size() == 1) {
                    yield this;
                }
                int[] composed = new int[picked.size()];
                Arrays.setAll(composed, i -> indices.at(picked.at(i)));
                yield new Access(Kind.INDEXED, base, Indices.of(composed));
            }
        };
    }

    /** Whether one element stands for all. */
    public boolean isScalar() {
        return kind == Kind.REPEATED || base.size() == 1 || indices.size() == 1;
    }

    /** Whether the elements lie in the base one after the other. */
    public boolean isStretch() {
        return kind != Kind.REPEATED && indices.isRange() && indices.step() == 1;
    }
}
