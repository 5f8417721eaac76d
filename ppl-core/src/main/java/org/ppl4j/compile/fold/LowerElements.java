package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.rewrite.GraphRewriting;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.compile.rewrite.TriangleReads;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Topology;

/**
 * Matrices whose elements a loop in a loop computed, one by one, are picked from vectors of these. Of those of which the
 * lower triangle alone is read, as covariances are by their factor, what is above the diagonal is picked from below it, and
 * no longer computed.
 */
public final class LowerElements extends GraphRewriting {

    private final Set<Node> matrices;
    private final NodeMap<Integer> uses;

    private LowerElements(Set<Node> matrices, NodeMap<Integer> uses, Simplifier simplifier) {
        super(simplifier);
        this.matrices = matrices;
        this.uses = uses;
    }

    /**
     * Returns a graph with such matrices mirrored.
     *
     * @param roots the graph's roots, simplified
     */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier) {
        List<Node> order = Topology.sort(roots);
        Set<Node> matrices =
                TriangleReads.find(roots, order, node -> node.op() instanceof ElementwiseOp || Access.isView(node));
        matrices.removeIf(node -> !Access.isView(node));
        if (matrices.isEmpty()) {
            return roots;
        }
        return new LowerElements(matrices, Topology.uses(roots, order), simplifier).rewrite(roots, order);
    }

    @Override
    protected @Nullable Node replacement(Node node) {
        if (!matrices.contains(node)) {
            return null;
        }
        for (Node view = node.input(0); ; view = view.input(0)) {
            if (uses.getOrDefault(view, 0) != 1) {
                return null;
            }
            if (!Access.isView(view)) {
                break;
            }
        }
        Access access = Access.throughViews(node);
        Node base = access.base();
        return access.isScalar()
                ? null
                : mirrored(base.op() instanceof Concatenate ? base.inputs() : List.of(base), access.indices(), node);
    }

    /** Returns a matrix picked from those elements of some parts that its lower triangle needs; null if these are all. */
    private @Nullable Node mirrored(List<Node> parts, Indices places, Node matrix) {
        int n = matrix.shape().dimension(0);
        List<Set<Integer>> read = read(parts, places, n);
        List<Node> left = new ArrayList<>();
        Map<Integer, Integer> moved = new HashMap<>();
        int start = 0;
        int count = 0;
        boolean isLess = false;
        for (int p = 0; p < parts.size(); p++) {
            Node part = parts.get(p);
            boolean isShortened = read.get(p).size() < part.size() && isComputedHere(part);
            int[] elements = isShortened
                    ? read.get(p).stream().mapToInt(Integer::intValue).toArray()
                    : Indices.range(part.size(), 0, 1).toArray();
            for (int element : elements) {
                moved.put(start + element, count++);
            }
            if (elements.length > 0) {
                Node result = result(part);
                left.add(isShortened ? new RowsOf(Indices.of(elements), simplifier).of(result) : result);
            }
            start += part.size();
            isLess |= isShortened;
        }
        if (!isLess) {
            return null;
        }
        int[] picked = new int[n * n];
        Arrays.setAll(picked, k -> {
            int row = Math.max(k / n, k % n);
            int column = Math.min(k / n, k % n);
            return Objects.requireNonNull(moved.get(places.at(row * n + column)));
        });
        Node all = left.size() == 1 ? left.get(0) : simplifier.make(new Concatenate(), left);
        return simplifier.make(new Take(Indices.of(picked), matrix.shape()), all);
    }

    /** Whether a vector is computed element by element, and for this matrix alone. */
    private boolean isComputedHere(Node part) {
        return part.op() instanceof ElementwiseOp && uses.getOrDefault(part, 0) == 1;
    }

    /** Returns the elements of each part that a lower triangle needs, in its order. */
    private static List<Set<Integer>> read(List<Node> parts, Indices places, int n) {
        List<Set<Integer>> read = new ArrayList<>();
        int[] starts = new int[parts.size()];
        for (int p = 0; p < starts.length; p++) {
            starts[p] = p == 0 ? 0 : starts[p - 1] + parts.get(p - 1).size();
            read.add(new LinkedHashSet<>());
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                int place = places.at(i * n + j);
                int found = Arrays.binarySearch(starts, place);
                int part = found >= 0 ? found : -found - 2;
                read.get(part).add(place - starts[part]);
            }
        }
        return read;
    }
}
