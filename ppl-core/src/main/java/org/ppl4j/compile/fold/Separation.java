package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Partition;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.compile.rewrite.ZeroMask;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Subtract;

/** Takes what is summed over rows apart, into terms that separate data from parameters and a rest that does not. */
final class Separation {

    /**
     * A product of factors.
     *
     * @param factors the factors
     * @param vanishes whether it is zero where its data are, whatever the other factors: even if they are infinite
     * @param original the same as it was
     */
    record Product(Factors factors, boolean vanishes, Rest original) {}

    /**
     * The square of a sum of terms.
     *
     * @param factors what the square is multiplied by
     * @param sum the node that is the sum
     * @param terms its terms
     * @param original the same as it was
     */
    record Square(Factors factors, Node sum, List<LinearTerm> terms, Rest original) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Square that
                    && factors.equals(that.factors)
                    && sum.equals(that.sum)
                    && terms.equals(that.terms)
                    && original.equals(that.original);
        }

        @Override
        public int hashCode() {
            return Objects.hash(factors, sum, terms, original);
        }
    }

    /**
     * What does not separate, as it was.
     *
     * @param factors what it is multiplied by
     * @param node a number a row
     */
    record Rest(Factors factors, Node node) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Rest that && factors.equals(that.factors) && node.equals(that.node);
        }

        @Override
        public int hashCode() {
            return Objects.hash(factors, node);
        }
    }

    /** So few numbers are computed as they are. */
    private static final int FEW = 8;
    /** With fewer rows for each number the loop is as good. */
    private static final int FEWEST_ROWS = 2;
    /** Each choice makes two functions of one. */
    private static final int MOST_NESTED = 5;

    final List<Product> products = new ArrayList<>();
    final List<Square> squares = new ArrayList<>();
    final List<Rest> rests = new ArrayList<>();

    private final Simplifier simplifier;
    private final int rows;
    private final FactorFinder finder;
    private final ValueGroups groups;
    private final FunctionSplit functions;
    /** How many choices, and sums times data, this is a part of. */
    private final int nesting;

    private Separation(Simplifier simplifier, int rows, FactorFinder finder, int nesting) {
        this.simplifier = simplifier;
        this.rows = rows;
        this.finder = finder;
        this.nesting = nesting;
        this.groups = new ValueGroups(simplifier, rows, finder);
        this.functions = new FunctionSplit(simplifier, finder, groups);
    }

    /**
     * Returns the terms of a tensor.
     *
     * @param known what is known of values that rows share; more is added
     */
    static Separation of(Node node, Simplifier simplifier, Map<Node, Optional<Factors.Shared>> known) {
        FactorFinder finder = new FactorFinder(simplifier, node.size(), known);
        Separation separation = new Separation(simplifier, node.size(), finder, 0);
        separation.addends(node, Factors.NONE, 0);
        return separation;
    }

    private void addends(Node node, Factors factors, int depth) {
        List<Node> cores = new ArrayList<>();
        Factors all = factors.times(finder.peel(node, cores));
        Node core = cores.isEmpty() ? node : cores.get(0);
        Node split = cores.size() == 1 ? functions.of(core) : null;
        if (split != null) {
            addends(split, all, depth + 1);
        } else if (cores.isEmpty()) {
            products.add(new Product(all, false, new Rest(factors, node)));
        } else if (cores.size() == 1 && isSum(core) && !all.hasData() && depth <= FactorFinder.DEEPEST) {
            addends(core.input(0), all, depth + 1);
            addends(core.input(1), core.op() instanceof Add ? all : all.times(finder.minusOne(core)), depth + 1);
        } else {
            Rest original = new Rest(factors, node);
            List<LinearTerm> terms = cores.size() == 2 && core == cores.get(1) ? LinearTerm.of(core, finder) : null;
            if (terms != null) {
                squares.add(new Square(all, core, terms, original));
            } else {
                rest(cores, all, original);
            }
        }
    }

    /** Adds what is neither a sum nor a square: a product that vanishes with its data, what rows share, or else a rest. */
    private void rest(List<Node> cores, Factors all, Rest original) {
        List<Product> separated = cores.size() == 1 ? separated(cores.get(0), all, original) : null;
        if (separated == null) {
            rests.add(original);
        } else {
            products.addAll(separated);
        }
    }

    private @Nullable List<Product> separated(Node core, Factors all, Rest original) {
        Factors vanishing = vanishing(core);
        if (vanishing != null) {
            return List.of(new Product(all.times(vanishing), true, original));
        }
        if (isSum(core)) {
            return all.hasData() ? wholly(core, all, original) : null;
        }
        Factors.Shared shared = groups.of(core);
        List<Product> ofValues =
                shared == null ? null : List.of(new Product(all.times(Factors.of(shared)), false, original));
        if (ofValues != null && numbers(ofValues) <= FEW) {
            return ofValues;
        }
        List<Product> chosen = chosen(core, all, original);
        return ofValues == null || (chosen != null && numbers(chosen) < numbers(ofValues)) ? chosen : ofValues;
    }

    /** Returns both functions between which data choose, each over its own rows; null if that is not worthwhile. */
    private @Nullable List<Product> chosen(Node core, Factors all, Rest original) {
        DataChoice choice = nesting == MOST_NESTED ? null : DataChoice.of(core, simplifier);
        if (choice == null) {
            return null;
        }
        List<Product> chosen = new ArrayList<>();
        for (boolean holds : new boolean[] {true, false}) {
            Node function = holds ? choice.ifHolds() : choice.otherwise();
            if (function.isConstant(0)) {
                continue;
            }
            List<Product> terms = wholly(function, all, original);
            if (terms == null) {
                return null;
            }
            for (Product term : terms) {
                Node data = choice.only(holds, term.factors.rows(simplifier), simplifier);
                chosen.add(new Product(Factors.ofData(data).times(term.factors.ofShared()), true, original));
            }
        }
        return FEWEST_ROWS * numbers(chosen) <= rows ? chosen : null;
    }

    /** Returns the terms of a node times some factors, if all of them are products of data and of what rows share; else null. */
    private @Nullable List<Product> wholly(Node node, Factors factors, Rest original) {
        if (nesting == MOST_NESTED) {
            return null;
        }
        Separation part = new Separation(simplifier, rows, finder, nesting + 1);
        part.addends(node, Factors.NONE, 0);
        if (!part.rests.isEmpty() || !part.squares.isEmpty()) {
            return null;
        }
        List<Product> terms = new ArrayList<>();
        for (Product term : part.products) {
            terms.add(new Product(factors.times(term.factors), term.vanishes, original));
        }
        return numbers(terms) <= rows ? terms : null;
    }

    /** Returns how many numbers products are computed from: more than there are rows, if there are too many groups. */
    private long numbers(List<Product> all) {
        long count = 0;
        for (Product each : all) {
            Partition groups = each.factors.refine(Partition.whole(rows));
            count += groups == null ? rows + 1 : groups.count();
        }
        return count;
    }

    /** Returns the factors of a product instead of which zero is selected where one of its data is zero; else null. */
    private @Nullable Factors vanishing(Node node) {
        ZeroMask mask = ZeroMask.of(node);
        if (mask == null) {
            return null;
        }
        Factors factors = finder.product(mask.product());
        return factors != null && factors.data().stream().anyMatch(mask::isOf) ? factors : null;
    }

    private static boolean isSum(Node node) {
        return node.op() instanceof Add || node.op() instanceof Subtract;
    }
}
