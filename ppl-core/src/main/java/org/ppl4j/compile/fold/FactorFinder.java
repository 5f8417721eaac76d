package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Gathered;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Partition;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Reshape;

/** Finds the factors of products, row by row, that are data, or that groups of rows share. */
final class FactorFinder {

    /** Deeper products and sums are not looked through. */
    static final int DEEPEST = 200;

    private final Simplifier simplifier;
    private final int rows;
    private final Map<Node, Optional<Factors.Shared>> shared;

    /**
     * Creates a finder.
     *
     * @param shared what is known of values that rows share; more is added
     */
    FactorFinder(Simplifier simplifier, int rows, Map<Node, Optional<Factors.Shared>> shared) {
        this.simplifier = simplifier;
        this.rows = rows;
        this.shared = shared;
    }

    Interner interner() {
        return simplifier.interner();
    }

    /** Returns the factors of a product of data and of what rows share; null if it is another one. */
    @Nullable
    Factors product(Node node) {
        List<Node> cores = new ArrayList<>();
        Factors factors = peel(node, cores);
        return cores.isEmpty() ? factors : null;
    }

    /** Returns minus one, in the shape of a node. */
    Factors minusOne(Node like) {
        Node constant = simplifier.constant(-1);
        Node repeated = simplifier.make(new Broadcast(like.shape()), constant);
        return Factors.of(new Factors.Shared(repeated, constant, Partition.whole(rows)));
    }

    /** Returns factors with data of which none are positive negated, times minus one, in the shape of a node, for each. */
    Factors withoutSigns(Factors factors, Node like) {
        Factors result = new Factors(List.of(), factors.divisors(), factors.shared(), factors.sharedDivisors());
        for (Node data : factors.data()) {
            boolean isNegative = Interner.isWithin(data, Double.NEGATIVE_INFINITY, -0.0);
            result = isNegative
                    ? result.times(minusOne(like)).times(Factors.ofData(simplifier.make(new Negate(), data)))
                    : result.times(Factors.ofData(data));
        }
        return result;
    }

    /** Returns the factors of a product that are data or shared; the others are added to the cores. */
    Factors peel(Node node, List<Node> cores) {
        return peel(node, cores, 0);
    }

    private Factors peel(Node node, List<Node> cores, int depth) {
        Factors simple = simple(node);
        if (simple != null) {
            return simple;
        }
        if (depth <= DEEPEST) {
            if (node.op() instanceof Reshape) {
                return peel(node.input(0), cores, depth + 1);
            }
            if (node.op() instanceof Negate) {
                return minusOne(node).times(peel(node.input(0), cores, depth + 1));
            }
            if (node.op() instanceof Multiply) {
                Factors left = peel(node.input(0), cores, depth + 1);
                return left.times(peel(node.input(1), cores, depth + 1));
            }
            if (node.op() instanceof Divide) {
                List<Node> under = new ArrayList<>();
                Factors divisor = peel(node.input(1), under, depth + 1);
                if (under.isEmpty()) {
                    return peel(node.input(0), cores, depth + 1).times(divisor.inverse());
                }
            }
        }
        cores.add(node);
        return Factors.NONE;
    }

    /** Returns a node as a single factor: data, or what rows share; null if it is neither. */
    private @Nullable Factors simple(Node node) {
        Node scalar = Simplifier.scalarOf(node);
        if (!dependsOnVariables(node) && (scalar == null || !Interner.isConstant(scalar))) {
            return Factors.ofData(node);
        }
        Factors.Shared value = shared(node).orElse(null);
        return value == null ? null : Factors.of(value);
    }

    private boolean dependsOnVariables(Node node) {
        return simplifier.interner().dependsOnVariables(node);
    }

    /** Returns a node as what rows share; empty if they do not. */
    Optional<Factors.Shared> shared(Node node) {
        Optional<Factors.Shared> known = shared.get(node);
        if (known == null) {
            known = Optional.ofNullable(findShared(node));
            shared.put(node, known);
        }
        return known;
    }

    private Factors.@Nullable Shared findShared(Node node) {
        Node scalar = Simplifier.scalarOf(node);
        if (scalar != null) {
            return new Factors.Shared(node, scalar, Partition.whole(rows));
        }
        Gathered gathered = Gathered.of(node, simplifier);
        return gathered == null ? null : new Factors.Shared(node, gathered.values(), gathered.partition());
    }
}
