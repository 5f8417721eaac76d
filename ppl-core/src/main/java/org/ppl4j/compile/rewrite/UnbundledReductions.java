package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Parts.Form;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Maximum;
import org.ppl4j.graph.MaximumOver;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sum;

/** Reductions and matrix products of tensors in parts. */
final class UnbundledReductions {

    private final Simplifier simplifier;
    private final PartsMaker maker;

    UnbundledReductions(Simplifier simplifier, PartsMaker maker) {
        this.simplifier = simplifier;
        this.maker = maker;
    }

    /** Adds up elements or columns; null for a tensor that is whole. */
    @Nullable
    Parts sum(Sum op, Shape shape, Parts x) {
        if (x.form() == Form.WHOLE) {
            return null;
        }
        boolean overRows = x.form() == Form.COLUMNS && op.axes().contains(0);
        List<List<Node>> terms = new ArrayList<>();
        boolean columnsRemain = x.form() == Form.COLUMNS && !overRows;
        int results = columnsRemain ? shape.size() / x.rows() : shape.size();
        for (int k = 0; k < results; k++) {
            terms.add(new ArrayList<>());
        }
        for (int i = 0; i < x.nodes().size(); i++) {
            Node term = x.nodes().get(i);
            if (overRows) {
                term = simplifier.make(new Sum(List.of(0)), term);
            }
            terms.get(resultIndex(x.shape(), op.axes(), i)).add(term);
        }
        List<Node> nodes = new ArrayList<>();
        for (List<Node> each : terms) {
            nodes.add(inLanes(each));
        }
        return maker.adapt(shape, columnsRemain ? Form.COLUMNS : Form.SCALARS, nodes);
    }

    /** Finds the greatest of elements or columns; null for a tensor that is whole, and for the greatest of each column. */
    @Nullable
    Parts largest(MaximumOver op, Shape shape, Parts x) {
        if (x.form() == Form.WHOLE || (x.form() == Form.COLUMNS && op.axes().contains(0))) {
            return null;
        }
        @Nullable Node[] largest = new Node[x.form() == Form.COLUMNS ? shape.size() / x.rows() : shape.size()];
        for (int i = 0; i < x.nodes().size(); i++) {
            Node each = x.nodes().get(i);
            int at = resultIndex(x.shape(), op.axes(), i);
            Node before = largest[at];
            largest[at] = before == null ? each : simplifier.make(new Maximum(), before, each);
        }
        return maker.adapt(shape, x.form(), List.of(largest));
    }

    /** Returns the flat index, without the summed axes, of an element (or of a column's first element). */
    private static int resultIndex(Shape shape, List<Integer> summed, int element) {
        int rest = element;
        int index = 0;
        int stride = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            int position = rest % shape.dimension(axis);
            rest /= shape.dimension(axis);
            if (!summed.contains(axis)) {
                index += position * stride;
                stride *= shape.dimension(axis);
            }
        }
        return index;
    }

    /** Adds terms in the fixed order of {@link org.ppl4j.math.Lanes}. */
    private Node inLanes(List<Node> terms) {
        List<Node> level = new ArrayList<>(terms.subList(0, Math.min(8, terms.size())));
        for (int i = 8; i < terms.size(); i++) {
            level.set(i & 7, simplifier.make(new Add(), level.get(i & 7), terms.get(i)));
        }
        while (level.size() > 1) {
            List<Node> next = new ArrayList<>();
            for (int i = 0; i + 1 < level.size(); i += 2) {
                next.add(simplifier.make(new Add(), level.get(i), level.get(i + 1)));
            }
            if (level.size() % 2 == 1) {
                next.add(level.get(level.size() - 1));
            }
            level = next;
        }
        return level.isEmpty() ? simplifier.constant(0) : level.get(0);
    }

    /** Multiplies matrices of which all elements, or all columns, are at hand; null if they are not. */
    @Nullable
    Parts multiply(MatrixMultiply op, Shape shape, Parts a, Parts b) {
        int rows = shape.dimension(0);
        int columns = shape.dimension(1);
        int inner = a.shape().size() / Math.max(1, rows);
        boolean bothSmall = a.form() == Form.SCALARS && b.form() == Form.SCALARS;
        if (bothSmall || (a.form() == Form.COLUMNS && !op.transposeLeft() && b.form() == Form.SCALARS)) {
            int height = bothSmall ? rows : 1;
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < height; i++) {
                for (int j = 0; j < columns; j++) {
                    Node sum = null;
                    for (int k = 0; k < inner; k++) {
                        Node left = a.nodes().get(bothSmall && op.transposeLeft() ? k * rows + i : i * inner + k);
                        Node right = b.nodes().get(op.transposeRight() ? j * inner + k : k * columns + j);
                        Node term = simplifier.apply(new Multiply(), left, right);
                        sum = sum == null ? term : simplifier.make(new Add(), sum, term);
                    }
                    nodes.add(java.util.Objects.requireNonNull(sum));
                }
            }
            return maker.adapt(shape, bothSmall ? Form.SCALARS : Form.COLUMNS, nodes);
        }
        if (a.form() == Form.COLUMNS && op.transposeLeft() && b.form() == Form.COLUMNS && !op.transposeRight()) {
            List<Node> nodes = new ArrayList<>();
            for (Node left : a.nodes()) {
                for (Node right : b.nodes()) {
                    Node product = simplifier.make(new Multiply(), left, right);
                    nodes.add(simplifier.make(new Sum(List.of(0)), product));
                }
            }
            return maker.adapt(shape, Form.SCALARS, nodes);
        }
        return null;
    }
}
