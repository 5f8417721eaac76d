package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.EqualTo;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Log1pOfFraction;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.Maximum;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Topology;

/**
 * The logarithm of a sum of two exponentials and its derivatives, the logistic functions of the exponents' difference and of
 * its negative, take one exponential together.
 */
public final class SharedExponentials extends GraphRewriting {

    /** Two exponents, in one order, and what is computed of them. */
    private static final class Pair {

        private final Node a;
        private final Node b;
        private final List<Node> uses = new ArrayList<>();

        Pair(Node a, Node b) {
            this.a = a;
            this.b = b;
        }
    }

    private final Map<Node, List<Node>> differences;
    private final Map<Node, Pair> shared;
    private final Map<Pair, Logistic> made = new IdentityHashMap<>();

    private SharedExponentials(Map<Node, List<Node>> differences, Map<Node, Pair> shared, Simplifier simplifier) {
        super(simplifier);
        this.differences = differences;
        this.shared = shared;
    }

    /** Returns a graph of interned nodes rewritten. */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier) {
        List<Node> order = Topology.sort(roots);
        Map<Node, List<Node>> differences = differences(order, simplifier);
        Map<List<Integer>, Pair> pairs = new HashMap<>();
        Map<Node, Pair> shared = new IdentityHashMap<>();
        for (Node node : order) {
            List<Node> exponents = exponents(node, differences);
            if (exponents != null) {
                Node a = exponents.get(0);
                Node b = exponents.get(1);
                boolean isInOrder =
                        simplifier.interner().rank(a) < simplifier.interner().rank(b);
                Pair pair = isInOrder ? pair(pairs, a, b, simplifier) : pair(pairs, b, a, simplifier);
                pair.uses.add(node);
            }
        }
        for (Pair pair : pairs.values()) {
            for (Node use : pair.uses.size() < 2 ? List.<Node>of() : pair.uses) {
                shared.put(use, pair);
            }
        }
        return shared.isEmpty() ? roots : new SharedExponentials(differences, shared, simplifier).rewrite(roots, order);
    }

    private static Pair pair(Map<List<Integer>, Pair> pairs, Node a, Node b, Simplifier simplifier) {
        List<Integer> key =
                List.of(simplifier.interner().rank(a), simplifier.interner().rank(b));
        Pair pair = pairs.get(key);
        if (pair == null) {
            pair = new Pair(a, b);
            pairs.put(key, pair);
        }
        return pair;
    }

    /** Returns the exponents of logarithms by what their difference was simplified to, that from which is subtracted first. */
    private static Map<Node, List<Node>> differences(List<Node> order, Simplifier simplifier) {
        Map<Node, List<Node>> differences = new IdentityHashMap<>();
        for (Node node : order) {
            if (node.op() instanceof LogAddExp) {
                Node a = node.input(0);
                Node b = node.input(1);
                differences.put(simplifier.make(new Subtract(), b, a), List.of(b, a));
                differences.put(simplifier.make(new Subtract(), a, b), node.inputs());
            }
        }
        return differences;
    }

    /** Returns the two exponents, that whose share a logistic function is first; null if the node is of no such pair. */
    private static @Nullable List<Node> exponents(Node node, Map<Node, List<Node>> differences) {
        if (node.op() instanceof LogAddExp) {
            return node.inputs();
        }
        if (!(node.op() instanceof Sigmoid)) {
            return null;
        }
        Node x = node.input(0);
        List<Node> exponents = ofDifference(x, differences);
        if (exponents != null || !(x.op() instanceof Negate)) {
            return exponents;
        }
        exponents = ofDifference(x.input(0), differences);
        return exponents == null ? null : List.of(exponents.get(1), exponents.get(0));
    }

    private static @Nullable List<Node> ofDifference(Node x, Map<Node, List<Node>> differences) {
        Node difference = x;
        // the derivative of such a logarithm asks whether there is a difference
        if (x.op() instanceof Select
                && x.input(0).op() instanceof EqualTo
                && x.input(0).input(0) == x.input(1)
                && x.input(0).input(1) == x.input(1)) {
            difference = x.input(1);
        }
        List<Node> known = differences.get(difference);
        return known == null && difference.op() instanceof Subtract ? difference.inputs() : known;
    }

    /** A function of a difference that is computed before the exponents, as it was simplified, is left as it is. */
    @Override
    protected @Nullable Node replacement(Node node) {
        Pair pair = shared.get(node);
        if (pair == null || !isDone(pair.a) || !isDone(pair.b)) {
            return null;
        }
        Node a = result(pair.a);
        Node b = result(pair.b);
        Logistic common = made.get(pair);
        if (common == null) {
            common = common(a, b);
            made.put(pair, common);
        }
        if (node.op() instanceof LogAddExp) {
            Node largest = simplifier.make(new Maximum(), a, b);
            return simplifier.make(new Add(), largest, simplifier.make(new Log1pOfFraction(), common.exponential()));
        }
        return common.function(
                Objects.requireNonNull(exponents(node, differences)).get(0) == pair.a, simplifier);
    }

    private Logistic common(Node a, Node b) {
        Node difference = simplifier.make(new Subtract(), a, b);
        Node distance = simplifier.make(new Absolute(), difference);
        // the distance of two equal infinities is not a number
        Node isNumber = simplifier.apply(new LessThan(), distance, simplifier.constant(Double.POSITIVE_INFINITY));
        Node power = simplifier.make(new Exp(), simplifier.make(new Negate(), distance));
        Node exponential = simplifier.apply(new Select(), isNumber, power, simplifier.constant(0));
        return Logistic.of(exponential, Logistic.isPositive(difference, simplifier), simplifier);
    }
}
