package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Maximum;
import org.ppl4j.graph.MaximumOver;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Topology;

/**
 * Takes small tensors apart into scalars, and tall narrow ones into columns, so that a small network, or a regression
 * with few predictors, becomes one loop over the data with everything else in registers.
 */
final class Unbundling {

    /** How far to take tensors apart; tried in turn until the graph stays small enough. */
    private record Limits(int scalars, int columns) {}

    private static final List<Limits> LIMITS = List.of(new Limits(32, 16), new Limits(8, 8), new Limits(4, 2));

    /** Columns of larger constants are read where they are, rather than copied to lie together. */
    private static final int LARGEST_COPIED = 1 << 20;

    private static final int LARGEST_GRAPH = 6_000;

    private enum Form {
        SCALARS,
        COLUMNS,
        WHOLE
    }

    /** A tensor in parts: scalars in row-major order, columns in row-major order of the trailing axes, or one node. */
    private record Parts(
            Shape shape,
            Form form,
            List<Node> nodes,
            @Nullable Node whole) {
        int rows() {
            return shape.dimension(0);
        }
    }

    private final Simplifier simplifier;
    private final Limits limits;
    private final Map<Node, Parts> parts = new IdentityHashMap<>();
    private int created;

    private Unbundling(Simplifier simplifier, Limits limits) {
        this.simplifier = simplifier;
        this.limits = limits;
    }

    static List<Node> apply(List<Node> roots, Simplifier simplifier) {
        List<Node> order = Topology.sort(roots);
        for (Limits limits : LIMITS) {
            Unbundling pass = new Unbundling(simplifier, limits);
            if (pass.run(order)) {
                List<Node> result = new ArrayList<>(roots.size());
                for (Node root : roots) {
                    result.add(pass.whole(pass.parts(root)));
                }
                return result;
            }
        }
        return roots;
    }

    private boolean run(List<Node> order) {
        for (Node node : order) {
            Parts result = node.inputs().isEmpty() ? leaf(node) : takeApart(node);
            for (Node part : result.nodes()) {
                part.noteOrigin(node.origin());
            }
            parts.put(node, result);
            created += result.nodes().size();
            if (created > Math.max(LARGEST_GRAPH, 2 * order.size())) {
                return false;
            }
        }
        return true;
    }

    private Form form(Shape shape) {
        if (shape.size() <= limits.scalars) {
            return Form.SCALARS;
        }
        boolean narrow = shape.rank() >= 1 && shape.size() / Math.max(1, shape.dimension(0)) <= limits.columns;
        return narrow ? Form.COLUMNS : Form.WHOLE;
    }

    private Parts parts(Node node) {
        return java.util.Objects.requireNonNull(parts.get(node));
    }

