package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.RangeRules;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Subtract;

/**
 * Takes logarithms of products and exponentials of sums apart, into a function of data and one of what rows share: as the
 * rate of a count is, that is a rate for each group times each row's exposure.
 */
final class FunctionSplit {

    /** Exponentials of data up to here, or of their negatives, neither overflow nor vanish. */
    private static final double LARGEST_EXPONENT = 300;

    private final Simplifier simplifier;
    private final FactorFinder finder;
    private final ValueGroups groups;

    /**
     * Creates a way to take functions apart.
     *
     * @param finder finds products of data and of what rows share
     * @param groups finds what rows share
     */
    FunctionSplit(Simplifier simplifier, FactorFinder finder, ValueGroups groups) {
        this.simplifier = simplifier;
        this.finder = finder;
        this.groups = groups;
    }

    /** Returns a logarithm as a sum of two, or an exponential as a product of two; null if it is none, or if they cannot be. */
    @Nullable
    Node of(Node function) {
        if (function.op() instanceof Log) {
            return ofLogarithm(function);
        }
        return function.op() instanceof Exp ? ofExponential(function) : null;
    }

    /** A logarithm of a product of factors of which one is known not to be negative. */
    private @Nullable Node ofLogarithm(Node log) {
        Factors factors = finder.product(log.input(0));
        if (factors == null || !factors.hasData()) {
            return null;
        }
        Node one = simplifier.make(new Broadcast(log.shape()), simplifier.constant(1));
        Node shared = factors.ofShared().times(one, log.shape(), simplifier);
        boolean isPositive = arePositive(factors.data()) && arePositive(factors.divisors());
        if (!isPositive && !RangeRules.isNotNegative(shared)) {
            return null;
        }
        Node ofShared = simplifier.make(new Log(), shared);
        return simplifier.make(
                new Add(), ofShared, simplifier.make(new Log(), factors.ofData().times(one, log.shape(), simplifier)));
    }

    private static boolean arePositive(List<Node> data) {
        for (Node node : data) {
            if (!Interner.isWithin(node, Double.MIN_VALUE, Double.POSITIVE_INFINITY)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Node ofExponential(Node exp) {
        List<Node> ofData = new ArrayList<>();
        List<Node> others = new ArrayList<>();
        if (!addTerms(exp.input(0), false, ofData, others, 0) || ofData.isEmpty() || others.isEmpty()) {
            return null;
        }
        Node ofShared = simplifier.make(new Exp(), joined(new Add(), others, exp));
        return groups.of(ofShared) != null
                ? simplifier.make(new Multiply(), ofShared, joined(new Multiply(), ofData, exp))
                : null;
    }

    private Node joined(Op op, List<Node> nodes, Node like) {
        Node result = null;
        for (Node node : nodes) {
            Node shaped = simplifier.make(new Reshape(like.shape()), node);
            result = result == null ? shaped : simplifier.make(op, result, shaped);
        }
        return result == null ? like : result;
    }

    /** Adds the exponentials of a sum's terms that are data, and its other terms; returns false if one may overflow, or if it is a long sum. */
    private boolean addTerms(Node node, boolean isNegative, List<Node> ofData, List<Node> others, int depth) {
        if (depth == FactorFinder.DEEPEST) {
            return false;
        }
        Op op = node.op();
        if (op instanceof Reshape || op instanceof Negate) {
            return addTerms(node.input(0), isNegative != op instanceof Negate, ofData, others, depth + 1);
        }
        if (op instanceof Add || op instanceof Subtract) {
            return addTerms(node.input(0), isNegative, ofData, others, depth + 1)
                    && addTerms(node.input(1), isNegative != op instanceof Subtract, ofData, others, depth + 1);
        }
        boolean isData = !simplifier.interner().dependsOnVariables(node) && Simplifier.scalarOf(node) == null;
        if (!isData) {
            others.add(isNegative ? simplifier.make(new Negate(), node) : node);
            return true;
        }
        if (op instanceof Log) {
            Node one = simplifier.make(new Broadcast(node.shape()), simplifier.constant(1));
            ofData.add(isNegative ? simplifier.make(new Divide(), one, node.input(0)) : node.input(0));
            return true;
        }
        ofData.add(simplifier.make(new Exp(), isNegative ? simplifier.make(new Negate(), node) : node));
        return Interner.isWithin(node, -LARGEST_EXPONENT, LARGEST_EXPONENT);
    }
}
