package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Partition;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Take;

/**
 * A product, row by row, of data and of values that the rows of a group share.
 *
 * @param data numbers of each row that depend on data alone
 * @param divisors such numbers to divide by
 * @param shared values that groups of rows share
 * @param sharedDivisors such values to divide by
 */
record Factors(List<Node> data, List<Node> divisors, List<Shared> shared, List<Shared> sharedDivisors) {

    /**
     * A value that the rows of a group share.
     *
     * @param rows the value of each row
     * @param value the value of each group; a scalar if there is but one
     * @param partition the groups
     */
    record Shared(Node rows, Node value, Partition partition) {

        /** Returns the value of each of some finer groups; a scalar if there is but one value. */
        Node in(Partition groups, Simplifier simplifier) {
            if (partition.count() == 1 || partition.equals(groups)) {
                return value;
            }
            Indices places = groups.within(partition);
            return simplifier.make(new Take(places, Shape.of(groups.count())), value);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Shared that
                    && rows.equals(that.rows)
                    && value.equals(that.value)
                    && partition.equals(that.partition);
        }

        @Override
        public int hashCode() {
            return Objects.hash(rows, value, partition);
        }
    }

    /** No factors: one. */
    static final Factors NONE = new Factors(List.of(), List.of(), List.of(), List.of());

    static Factors ofData(Node node) {
        return new Factors(List.of(node), List.of(), List.of(), List.of());
    }

    static Factors of(Shared value) {
        return new Factors(List.of(), List.of(), List.of(value), List.of());
    }

    Factors times(Factors other) {
        return new Factors(
                joined(data, other.data),
                joined(divisors, other.divisors),
                joined(shared, other.shared),
                joined(sharedDivisors, other.sharedDivisors));
    }

    Factors inverse() {
        return new Factors(divisors, data, sharedDivisors, shared);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.isEmpty() ? second : first;
        }
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    Factors ofData() {
        return new Factors(data, divisors, List.of(), List.of());
    }

    Factors ofShared() {
        return new Factors(List.of(), List.of(), shared, sharedDivisors);
    }

    /** Returns the shared values that are not constants. */
    Factors variables() {
        return new Factors(List.of(), List.of(), variables(shared), variables(sharedDivisors));
    }

    private static List<Shared> variables(List<Shared> values) {
        return values.stream().filter(each -> !Interner.isConstant(each.value)).toList();
    }

    boolean hasData() {
        return !data.isEmpty() || !divisors.isEmpty();
    }

    /** Returns the groups within which all shared values are the same, joined with given ones; null if they are too many. */
    @Nullable
    Partition refine(@Nullable Partition groups) {
        Partition joint = groups;
        for (Shared value : joined(shared, sharedDivisors)) {
            joint = joint == null ? null : joint.with(value.partition);
        }
        return joint;
    }

    /** Returns the product of the data, a number a row; null if there are none. */
    @Nullable
    Node rows(Simplifier simplifier) {
        List<Node> all = joined(data, divisors);
        if (all.isEmpty()) {
            return null;
        }
        Shape flat = Shape.of(all.get(0).size());
        return product(shaped(data, flat, simplifier), shaped(divisors, flat, simplifier), simplifier);
    }

    private static List<Node> shaped(List<Node> nodes, Shape shape, Simplifier simplifier) {
        List<Node> result = new ArrayList<>();
        for (Node node : nodes) {
            result.add(simplifier.make(new Reshape(shape), node));
        }
        return result;
    }

    /** Returns the product of the shared values, one a group or a scalar. */
    Node values(Partition groups, Simplifier simplifier) {
        Node product = product(in(groups, shared, simplifier), in(groups, sharedDivisors, simplifier), simplifier);
        return product == null ? simplifier.constant(1) : product;
    }

    private static List<Node> in(Partition groups, List<Shared> values, Simplifier simplifier) {
        List<Node> result = new ArrayList<>();
        for (Shared value : values) {
            result.add(value.in(groups, simplifier));
        }
        return result;
    }

    /** Returns another operand times all factors, row by row, in a shape. */
    Node times(Node node, Shape shape, Simplifier simplifier) {
        List<Node> numerators = new ArrayList<>(data);
        for (Shared value : shared) {
            numerators.add(value.rows);
        }
        List<Node> denominators = new ArrayList<>(divisors);
        for (Shared value : sharedDivisors) {
            denominators.add(value.rows);
        }
        Node reshaped = simplifier.make(new Reshape(shape), node);
        Node product =
                product(shaped(numerators, shape, simplifier), shaped(denominators, shape, simplifier), simplifier);
        return product == null ? reshaped : simplifier.make(new Multiply(), reshaped, product);
    }

    /** Returns what the factors are computed from. */
    List<Node> operands() {
        List<Node> operands = new ArrayList<>(joined(data, divisors));
        for (Shared value : joined(shared, sharedDivisors)) {
            operands.add(value.value);
        }
        return operands;
    }

    private static @Nullable Node product(List<Node> numerators, List<Node> denominators, Simplifier simplifier) {
        Node over = multiplied(numerators, simplifier);
        Node under = multiplied(denominators, simplifier);
        if (under == null) {
            return over;
        }
        return simplifier.apply(new Divide(), over == null ? simplifier.constant(1) : over, under);
    }

    private static @Nullable Node multiplied(List<Node> nodes, Simplifier simplifier) {
        Node product = null;
        for (Node node : nodes) {
            product = product == null ? node : simplifier.apply(new Multiply(), product, node);
        }
        return product;
    }

    /** Returns the factors that occur twice, once each: their square divides this product. */
    Factors pairs() {
        return new Factors(pairs(data), pairs(divisors), pairs(shared), pairs(sharedDivisors));
    }

    /** Returns the factors without others among them. */
    Factors without(Factors others) {
        return new Factors(
                rest(data, others.data),
                rest(divisors, others.divisors),
                rest(shared, others.shared),
                rest(sharedDivisors, others.sharedDivisors));
    }

    /** Whether some shared values are all among these factors, each as often. */
    boolean include(Factors values) {
        return rest(values.shared, shared).isEmpty()
                && rest(values.sharedDivisors, sharedDivisors).isEmpty();
    }

    private static <T> List<T> pairs(List<T> all) {
        List<T> pairs = new ArrayList<>();
        List<T> single = new ArrayList<>();
        for (T each : all) {
            if (single.remove(each)) {
                pairs.add(each);
            } else {
                single.add(each);
            }
        }
        return pairs;
    }

    private static <T> List<T> rest(List<T> all, List<T> without) {
        List<T> rest = new ArrayList<>(all);
        without.forEach(rest::remove);
        return rest;
    }

    /** Whether all shared values are constants. */
    boolean isConstant() {
        return shared.stream().allMatch(value -> Interner.isConstant(value.value))
                && sharedDivisors.stream().allMatch(value -> Interner.isConstant(value.value));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Factors that
                && data.equals(that.data)
                && divisors.equals(that.divisors)
                && shared.equals(that.shared)
                && sharedDivisors.equals(that.sharedDivisors);
    }

    @Override
    public int hashCode() {
        return Objects.hash(data, divisors, shared, sharedDivisors);
    }
}
