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
     * A predictor: a data matrix times a vector.
     *
     * @param factors what it is multiplied by
     * @param predictor the predictor
     * @param original the same as it was
     */
    record Predicted(Factors factors, Predictor predictor, Rest original) {}

    /** What a term is, if it separates. */
    private record Known(List<Product> products, List<Predicted> predicted, List<Square> squares) {
        Known() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        static Known of(Product product) {
            return new Known(List.of(product), List.of(), List.of());
        }

        static Known of(Predicted predictor) {
            return new Known(List.of(), List.of(predictor), List.of());
        }
    }

    /**
     * What does not separate, as it was.
     *
     * @param factors what it is multiplied by
     * @param node a number a row
     */
    record Rest(Factors factors, Node node) {
        Rest times(Factors others) {
            return new Rest(others.times(factors), node);
        }

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
    final List<Predicted> predicted = new ArrayList<>();
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
                squares.add(square(all, core, terms, original));
            } else {
                rest(cores, all, original);
            }
        }
    }

    private Square square(Factors factors, Node sum, List<LinearTerm> terms, Rest original) {
        return new Square(finder.withoutSigns(factors, sum), sum, terms, original);
    }

    /** Adds what is neither a sum nor a square: a predictor, a product that vanishes with its data, what rows share, or else a rest. */
    private void rest(List<Node> cores, Factors all, Rest original) {
        Known known = cores.size() == 1 ? known(cores.get(0), all, original) : null;
        if (known == null) {
            rests.add(original);
        } else {
            products.addAll(known.products);
            predicted.addAll(known.predicted);
            squares.addAll(known.squares);
        }
    }

    private @Nullable Known known(Node core, Factors all, Rest original) {
        Factors vanishing = vanishing(core);
        if (vanishing != null) {
            return Known.of(new Product(all.times(vanishing), true, original));
        }
        Predictor predictor = Predictor.of(core, simplifier.interner());
        if (predictor != null) {
            return Known.of(new Predicted(all, predictor, original));
        }
        if (isSum(core)) {
            return all.hasData() ? wholly(core, all) : null;
        }
        Factors.Shared shared = groups.of(core);
        Known ofValues = shared == null ? null : Known.of(new Product(all.times(Factors.of(shared)), false, original));
        if (ofValues != null && numbers(ofValues) <= FEW) {
            return ofValues;
        }
        Known chosen = chosen(core, all, original);
        return ofValues == null || (chosen != null && numbers(chosen) < numbers(ofValues)) ? chosen : ofValues;
    }

    /** Returns both functions between which data choose, each over its own rows; null if that is not worthwhile. */
    private @Nullable Known chosen(Node core, Factors all, Rest original) {
        DataChoice choice = nesting == MOST_NESTED ? null : DataChoice.of(core, simplifier);
        if (choice == null) {
            return null;
        }
        Known chosen = new Known();
        for (boolean holds : new boolean[] {true, false}) {
            Node function = holds ? choice.ifHolds() : choice.otherwise();
            if (function.isConstant(0)) {
                continue;
            }
            Known terms = wholly(function, all);
            if (terms == null || !terms.squares.isEmpty()) {
                return null;
            }
            for (Product term : terms.products) {
                chosen.products.add(new Product(only(choice, holds, term.factors), true, original));
            }
            for (Predicted term : terms.predicted) {
                chosen.predicted.add(new Predicted(only(choice, holds, term.factors), term.predictor, original));
            }
        }
        return FEWEST_ROWS * numbers(chosen) <= rows ? chosen : null;
    }

    private Factors only(DataChoice choice, boolean holds, Factors factors) {
        Node data = choice.only(holds, factors.rows(simplifier), simplifier);
        return Factors.ofData(data).times(factors.ofShared());
    }

    /**
     * Returns the terms of a node times some factors, if all of them are products of data and of what rows share, predictors, or
     * squares; else null.
     */
    private @Nullable Known wholly(Node node, Factors factors) {
        if (nesting == MOST_NESTED) {
            return null;
        }
        Separation part = new Separation(simplifier, rows, finder, nesting + 1);
        part.addends(node, Factors.NONE, 0);
        if (!part.rests.isEmpty()) {
            return null;
        }
        Known terms = new Known();
        for (Product term : part.products) {
            terms.products.add(new Product(factors.times(term.factors), term.vanishes, term.original.times(factors)));
        }
        for (Predicted term : part.predicted) {
            terms.predicted.add(
                    new Predicted(factors.times(term.factors), term.predictor, term.original.times(factors)));
        }
        for (Square term : part.squares) {
            terms.squares.add(square(factors.times(term.factors), term.sum, term.terms, term.original.times(factors)));
        }
        return numbers(terms) <= rows ? terms : null;
    }

    /** Returns how many numbers terms are computed from: more than there are rows, if there are too many groups. */
    private long numbers(Known terms) {
        long count = 0;
        for (Product each : terms.products) {
            Partition groups = each.factors.refine(Partition.whole(rows));
            count += groups == null ? rows + 1 : groups.count();
        }
        for (Predicted each : terms.predicted) {
            count += each.predictor.vector().size();
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
