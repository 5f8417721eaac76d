package org.ppl4j.compile;

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
     * Returns all rows along a new first axis, or the only one that there is; null if they cannot be put together.
     *
     * @param count how many rows there are
     */
    Stacking.@Nullable Stacked stacked(int count);

    /** Returns one row. */
    Node row(int row);
}
