package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Subtract;

/** Takes what is summed over rows apart, into terms that separate data from parameters and a rest that does not. */
final class Separation {

    /**
     * The product of a data matrix and a vector.
     *
     * @param matrix the matrix
     * @param vector the vector, as a matrix
     * @param isTransposed whether it is the matrix's columns that are multiplied with the vector
     */
    record Predictor(Node matrix, Node vector, boolean isTransposed) {

        /** Returns where the numbers that are multiplied with an element of the vector lie in the matrix. */
        Indices column(int element, int rows) {
            return isTransposed ? Indices.range(rows, element * rows, 1) : Indices.range(rows, element, vector.size());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Predictor that
                    && isTransposed == that.isTransposed
                    && matrix.equals(that.matrix)
                    && vector.equals(that.vector);
        }

        @Override
        public int hashCode() {
            return Objects.hash(matrix, vector, isTransposed);
        }
    }

    /**
     * A product of factors, and perhaps of a data matrix and a vector.
     *
     * @param factors the factors
     * @param predictor the matrix product
     */
    record Term(Factors factors, @Nullable Predictor predictor) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Term that
                    && factors.equals(that.factors)
                    && Objects.equals(predictor, that.predictor);
        }

        @Override
        public int hashCode() {
            return Objects.hash(factors, predictor);
        }
    }

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
    record Square(Factors factors, Node sum, List<Term> terms, Rest original) {
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

    private static final int DEEPEST = 200;
    /** So few numbers are computed as they are. */
    private static final int FEW = 8;
    /** With fewer rows for each number the loop is as good. */
    private static final int FEWEST_ROWS = 2;
    /** Each choice makes two functions of one. */
    private static final int MOST_CHOICES = 3;

    final List<Product> products = new ArrayList<>();
    final List<Square> squares = new ArrayList<>();
    final List<Rest> rests = new ArrayList<>();

    private final Simplifier simplifier;
    private final int rows;
    private final Map<Node, Optional<Factors.Shared>> shared;
    private final ValueGroups groups;
    private final FunctionSplit functions;
    /** How many choices of data have been taken apart already. */
    private final int choices;

    private Separation(Simplifier simplifier, int rows, Map<Node, Optional<Factors.Shared>> shared, int choices) {
        this.choices = choices;
        this.simplifier = simplifier;
        this.rows = rows;
        this.shared = shared;
        this.groups = new ValueGroups(simplifier, rows, this::shared);
        this.functions = new FunctionSplit(simplifier, this::product, node -> groups.of(node) != null);
    }

    /**
     * Returns the terms of a tensor.
     *
     * @param known what is known of values that rows share; more is added
     */
    static Separation of(Node node, Simplifier simplifier, Map<Node, Optional<Factors.Shared>> known) {
        Separation separation = new Separation(simplifier, node.size(), known, 0);
        separation.addends(node, Factors.NONE, 0);
        return separation;
    }

    private void addends(Node node, Factors factors, int depth) {
        List<Node> cores = new ArrayList<>();
        Factors all = factors.times(peel(node, cores, depth));
        Node core = cores.isEmpty() ? node : cores.get(0);
        Node split = cores.size() == 1 ? functions.of(core) : null;
        if (split != null) {
            addends(split, all, depth + 1);
        } else if (cores.isEmpty()) {
            products.add(new Product(all, false, new Rest(factors, node)));
        } else if (cores.size() == 1 && isSum(core) && !all.hasData() && depth <= DEEPEST) {
            addends(core.input(0), all, depth + 1);
            addends(core.input(1), core.op() instanceof Add ? all : all.times(minusOne(core)), depth + 1);
        } else if (cores.size() != 2 || core != cores.get(1) || !square(core, all, depth, new Rest(factors, node))) {
            rest(cores, all, new Rest(factors, node));
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
            return wholly(core, all, original);
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
        DataChoice choice = choices == MOST_CHOICES ? null : DataChoice.of(core, simplifier);
        if (choice == null) {
            return null;
        }
        List<Product> chosen = new ArrayList<>();
        for (boolean holds : new boolean[] {true, false}) {
            Node function = holds ? choice.ifHolds() : choice.otherwise();
            if (function.isConstant(0)) {
                continue;
            }
            List<Product> terms = new Separation(simplifier, rows, shared, choices + 1).wholly(function, all, original);
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
        Separation part = new Separation(simplifier, rows, shared, choices);
        part.addends(node, Factors.NONE, 0);
        if (!part.rests.isEmpty() || !part.squares.isEmpty()) {
            return null;
        }
        List<Product> terms = part.products.stream()
                .map(term -> new Product(factors.times(term.factors), term.vanishes, original))
                .toList();
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
        Factors factors = product(mask.product());
        return factors != null && factors.data().stream().anyMatch(mask::isOf) ? factors : null;
    }

    /** Returns the factors of a product of data and of what rows share; null if it is another one. */
    private @Nullable Factors product(Node node) {
        List<Node> cores = new ArrayList<>();
        Factors factors = peel(node, cores, 0);
        return cores.isEmpty() ? factors : null;
    }

    /** Whether a node is a constant whose elements all meet a condition. */
    static boolean isKnown(Node node, DoublePredicate condition) {
        double[] values = node.cachedValue();
        return Interner.isConstant(node)
                && values != null
                && Arrays.stream(values).allMatch(condition);
    }

    private static boolean isSum(Node node) {
        return node.op() instanceof Add || node.op() instanceof Subtract;
    }

    private Factors minusOne(Node like) {
        Node constant = simplifier.constant(-1);
        Node repeated = simplifier.make(new Broadcast(like.shape()), constant);
        return Factors.of(new Factors.Shared(repeated, constant, Partition.whole(rows)));
    }

    /** Adds the square of a node times some factors, if the node is linear. */
    private boolean square(Node sum, Factors factors, int depth, Rest original) {
        List<Term> terms = new ArrayList<>();
        boolean isLinear = linear(sum, Factors.NONE, terms, depth);
        if (isLinear) {
            squares.add(new Square(factors, sum, terms, original));
        }
        return isLinear;
    }

    /** Adds the terms of a sum of products; returns false if it is something else. */
    private boolean linear(Node node, Factors factors, List<Term> terms, int depth) {
        List<Node> cores = new ArrayList<>();
        Factors all = factors.times(peel(node, cores, depth));
        if (cores.isEmpty()) {
            terms.add(new Term(all, null));
            return true;
        }
        if (cores.size() > 1 || depth > DEEPEST) {
            return false;
        }
        Node core = cores.get(0);
        Predictor predictor = core.op() instanceof MatrixMultiply product ? predictor(product, core) : null;
        if (predictor != null) {
            terms.add(new Term(all, predictor));
            return true;
        }
        if (isSum(core)) {
            Factors second = core.op() instanceof Add ? all : all.times(minusOne(core));
            return linear(core.input(0), all, terms, depth + 1) && linear(core.input(1), second, terms, depth + 1);
        }
        return false;
    }

    /** Returns a matrix product as that of a data matrix and a vector, if it is. */
    private @Nullable Predictor predictor(MatrixMultiply op, Node product) {
        Node left = product.input(0);
        Node right = product.input(1);
        if (product.shape().dimension(1) == 1 && !dependsOnVariables(left)) {
            return new Predictor(left, right, op.transposeLeft());
        }
        if (product.shape().dimension(0) == 1 && !dependsOnVariables(right)) {
            return new Predictor(right, left, !op.transposeRight());
        }
        return null;
    }

    /** Returns the factors of a product that are data or shared; the others are added to the cores. */
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

    private Optional<Factors.Shared> shared(Node node) {
        return shared.computeIfAbsent(node, this::findShared);
    }

    private Optional<Factors.Shared> findShared(Node node) {
        Node scalar = Simplifier.scalarOf(node);
        if (scalar != null) {
            return Optional.of(new Factors.Shared(node, scalar, Partition.whole(rows)));
        }
        return Optional.ofNullable(Gathered.of(node, simplifier))
                .map(gathered -> new Factors.Shared(node, gathered.values(), gathered.partition()));
    }
}
