package org.ppl4j.compile.fold;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Partition;
import org.ppl4j.compile.rewrite.Replacement;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.EqualTo;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Topology;

/**
 * Replaces sums over data that separate data from parameters by a few statistics of the data, which are computed when the
 * data are bound: what is left to compute does not grow with the data.
 */
public final class SufficientStatistics {

    /** What a sum is replaced by: statistics, and a sum of what does not separate. */
    private static final class Plan {

        private final Node summed;
        private final List<Separation.Product> products = new ArrayList<>();
        private final Map<Separation.Square, SquareFold> squares = new LinkedHashMap<>();
        private final List<Separation.Predicted> predicted = new ArrayList<>();
        private final List<Separation.Rest> rests;

        Plan(Node summed, Separation separation, Simplifier simplifier) {
            this.summed = summed;
            this.rests = new ArrayList<>(separation.rests);
            for (Separation.Product product : separation.products) {
                if (product.factors().refine(Partition.whole(summed.size())) == null) {
                    rests.add(product.original());
                } else {
                    products.add(product);
                }
            }
            for (Separation.Predicted each : separation.predicted) {
                Partition groups = each.factors().refine(Partition.whole(summed.size()));
                if (groups == null || groups.count() > 1) {
                    rests.add(each.original());
                } else {
                    predicted.add(each);
                }
            }
            for (Separation.Square square : separation.squares) {
                SquareFold fold = SquareFold.of(square, simplifier);
                if (fold == null) {
                    rests.add(square.original());
                } else {
                    squares.put(square, fold);
                }
            }
        }

        boolean isEmpty() {
            return products.isEmpty() && squares.isEmpty() && predicted.isEmpty();
        }

        /** Gives up squares of residuals that are needed in any case; returns whether there were any. */
        boolean keepNeeded(Set<Node> needed, Interner interner) {
            boolean keepsAny = false;
            for (Separation.Square square : List.copyOf(squares.keySet())) {
                if (isComputed(square.sum(), needed, interner)) {
                    squares.remove(square);
                    rests.add(square.original());
                    keepsAny = true;
                }
            }
            return keepsAny;
        }

        /** Whether something that a residual is computed from, row by row, is needed. */
        private static boolean isComputed(Node residual, Set<Node> needed, Interner interner) {
            int rows = residual.size();
            for (Node node : Topology.sort(List.of(residual), each -> each.size() == rows)) {
                boolean isComputed = node.op() instanceof ElementwiseOp || node.op() instanceof MatrixMultiply;
                if (isComputed && interner.dependsOnVariables(node) && needed.contains(node)) {
                    return true;
                }
            }
            return false;
        }

        /** Returns the nodes that the replacement is computed from. */
        List<Node> operands() {
            List<Node> operands = new ArrayList<>();
            for (Separation.Rest rest : rests) {
                operands.add(rest.node());
                operands.addAll(rest.factors().operands());
            }
            for (Separation.Product product : products) {
                operands.addAll(product.factors().operands());
            }
            for (Separation.Predicted each : predicted) {
                operands.addAll(each.factors().operands());
                operands.add(each.predictor().vector());
            }
            for (Separation.Square square : squares.keySet()) {
                operands.addAll(square.factors().operands());
                for (LinearTerm term : square.terms()) {
                    operands.addAll(term.factors().operands());
                    if (term.predictor() != null) {
                        operands.add(term.predictor().vector());
                    }
                }
            }
            return operands;
        }
    }

    private final Simplifier simplifier;
    private final List<Node> roots;
    private final Map<Node, Plan> plans = new IdentityHashMap<>();
    private final List<String> notes;

    private SufficientStatistics(List<Node> roots, Simplifier simplifier, List<String> notes) {
        this.roots = roots;
        this.simplifier = simplifier;
        this.notes = notes;
    }