    private Parts leaf(Node node) {
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
    private Parts split(Node node) {
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

    private Node whole(Parts tensor) {
        Node known = tensor.whole();
        if (known != null) {
            return known;
        }
        Node joined = simplifier.make(new Concatenate(), tensor.nodes());
        int width = tensor.nodes().size();
        if (tensor.form() == Form.COLUMNS && width > 1) {
            int rows = tensor.rows();
            int[] interleaved = new int[rows * width];
            for (int i = 0; i < interleaved.length; i++) {
                interleaved[i] = i % width * rows + i / width;
            }
            return simplifier.make(new Take(Indices.of(interleaved), tensor.shape()), joined);
        }
        return simplifier.make(new Reshape(tensor.shape()), joined);
    }

    /** Returns one element of a tensor in parts. */
    private Node element(Parts tensor, int index) {
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
    private Parts adapt(Shape shape, Form computed, List<Node> nodes) {
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

    private Parts takeApart(Node node) {
        List<Parts> inputs = new ArrayList<>(node.inputs().size());
        for (Node input : node.inputs()) {
            inputs.add(parts(input));
        }
        Op op = node.op();
        Parts result = null;
        if (op instanceof ElementwiseOp) {
            result = elementwise(node, inputs);
        } else if (op instanceof Broadcast broadcast) {
            result = broadcast(broadcast, node.shape(), inputs.get(0));
        } else if (op instanceof Reshape) {
            result = reshape(node.shape(), inputs.get(0));
        } else if (op instanceof Take take) {
            result = take(take.indices(), node.shape(), inputs.get(0));
        } else if (op instanceof Put put) {
            result = put(put.indices(), node.shape(), inputs.get(0));
        } else if (op instanceof Sum sum) {
            result = sum(sum, node.shape(), inputs.get(0));
        } else if (op instanceof MaximumOver maximum && inputs.get(0).form() == Form.SCALARS) {
            result = largest(maximum, node.shape(), inputs.get(0));
        } else if (op instanceof MatrixMultiply product) {
            result = multiply(product, node.shape(), inputs.get(0), inputs.get(1));
        } else if (op instanceof Concatenate) {
            result = concatenate(node.shape(), inputs);
        }
        if (result != null) {
            return result;
        }
        List<Node> operands = new ArrayList<>(inputs.size());
        for (Parts input : inputs) {
            operands.add(whole(input));
        }
        return split(simplifier.make(op, operands));
    }

    private @Nullable Parts elementwise(Node node, List<Parts> inputs) {
        Form form = form(node.shape());
        if (form == Form.WHOLE) {
            return null;
        }
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < inputs.get(0).nodes().size(); i++) {
            List<Node> operands = new ArrayList<>(inputs.size());
            for (Parts input : inputs) {
                operands.add(input.nodes().get(i));
            }
            nodes.add(simplifier.make(node.op(), operands));
        }
        return new Parts(node.shape(), form, nodes, null);
    }

    private @Nullable Parts broadcast(Broadcast op, Shape shape, Parts x) {
        Form form = form(shape);
        if (form == Form.SCALARS) {
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < shape.size(); i++) {
                nodes.add(element(x, op.sourceIndex(x.shape(), i)));
            }
            return new Parts(shape, form, nodes, null);
        }
        if (form != Form.COLUMNS) {
            return null;
        }
        int rows = shape.dimension(0);
        int width = shape.size() / rows;
        boolean alongRows = x.shape().rank() == shape.rank() && x.shape().dimension(0) == rows && rows > 1;
        if (alongRows ? x.form() != Form.COLUMNS : x.form() != Form.SCALARS) {
            return null;
        }
        List<Node> columns = new ArrayList<>();
        for (int j = 0; j < width; j++) {
            Node source = x.nodes().get(op.sourceIndex(x.shape(), j));
            columns.add(alongRows ? source : simplifier.make(new Broadcast(Shape.of(rows)), source));
        }
        return new Parts(shape, form, columns, null);
    }

    private @Nullable Parts reshape(Shape shape, Parts x) {
        boolean sameRows = x.form() == Form.COLUMNS && form(shape) == Form.COLUMNS && x.rows() == shape.dimension(0);
        if (sameRows || (x.form() == Form.SCALARS && form(shape) == Form.SCALARS)) {
            return new Parts(shape, x.form(), x.nodes(), null);
        }
        return null;
    }

    private @Nullable Parts take(Indices indices, Shape shape, Parts x) {
        if (form(shape) == Form.SCALARS) {
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < shape.size(); i++) {
                nodes.add(element(x, indices.at(i)));
            }
            return new Parts(shape, Form.SCALARS, nodes, null);
        }
        if (form(shape) != Form.COLUMNS || x.form() != Form.COLUMNS) {
            return null;
        }
        int rows = shape.dimension(0);
        int width = shape.size() / rows;
        int sourceWidth = x.nodes().size();
        List<Node> columns = new ArrayList<>();
        for (int j = 0; j < width; j++) {
            int source = indices.at(j) % sourceWidth;
            int[] places = new int[rows];
            for (int i = 0; i < rows; i++) {
                int index = indices.at(i * width + j);
                if (index % sourceWidth != source) {
                    return null;
                }
                places[i] = index / sourceWidth;
            }
            columns.add(simplifier.make(
                    new Take(Indices.of(places), Shape.of(rows)), x.nodes().get(source)));
        }
        return new Parts(shape, Form.COLUMNS, columns, null);
    }

    private @Nullable Parts put(Indices indices, Shape shape, Parts x) {
        if (form(shape) != Form.SCALARS || x.form() != Form.SCALARS) {
            return null;
        }
        @Nullable Node[] sums = new Node[shape.size()];
        for (int i = 0; i < indices.size(); i++) {
            Node term = x.nodes().get(i);
            Node before = sums[indices.at(i)];
            sums[indices.at(i)] = before == null ? term : simplifier.make(new Add(), before, term);
        }
        List<Node> nodes = new ArrayList<>();
        for (Node sum : sums) {
            nodes.add(sum == null ? simplifier.constant(0) : sum);
        }
        return new Parts(shape, Form.SCALARS, nodes, null);
    }

    private @Nullable Parts sum(Sum op, Shape shape, Parts x) {
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
        return adapt(shape, columnsRemain ? Form.COLUMNS : Form.SCALARS, nodes);
    }

    private Parts largest(MaximumOver op, Shape shape, Parts x) {
        @Nullable Node[] largest = new Node[shape.size()];
        for (int i = 0; i < x.nodes().size(); i++) {
            Node each = x.nodes().get(i);
            int at = resultIndex(x.shape(), op.axes(), i);
            Node before = largest[at];
            largest[at] = before == null ? each : simplifier.make(new Maximum(), before, each);
        }
        return new Parts(shape, Form.SCALARS, List.of(largest), null);
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

    private @Nullable Parts multiply(MatrixMultiply op, Shape shape, Parts a, Parts b) {
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
            return adapt(shape, bothSmall ? Form.SCALARS : Form.COLUMNS, nodes);
        }
        if (a.form() == Form.COLUMNS && op.transposeLeft() && b.form() == Form.COLUMNS && !op.transposeRight()) {
            List<Node> nodes = new ArrayList<>();
            for (Node left : a.nodes()) {
                for (Node right : b.nodes()) {
                    Node product = simplifier.make(new Multiply(), left, right);
                    nodes.add(simplifier.make(new Sum(List.of(0)), product));
                }
            }
            return adapt(shape, Form.SCALARS, nodes);
        }
        return null;
    }

    private @Nullable Parts concatenate(Shape shape, List<Parts> inputs) {
        if (form(shape) != Form.SCALARS) {
            return null;
        }
        List<Node> nodes = new ArrayList<>();
        for (Parts input : inputs) {
            for (int i = 0; i < input.shape().size(); i++) {
                nodes.add(element(input, i));
            }
        }
        return new Parts(shape, Form.SCALARS, nodes, null);
    }
}
