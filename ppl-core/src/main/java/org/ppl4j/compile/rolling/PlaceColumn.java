package org.ppl4j.compile.rolling;

import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;

/** What the nodes of a {@link Repetition} have at one place where they may differ; a row a node. */
interface PlaceColumn {

    /** Whether a node can be a row. */
    boolean accepts(Node node);

    /**
     * Adds a row.
     *
     * @param node a node that is accepted
     * @param count how many rows there are
     */
    void add(Node node, int count);

    /**
     * Returns rows along a new first axis, or the only one that there is; null if they cannot be put together.
     *
     * @param from the first of them
     * @param count how many rows there are, with those before
     */
    Stacking.@Nullable Stacked stacked(int from, int count);

    /**
     * Returns the row from which on all are picked at equal distances, which need not be gathered; 0 if that makes no
     * difference.
     *
     * @param count how many rows there are
     */
    default int regularFrom(int count) {
        return 0;
    }

    /** Whether all rows are equal. */
    boolean isSame();

    /** Whether rows are picked from a tensor of the model's own; else they are data. */
    boolean isPicked();

    /** Returns how many elements a row has. */
    int width();

    /**
     * Returns which element is picked.
     *
     * @param position of all that rows pick, one row after the other
     */
    int picked(int position);

    /** Returns one row. */
    Node row(int row);
}
