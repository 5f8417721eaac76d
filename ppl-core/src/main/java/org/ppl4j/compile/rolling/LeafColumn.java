package org.ppl4j.compile.rolling;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Take;

/** What the nodes of a {@link Repetition} have at one place: constants, or elements picked from one tensor; a row a node. */
public final class LeafColumn implements PlaceColumn {

    private final Node first;

    /** What elements are picked from; null for constants. */
    private final @Nullable Node base;

    /** The elements of the first node: numbers, or which element of the base. */
    private final double[] initial;

    /** All rows; null as long as they are equal. */
    private double @Nullable [] rows;

    private LeafColumn(Node first) {
        this.first = first;
        this.base = isConstant(first) ? null : base(first);
        this.initial = new double[first.size()];
        for (int k = 0; k < initial.length; k++) {
            initial[k] = element(first, k);
        }
    }

    /** Returns a column that begins with a node, or null if that is neither a constant nor picked. */
    public static @Nullable LeafColumn of(Node first) {
        return isLeaf(first) ? new LeafColumn(first) : null;
    }

    /** Whether a node is a constant, or picked from another. */
    public static boolean isLeaf(Node node) {
        return node.op() instanceof Constant || node.op() instanceof Take;
    }

    private static boolean isConstant(Node node) {
        return base(node).op() instanceof Constant;
    }

    /** Returns what elements are picked from, through all picks of picks. */
    public static Node base(Node node) {
        Node base = node;
        while (base.op() instanceof Take) {
            base = base.input(0);
        }
        return base;
    }

    /** Returns which element of the base an element is. */
    static int place(Node node, int element) {
        int at = element;
        for (Node from = node; from.op() instanceof Take take; from = from.input(0)) {
            at = take.indices().at(at);
        }
        return at;
    }

    /** Returns an element of a constant, or which element of the base an element of a pick is. */
    private double element(Node node, int element) {
        int at = place(node, element);
        return base == null ? Objects.requireNonNull(base(node).cachedValue())[at] : at;
    }

    @Override
    public boolean accepts(Node node) {
        boolean isAlike =
                base == null ? isConstant(node) : node.op() instanceof Take && LoopInvariant.isSame(base(node), base);
        return isAlike && node.shape().equals(first.shape());
    }

    @Override
    public void add(Node node, int count) {
        int size = initial.length;
        int end = (count + 1) * size;
        if (rows == null) {
            if (isFirst(node)) {
                return;
            }
            rows = new double[2 * end];
            for (int row = 0; row < count; row++) {
                System.arraycopy(initial, 0, rows, row * size, size);
            }
        } else if (rows.length < end) {
            rows = Arrays.copyOf(rows, 2 * end);
        }
        for (int k = 0; k < size; k++) {
            rows[count * size + k] = element(node, k);
        }
    }

    private boolean isFirst(Node node) {
        for (int k = 0; k < initial.length; k++) {
            if (Double.doubleToRawLongBits(element(node, k)) != Double.doubleToRawLongBits(initial[k])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Stacking.Stacked stacked(int from, int count) {
        return rows == null
                ? new Stacking.Stacked(first, true)
                : new Stacking.Stacked(
                        leaf(Shape.of(count - from).append(first.shape()), rows, from * initial.length), false);
    }

    @Override
    public int regularFrom(int count) {
        if (rows == null || base == null) {
            return 0;
        }
        int size = initial.length;
        int regular = Math.max(0, count - 2);
        while (regular > 0 && isAtEqualDistances(rows, regular - 1, size)) {
            regular--;
        }
        return regular;
    }

    @Override
    public boolean isSame() {
        return rows == null;
    }

    @Override
    public boolean isPicked() {
        return base != null && !(base.op() instanceof Data);
    }

    @Override
    public int width() {
        return initial.length;
    }

    @Override
    public int picked(int position) {
        return (int) (rows == null ? initial[position % initial.length] : rows[position]);
    }

    /** Whether a row is as far from the next as that is from the one after it. */
    private static boolean isAtEqualDistances(double[] rows, int row, int size) {
        for (int k = row * size; k < (row + 1) * size; k++) {
            if (rows[k + size] - rows[k] != rows[k + 2 * size] - rows[k + size]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Node row(int row) {
        return rows == null ? first : leaf(first.shape(), rows, row * initial.length);
    }

    private Node leaf(Shape shape, double[] elements, int start) {
        if (base == null) {
            return Constant.of(shape, Arrays.copyOfRange(elements, start, start + shape.size()));
        }
        int[] indices = new int[shape.size()];
        for (int k = 0; k < indices.length; k++) {
            indices[k] = (int) elements[start + k];
        }
        return Nodes.take(base, shape, Indices.of(indices));
    }
}
