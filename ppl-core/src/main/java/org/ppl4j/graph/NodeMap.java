package org.ppl4j.graph;

import org.jspecify.annotations.Nullable;

/**
 * Values by node, by identity. Nodes made one after the other lie side by side in memory, so that passes over large graphs
 * are several times as fast as with an {@link java.util.IdentityHashMap}. Not safe for several threads at once.
 *
 * @param <V> the values
 */
public final class NodeMap<V> {

    private static final int SMALLEST = 16;

    private @Nullable Node[] nodes = new Node[SMALLEST];
    private Object[] values = new Object[SMALLEST];
    private int size;

    /**
     * Returns the value of a node, or null if it has none.
     *
     * @param node the node
     */
    @SuppressWarnings("unchecked")
    public @Nullable V get(Node node) {
        int place = place(nodes, node);
        return nodes[place] == null ? null : (V) values[place];
    }

    /**
     * Returns the value of a node, or another if it has none.
     *
     * @param node the node
     * @param otherwise what to return then
     */
    public V getOrDefault(Node node, V otherwise) {
        V known = get(node);
        return known == null ? otherwise : known;
    }

    /**
     * Whether a node has a value.
     *
     * @param node the node
     */
    public boolean containsKey(Node node) {
        return nodes[place(nodes, node)] != null;
    }

    /**
     * Gives a node a value; returns whether it had none.
     *
     * @param node the node
     * @param value the value
     */
    public boolean put(Node node, V value) {
        int place = place(nodes, node);
        boolean isNew = nodes[place] == null;
        nodes[place] = node;
        values[place] = value;
        if (isNew && ++size > nodes.length / 2) {
            grow();
        }
        return isNew;
    }

    private void grow() {
        @Nullable Node[] more = new Node[2 * nodes.length];
        Object[] moved = new Object[more.length];
        for (int i = 0; i < nodes.length; i++) {
            Node node = nodes[i];
            if (node != null) {
                int place = place(more, node);
                more[place] = node;
                moved[place] = values[i];
            }
        }
        nodes = more;
        values = moved;
    }

    /** Returns where a node is, or would be. */
    private static int place(@Nullable Node[] nodes, Node node) {
        int mask = nodes.length - 1;
        int place = (int) node.serial() & mask;
        while (nodes[place] != null && nodes[place] != node) {
            place = (place + 1) & mask;
        }
        return place;
    }
}