    /**
     * Returns nodes with their sums replaced.
     *
     * @param roots simplified nodes
     * @param notes receives a line for each sum that is replaced
     */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier, List<String> notes) {
        return new SufficientStatistics(roots, simplifier, notes).run();
    }

    private List<Node> run() {
        List<Node> order = Topology.sort(roots);
        Map<Node, Optional<Factors.Shared>> shared = new IdentityHashMap<>();
        for (Node node : order) {
            if (isSumOverRows(node, simplifier.interner())) {
                Node summed = node.input(0);
                Plan plan = new Plan(summed, Separation.of(summed, simplifier, shared), simplifier);
                plans.put(node, plan);
            }
        }
        boolean changed = true;
        while (changed && dropEmptyPlans()) {
            Set<Node> needed = needed();
            changed = false;
            for (Plan plan : plans.values()) {
                changed |= plan.keepNeeded(needed, simplifier.interner());
            }
        }
        return plans.isEmpty() ? roots : Replacement.apply(roots, order, this::replacement, simplifier);
    }

    /** Whether a node is the sum of all elements of a tensor that depends on variables. */
    static boolean isSumOverRows(Node node, Interner interner) {
        return node.op() instanceof Sum sum
                && sum.isFull(node.input(0).shape())
                && node.input(0).size() > 1
                && interner.dependsOnVariables(node);
    }

    /** Returns whether plans are left. */
    private boolean dropEmptyPlans() {
        for (Node sum : List.copyOf(plans.keySet())) {
            if (Objects.requireNonNull(plans.get(sum)).isEmpty()) {
                plans.remove(sum);
            }
        }
        return !plans.isEmpty();
    }

    /** Returns all nodes that are computed once sums are replaced. */
    private Set<Node> needed() {
        Set<Node> reached = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Node> pending = new ArrayDeque<>(roots);
        while (!pending.isEmpty()) {
            Node node = pending.pop();
            if (reached.add(node)) {
                Plan plan = plans.get(node);
                pending.addAll(plan == null ? node.inputs() : plan.operands());
            }
        }
        return reached;
    }

    private @Nullable Node replacement(Node sum) {
        Plan plan = plans.get(sum);
        if (plan == null) {
            return null;
        }
        List<Node> terms = new ArrayList<>();
        int numbers = 0;
        for (SquareFold fold : plan.squares.values()) {
            terms.add(fold.make());
            numbers += fold.numbers();
        }
        List<Separation.Product> products = new ArrayList<>(plan.products);
        CentredSums centredSums = new CentredSums(plan.summed.size(), simplifier);
        for (CentredSums.Centred centred : centredSums.of(products)) {
            terms.add(centredSums.total(centred));
            numbers += 2 * centred.groups().count();
            centred.removeFrom(products);
        }
        for (Separation.Product product : products) {
            Partition groups = Objects.requireNonNull(product.factors().refine(Partition.whole(plan.summed.size())));
            terms.add(total(product, groups));
            numbers += groups.count();
        }
        for (Separation.Predicted each : plan.predicted) {
            terms.add(total(each, plan.summed.size()));
            numbers += each.predictor().vector().size();
        }
        if (!plan.rests.isEmpty()) {
            terms.add(rest(plan));
        }
        notes.add(Simplifier.folded(plan.summed.size(), numbers, sum.origin()));
        Node total = terms.get(0);
        for (Node term : terms.subList(1, terms.size())) {
            total = simplifier.make(new Add(), total, term);
        }
        return total;
    }

    /** Returns the sum of a product: for each group, the data's sum times what the group's rows share. */
    private Node total(Separation.Product product, Partition groups) {
        Shape shape = groups.shape();
        Node data = product.factors().rows(simplifier);
        Node sums = data == null
                ? simplifier.interner().intern(Constant.of(shape, groups.sizes()))
                : groups.sums(data, simplifier);
        Node products = simplifier.apply(new Multiply(), sums, product.factors().values(groups, simplifier));
        if (product.vanishes()) {
            Node zero = simplifier.make(new Broadcast(shape), simplifier.constant(0));
            products = simplifier.make(new Select(), simplifier.make(new EqualTo(), sums, zero), zero, products);
        }
        return groups.count() == 1 ? products : simplifier.make(new Sum(List.of(0)), products);
    }

    private Node total(Separation.Predicted predicted, int rows) {
        Node data = predicted.factors().rows(simplifier);
        Node weights = data == null ? simplifier.make(new Broadcast(Shape.of(rows)), simplifier.constant(1)) : data;
        Node values = predicted.factors().values(Partition.whole(rows), simplifier);
        return simplifier.make(new Multiply(), values, predicted.predictor().total(weights, simplifier));
    }

    private Node rest(Plan plan) {
        Node total = null;
        for (Separation.Rest rest : plan.rests) {
            Node term = rest.factors().times(rest.node(), plan.summed.shape(), simplifier);
            total = total == null ? term : simplifier.make(new Add(), total, term);
        }
        Node flat = simplifier.make(new Reshape(Shape.of(plan.summed.size())), Objects.requireNonNull(total));
        return simplifier.make(new Sum(List.of(0)), flat);
    }
}
