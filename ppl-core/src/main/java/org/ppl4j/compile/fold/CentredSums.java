package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Partition;
import org.ppl4j.compile.rewrite.Residuals;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;

/**
 * Sums data that may be far from zero together with the values of their rows that they may be near to. With data y, values m and
 * the data's mean c in a group of n rows, the sum of y - m is n (c - m) and that of y - c, which is found when data are bound:
 * digits that cancel do so in c - m, of which nothing is rounded that is left.
 */
final class CentredSums {

    private final int rows;
    private final Simplifier simplifier;

    CentredSums(int rows, Simplifier simplifier) {
        this.rows = rows;
        this.simplifier = simplifier;
    }

    /**
     * Products of data, and those of no data that are added to them.
     *
     * @param common what all of them are multiplied by
     * @param data the products of data
     * @param values the others
     * @param groups the rows that share all but the data
     */
    record Centred(Factors common, List<Separation.Product> data, List<Separation.Product> values, Partition groups) {

        /** Removes its products from others; not those that are equal, which are terms of their own. */
        void removeFrom(List<Separation.Product> products) {
            Set<Separation.Product> own = Collections.newSetFromMap(new IdentityHashMap<>());
            own.addAll(data);
            own.addAll(values);
            products.removeIf(own::contains);
        }
    }

    /** Returns what belongs together among some products: each of them at most once. */
    List<Centred> of(List<Separation.Product> products) {
        List<Separation.Product> left = new ArrayList<>(products);
        List<Centred> all = new ArrayList<>();
        for (Separation.Product product : products) {
            Centred centred = left.contains(product) && isFar(product) ? centred(product, left) : null;
            if (centred != null) {
                centred.removeFrom(left);
                all.add(centred);
            }
        }
        return all;
    }

    private boolean isFar(Separation.Product product) {
        Node data = product.vanishes() ? null : product.factors().rows(simplifier);
        return data != null && Residuals.isFarData(data);
    }

    private @Nullable Centred centred(Separation.Product first, List<Separation.Product> others) {
        Factors common = first.factors().variables();
        Partition groups = first.factors().refine(Partition.whole(rows));
        List<Separation.Product> data = new ArrayList<>();
        List<Separation.Product> values = new ArrayList<>();
        for (Separation.Product other : others) {
            Factors factors = other.factors();
            Partition finer = factors.refine(groups);
            if (finer == null || !factors.include(common)) {
                continue;
            }
            boolean isMore = !factors.without(common).isConstant();
            if (isMore && !factors.hasData()) {
                groups = finer;
                values.add(other);
            } else if (!isMore && isFar(other)) {
                data.add(other);
            }
        }
        return groups == null || values.isEmpty() ? null : new Centred(common, data, values, groups);
    }

    /** Returns the sum of products of data and of the values that they are with. */
    Node total(Centred centred) {
        Partition groups = centred.groups;
        Shape shape = groups.shape();
        Node data = inUnits(centred.data.get(0).factors());
        for (Separation.Product other : centred.data.subList(1, centred.data.size())) {
            data = simplifier.make(new Add(), data, inUnits(other.factors()));
        }
        Node sizes = simplifier.interner().intern(Constant.of(shape, groups.sizes()));
        Node centre = finite(simplifier.make(new Divide(), groups.sums(data, simplifier), sizes), shape);
        Node centres = groups.count() == 1
                ? simplifier.make(new Broadcast(data.shape()), centre)
                : simplifier.make(new Take(groups.labels(), data.shape()), centre);
        Node spread = groups.sums(simplifier.make(new Subtract(), data, centres), simplifier);
        Node level = centre;
        for (Separation.Product value : centred.values) {
            level = simplifier.apply(
                    new Add(), level, value.factors().without(centred.common).values(groups, simplifier));
        }
        Node all = simplifier.apply(new Add(), simplifier.apply(new Multiply(), sizes, level), spread);
        Node products = simplifier.apply(new Multiply(), all, centred.common.values(groups, simplifier));
        return groups.count() == 1 ? products : simplifier.make(new Sum(List.of(0)), products);
    }

    /** Returns the data times the constants among the factors. */
    private Node inUnits(Factors factors) {
        Node data = Objects.requireNonNull(factors.rows(simplifier));
        Node unit = factors.ofShared().without(factors.variables()).values(Partition.whole(rows), simplifier);
        return simplifier.apply(new Multiply(), data, unit);
    }

    /** Returns centres, zero in place of those of infinite data. */
    private Node finite(Node centre, Shape shape) {
        Node limit = simplifier.make(new Broadcast(shape), simplifier.constant(Double.POSITIVE_INFINITY));
        Node isFinite = simplifier.make(new LessThan(), simplifier.make(new Absolute(), centre), limit);
        return simplifier.make(
                new Select(), isFinite, centre, simplifier.make(new Broadcast(shape), simplifier.constant(0)));
    }
}
