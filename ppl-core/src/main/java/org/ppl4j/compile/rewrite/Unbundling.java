package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Parts.Form;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Interleave;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.MaximumOver;
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
public final class Unbundling {

    /** Tried in turn until the graph stays small enough. */
    private static final List<PartsMaker.Limits> LIMITS =
            List.of(new PartsMaker.Limits(32, 32, 16), new PartsMaker.Limits(8, 8, 8), new PartsMaker.Limits(4, 4, 2));

    /** In a step of a recurrence, operations on small matrices would cost a call each: if all of it is scalars then. */
    private static final PartsMaker.Limits STEP = new PartsMaker.Limits(32, 64, 16);

    private static final int LARGEST_GRAPH = 6_000;

    private final Simplifier simplifier;
    private final PartsMaker maker;
    private final UnbundledReductions reductions;
    private final Map<Node, Parts> parts = new IdentityHashMap<>();
    private int created;

    private Unbundling(Simplifier simplifier, PartsMaker.Limits limits) {
        this.simplifier = simplifier;
        this.maker = new PartsMaker(simplifier, limits);
        this.reductions = new UnbundledReductions(simplifier, maker);
    }

    public static List<Node> apply(List<Node> roots, Simplifier simplifier) {
        List<Node> order = Topology.sort(roots);
        for (PartsMaker.Limits limits : LIMITS) {
            List<Node> apart = apart(roots, order, limits, simplifier);
            if (apart != null) {
                return apart;
            }
        }
        return roots;
    }

    /** Returns the body of a recurrence with its tensors taken apart, larger ones too if that leaves it small enough. */
    public static List<Node> ofStep(List<Node> roots, Simplifier simplifier) {
        List<Node> apart = apart(roots, Topology.sort(roots), STEP, simplifier);
        return apart == null ? apply(roots, simplifier) : apart;
    }

    /** Whether a tensor is taken apart into scalars. */
    public static boolean isApart(Shape shape) {
        return LIMITS.get(0).areScalars(shape);
    }

    /** Whether a tensor of a recurrence is, where larger ones are too. */
    public static boolean isApartInStep(Shape shape) {
        return STEP.areScalars(shape);
    }

    private static @Nullable List<Node> apart(
            List<Node> roots, List<Node> order, PartsMaker.Limits limits, Simplifier simplifier) {
        Unbundling pass = new Unbundling(simplifier, limits);
        if (!pass.run(order)) {
            return null;
        }
        List<Node> result = new ArrayList<>(roots.size());
        for (Node root : roots) {
            result.add(pass.maker.whole(pass.parts(root)));
        }
        return result;
    }

    private boolean run(List<Node> order) {
        for (Node node : order) {
            Parts result = node.inputs().isEmpty() ? maker.leaf(node) : takeApart(node);
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

    private Parts parts(Node node) {
        return java.util.Objects.requireNonNull(parts.get(node));
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
            result = reductions.sum(sum, node.shape(), inputs.get(0));
        } else if (op instanceof MaximumOver maximum) {
            result = reductions.largest(maximum, node.shape(), inputs.get(0));
        } else if (op instanceof MatrixMultiply product) {
            result = multiply(product, node, inputs.get(0), inputs.get(1));
        } else if (op instanceof Concatenate) {
            result = concatenate(node.shape(), inputs);
        } else if (op instanceof Interleave) {
            result = interleave(node.shape(), inputs);
        }
        if (result != null) {
            return result;
        }
        List<Node> operands = new ArrayList<>(inputs.size());
        for (Parts input : inputs) {
            operands.add(maker.whole(input));
        }
        Node whole = simplifier.make(op, operands);
        whole.noteOrigin(node.origin());
        return maker.split(whole);
    }

    /** Predictors of data, and their derivatives, take less time as sums of columns as long as coefficients are scalars. */
    private @Nullable Parts multiply(MatrixMultiply op, Node node, Parts a, Parts b) {
        Parts columns =
                a.form() == Form.WHOLE && node.shape().dimension(1) == 1 ? maker.predictors(node.input(0)) : null;
        return reductions.multiply(op, node.shape(), columns == null ? a : columns, b);
    }

    private @Nullable Parts elementwise(Node node, List<Parts> inputs) {
        Form form = maker.form(node.shape());
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
        Form form = maker.form(shape);
        if (form == Form.SCALARS) {
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < shape.size(); i++) {
                nodes.add(maker.element(x, op.sourceIndex(x.shape(), i)));
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
        boolean sameRows =
                x.form() == Form.COLUMNS && maker.form(shape) == Form.COLUMNS && x.rows() == shape.dimension(0);
        if (sameRows || (x.form() == Form.SCALARS && maker.form(shape) == Form.SCALARS)) {
            return new Parts(shape, x.form(), x.nodes(), null);
        }
        return null;
    }

    private @Nullable Parts take(Indices indices, Shape shape, Parts x) {
        if (maker.form(shape) == Form.SCALARS) {
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < shape.size(); i++) {
                nodes.add(maker.element(x, indices.at(i)));
            }
            return new Parts(shape, Form.SCALARS, nodes, null);
        }
        if (maker.form(shape) != Form.COLUMNS || x.form() != Form.COLUMNS) {
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
        if (maker.form(shape) != Form.SCALARS || x.form() != Form.SCALARS) {
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

    /** Of scalars, what is interleaved is put together from single elements. */
    private @Nullable Parts interleave(Shape shape, List<Parts> inputs) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            Parts input = inputs.get(i % inputs.size());
            if (input.form() != Form.SCALARS) {
                return null;
            }
            nodes.add(input.nodes().get(i / inputs.size()));
        }
        return maker.form(shape) == Form.SCALARS
                ? new Parts(shape, Form.SCALARS, nodes, null)
                : maker.split(simplifier.make(new Concatenate(), nodes));
    }

    private @Nullable Parts concatenate(Shape shape, List<Parts> inputs) {
        if (maker.form(shape) != Form.SCALARS) {
            return null;
        }
        List<Node> nodes = new ArrayList<>();
        for (Parts input : inputs) {
            for (int i = 0; i < input.shape().size(); i++) {
                nodes.add(maker.element(input, i));
            }
        }
        return new Parts(shape, Form.SCALARS, nodes, null);
    }
}
