package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Parts.Form;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Take;

/** Takes tensors apart as far as limits allow, puts parts together, and brings them from one form to another. */
final class PartsMaker {

    /** Columns of larger constants are read where they are, rather than copied to lie together. */
    private static final int LARGEST_COPIED = 1 << 20;

    /**
     * How far to take tensors apart.
     *
     * @param scalars the largest size of what becomes scalars
     * @param matrix the largest size of a matrix that does
     * @param columns the largest number of columns
     */
    record Limits(int scalars, int matrix, int columns) {
        boolean areScalars(Shape shape) {
            return shape.size() <= (shape.rank() < 2 ? scalars : matrix);
        }
    }

    private final Simplifier simplifier;
    private final Limits limits;

    PartsMaker(Simplifier simplifier, Limits limits) {
        this.simplifier = simplifier;
        this.limits = limits;
    }

    /** Returns the form that a shape has. */
    Form form(Shape shape) {
        if (limits.areScalars(shape)) {
            return Form.SCALARS;
        }
        boolean narrow = shape.rank() >= 1 && shape.size() / Math.max(1, shape.dimension(0)) <= limits.columns;
        return narrow ? Form.COLUMNS : Form.WHOLE;
    }

    /** Takes a tensor apart that is not computed: a constant's elements are copied. */
    Parts leaf(Node node) {
        double[] values = node.op() instanceof Constant ? node.cachedValue() : null;
        if (values == null || values.length > LARGEST_COPIED || form(node.shape()) == Form.WHOLE) {
            return split(node);
        }
        Shape shape = node.shape();
        if (form(shape) == Form.SCALARS) {
            List<Node> scalars = new ArrayList<>();
            for (double value : values) {
                scalars.add(simplifier.constant(value));
            }
            return new Parts(shape, Form.SCALARS, scalars, node);
        }
        return columns(shape, values, node);
    }

    /**
     * Returns a matrix of data as columns, also if it has more than others may have: those that a vector has as many elements as
     * scalars. Null if it is none.
     */
    @Nullable
    Parts predictors(Node matrix) {
        double[] values = matrix.op() instanceof Constant ? matrix.cachedValue() : null;
        Shape shape = matrix.shape();
        if (values == null || values.length > LARGEST_COPIED || shape.rank() != 2) {
            return null;
        }
        boolean isTall = shape.dimension(0) > limits.scalars && shape.dimension(1) <= limits.scalars;
        return isTall ? columns(shape, values, matrix) : null;
    }

    private Parts columns(Shape shape, double[] values, Node node) {
        int width = values.length / shape.dimension(0);
        List<Node> columns = new ArrayList<>();
        for (int j = 0; j < width; j++) {
            double[] column = new double[shape.dimension(0)];
            for (int i = 0; i < column.length; i++) {
                column[i] = values[i * width + j];
            }
            columns.add(simplifier.interner().intern(Constant.of(Shape.of(column.length), column)));
        }
        return new Parts(shape, Form.COLUMNS, columns, node);
    }

    /** Takes a computed tensor apart by picking its elements. */
    Parts split(Node node) {
        Shape shape = node.shape();
        Form form = form(shape);
        if (form == Form.WHOLE) {
            return new Parts(shape, form, List.of(node), node);
        }
        if (form == Form.SCALARS) {
            List<Node> scalars = new ArrayList<>();
            for (int i = 0; i < shape.size(); i++) {
                scalars.add(picked(i, node));
            }
            return new Parts(shape, form, scalars, node);
        }
        int rows = shape.dimension(0);
        int width = shape.size() / rows;
        List<Node> columns = new ArrayList<>();
        for (int j = 0; j < width; j++) {
            columns.add(simplifier.make(new Take(Indices.range(rows, j, width), Shape.of(rows)), node));
        }
        return new Parts(shape, form, columns, node);
    }

    private Node picked(int index, Node from) {
        return simplifier.make(new Take(Indices.range(1, index, 1), Shape.SCALAR), from);
    }

    /** Returns a tensor as one node. */
    Node whole(Parts tensor) {
        Node known = tensor.whole();
        if (known != null) {
            return known;
        }
        Node joined = simplifier.make(new Concatenate(), tensor.nodes());
        int width = tensor.nodes().size();
        if (tensor.form() == Form.COLUMNS && width > 1) {
            int rows = tensor.rows();
            return simplifier.make(new Take(Indices.transposed(width, rows), tensor.shape()), joined);
        }
        return simplifier.make(new Reshape(tensor.shape()), joined);
    }

    /** Returns one element of a tensor in parts. */
    Node element(Parts tensor, int index) {
        return switch (tensor.form()) {
            case SCALARS -> tensor.nodes().get(index);
            case COLUMNS -> {
                int width = tensor.nodes().size();
                Node column = tensor.nodes().get(index % width);
                yield picked(index / width, column);
            }
            case WHOLE -> picked(index, whole(tensor));
        };
    }

    /** Brings parts that were computed in one form to the form that their shape has. */
    Parts adapt(Shape shape, Form computed, List<Node> nodes) {
        Parts tensor = new Parts(shape, computed, nodes, null);
        if (computed == form(shape)) {
            return tensor;
        }
        if (form(shape) == Form.SCALARS) {
            List<Node> elements = new ArrayList<>();
            for (int i = 0; i < shape.size(); i++) {
                elements.add(element(tensor, i));
            }
            return new Parts(shape, Form.SCALARS, elements, null);
        }
        return split(whole(tensor));
    }
}
