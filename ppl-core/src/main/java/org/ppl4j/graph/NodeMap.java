package org.ppl4j.graph;

import org.jspecify.annotations.Nullable;

/**
 * Values by node, by identity. Nodes made one after the other have their values side by side in memory, and the nodes are
 * not looked at, so that passes over large graphs are several times as fast as with an {@link java.util.IdentityHashMap}.
 * Not safe for several threads at once.
 *
 * @param <V> the values
 */
public final class NodeMap<V> {

    private static final int FEWEST_PAGES = 16;
    private static final int BITS = 5;
    private static final int PAGE = 1 << BITS;

    private static final int BLOCK_BITS = 4;

    /** So many pages, one after the other, lie together. */
    private static final int BLOCK = 1 << BLOCK_BITS;

    /** An odd multiple of the block. */
    private static final long SCATTER = 0xE3779B97F4A7C150L;

    /** More than a block, and odd, so that every place is come to. */
    private static final int STRIDE = BLOCK + 1;

    private long[] numbers = new long[FEWEST_PAGES];
    private @Nullable Object[] @Nullable [] pages = new @Nullable Object[FEWEST_PAGES][];
    private int count;

    /**
     * Returns the value of a node, or null if it has none.
     *
     * @param node the node
     */
    @SuppressWarnings("unchecked")
    public @Nullable V get(Node node) {
        long serial = node.serial();
        @Nullable Object[] page = pages[place(serial >>> BITS)];
        return page == null ? null : (V) page[(int) serial & (PAGE - 1)];
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
        return get(node) != null;
    }

    /**
     * Gives a node a value; returns whether it had none.
     *
     * @param node the node
     * @param value the value
     */
    public boolean put(Node node, V value) {
        long serial = node.serial();
        long number = serial >>> BITS;
        int place = place(number);
        @Nullable Object[] page = pages[place];
        if (page == null) {
            page = new @Nullable Object[PAGE];
            pages[place] = page;
            numbers[place] = number;
            if (++count > pages.length / 2) {
                grow();
            }
        }
        int element = (int) serial & (PAGE - 1);
        boolean isNew = page[element] == null;
        page[element] = value;
        return isNew;
    }

    private void grow() {
        long[] fewNumbers = numbers;
        @Nullable Object[] @Nullable [] fewPages = pages;
        numbers = new long[2 * fewNumbers.length];
        pages = new @Nullable Object[numbers.length][];
        for (int i = 0; i < fewPages.length; i++) {
            if (fewPages[i] != null) {
                int place = place(fewNumbers[i]);
                numbers[place] = fewNumbers[i];
                pages[place] = fewPages[i];
            }
        }
    }

    /** Returns where a page is, or would be. */
    private int place(long number) {
        int mask = pages.length - 1;
        // A few pages one after the other lie so too: passes go over a graph about in the order in which it was made.
        // More do not: two long stretches of nodes, made at different times, would be in each other's way.
        int place = (int) ((number & BLOCK - 1) + (number >>> BLOCK_BITS) * SCATTER) & mask;
        while (pages[place] != null && numbers[place] != number) {
            place = (place + STRIDE) & mask;
        }
        return place;
    }
}
