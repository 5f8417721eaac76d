package org.ppl4j.compile.rewrite;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Take;

/**
 * A tensor whose elements are picked from fewer values, each of them more than once on average.
 *
 * @param values the values that are picked: a scalar if there is but one
 * @param partition which of them each element is
 */
public record Gathered(Node values, Partition partition) {

    /** Returns what a view's elements are picked from, or null if there are fewer than two for each value. */
    public static @Nullable Gathered of(Node view, Simplifier simplifier) {
        if (!Access.isView(view)) {
            return null;
        }
        Access access = Access.throughViews(view);
        Node base = access.base();
        if (base.size() == 1) {
            return new Gathered(simplifier.make(new Reshape(Shape.SCALAR), base), Partition.whole(view.size()));
        }
        Indices places = access.indices();
        boolean isSpread = places.isRange() && places.step() != 0 && places.size() > 1;
        return isSpread ? null : of(base, places, simplifier);
    }

    private static @Nullable Gathered of(Node base, Indices places, Simplifier simplifier) {
        int[] labelOf = new int[base.size()];
        for (int i = 0; i < places.size(); i++) {
            labelOf[places.at(i)] = 1;
        }
        int[] sources = new int[labelOf.length];
        int count = 0;
        for (int source = 0; source < labelOf.length; source++) {
            if (labelOf[source] == 1) {
                sources[count] = source;
                labelOf[source] = count++;
            }
        }
        if (2L * count > places.size()) {
            return null;
        }
        int[] labels = new int[places.size()];
        Arrays.setAll(labels, i -> labelOf[places.at(i)]);
        Shape shape = count == 1 ? Shape.SCALAR : Shape.of(count);
        Node values = simplifier.make(new Take(Indices.of(Arrays.copyOf(sources, count)), shape), base);
        return new Gathered(values, new Partition(Indices.of(labels), count));
    }
}
