package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.GatherRules;
import org.ppl4j.compile.rewrite.GraphRewriting;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Partition;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.SquareRoot;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Topology;

/**
 * Functions of data that have few different values, such as doses, ages or counts, are computed once for each value rather than
 * for each row, and then picked; those of several columns once for each combination that occurs. What depends on numbers that are
 * picked already is left to {@link GatherRules} and {@link SufficientStatistics}.
 *
 * <p>Arithmetic is left alone: sums of products with the data themselves fold into statistics, which take no time for a value
 * either.
 */
public final class RepeatedData extends GraphRewriting {

    /** So many rows must share a value. */
    static final int WORTHWHILE = 4;

    static final int FEWEST_ROWS = 16;
    private static final int MOST_VALUES = 1024;

    private final Map<Node, Boolean> byRow = new IdentityHashMap<>();
    private final Map<Node, Optional<Partition>> partitions = new IdentityHashMap<>();
    private final Set<Node> once = Collections.newSetFromMap(new IdentityHashMap<>());

    private RepeatedData(Simplifier simplifier) {
        super(simplifier);
    }

    /**
     * Returns a graph with such functions computed once for each value.
     *
     * @param roots the graph's roots, simplified
     * @param notes receives a line for each function
     */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier, List<String> notes) {
        List<Node> order = Topology.sort(roots);
        RepeatedData pass = new RepeatedData(simplifier);
        for (Node node : order) {
            if (pass.isByRow(node)
                    && isFunction(node.op())
                    && simplifier.interner().dependsOnVariables(node)) {
                Partition partition = pass.partition(node);
                if (partition != null && isWorthwhile(partition)) {
                    pass.once.add(node);
                    notes.add("repeated data: a function of " + partition.rows() + " rows computed for "
                            + partition.count() + (partition.count() == 1 ? " value" : " values")
                            + Origin.suffix(node.origin()));
                }
            }
        }
        return pass.once.isEmpty() ? roots : pass.rewrite(roots, order);
    }

    @Override
    protected @Nullable Node replacement(Node node) {
        if (!once.contains(node)) {
            return null;
        }
        Partition partition = Objects.requireNonNull(partition(node));
        Node values = computed(node, partition.firstRows());
        return simplifier.make(new Take(partition.labels(), node.shape()), values);
    }

    /** Whether a function takes many times as long as to pick its value; a square root does not. */
    private static boolean isFunction(Op op) {
        return Operations.isFunction(op) && !(op instanceof SquareRoot);
    }

    private static boolean isWorthwhile(Partition partition) {
        return partition.count() <= MOST_VALUES && (long) WORTHWHILE * partition.count() <= partition.rows();
    }

    /** Whether a node is computed element by element from constants and scalars, and products of rows of data with a vector. */
    private boolean isByRow(Node node) {
        if (node.size() < FEWEST_ROWS) {
            return false;
        }
        if (!(node.op() instanceof ElementwiseOp)) {
            return predictor(node) != null;
        }
        Boolean known = byRow.get(node);
        if (known == null) {
            known = true;
            for (Node input : node.inputs()) {
                known &= Simplifier.scalarOf(input) != null || Interner.isConstant(input) || isByRow(input);
            }
            byRow.put(node, known);
        }
        return known;
    }

    private @Nullable Predictor predictor(Node node) {
        Node product = node.op() instanceof Reshape ? node.input(0) : node;
        return Predictor.ofRows(product, simplifier.interner());
    }

    /** Returns the rows with equal operands, or null where hardly any are. */
    private @Nullable Partition partition(Node node) {
        Optional<Partition> known = partitions.get(node);
        if (known == null) {
            known = Optional.ofNullable(newPartition(node));
            partitions.put(node, known);
        }
        return known.orElse(null);
    }

    private @Nullable Partition newPartition(Node node) {
        if (Simplifier.scalarOf(node) != null) {
            return Partition.whole(node.size());
        }
        if (Interner.isConstant(node)) {
            double[] values = node.cachedValue();
            return values == null ? null : Partition.byValue(values, Math.min(MOST_VALUES, values.length / 2));
        }
        Predictor predictor = predictor(node);
        if (predictor != null) {
            return predictor.equalRows(node.size(), Math.min(MOST_VALUES, node.size() / 2));
        }
        Partition all = Partition.whole(node.size());
        for (Node input : node.inputs()) {
            Partition next = partition(input);
            all = next == null ? null : all.with(next);
            if (all == null) {
                return null;
            }
        }
        return all;
    }

    /** Returns an operation's result at some rows. */
    private Node computed(Node node, Indices rows) {
        if (!(node.op() instanceof ElementwiseOp)) {
            return simplifier.make(new Reshape(shape(rows)), new RowsOf(rows, simplifier).of(result(node)));
        }
        List<Node> operands = new ArrayList<>();
        for (Node input : node.inputs()) {
            operands.add(at(input, rows));
        }
        return simplifier.apply((ElementwiseOp) node.op(), operands.toArray(Node[]::new));
    }

    private Node at(Node node, Indices rows) {
        Node scalar = Simplifier.scalarOf(node);
        if (scalar != null) {
            return result(scalar);
        }
        if (isByRow(node) && !once.contains(node)) {
            return computed(node, rows);
        }
        return simplifier.make(new Take(rows, shape(rows)), result(node));
    }

    private static Shape shape(Indices rows) {
        return rows.size() == 1 ? Shape.SCALAR : Shape.of(rows.size());
    }
}
