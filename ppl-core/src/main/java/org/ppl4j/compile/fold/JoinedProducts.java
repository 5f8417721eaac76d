package org.ppl4j.compile.fold;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.GraphRewriting;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.compile.rewrite.Unbundling;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Topology;

/**
 * Products of one data matrix with several vectors become one product with a matrix of these, which goes through the data once; so do
 * those of their derivatives. Products with short vectors are parts of loops, and stay.
 */
public final class JoinedProducts extends GraphRewriting {

    /** Which rows of data are multiplied. */
    private record Rows(Node matrix, boolean isTransposed) {}

    private final List<Node> products;

    /** Which of the products a node is. */
    private final NodeMap<Integer> placeOf;

    private @Nullable Node joined;

    private JoinedProducts(List<Node> products, Simplifier simplifier) {
        super(simplifier);
        this.products = products;
        this.placeOf = places(products);
    }

    private static NodeMap<Integer> places(List<Node> products) {
        NodeMap<Integer> places = new NodeMap<>();
        for (int k = 0; k < products.size(); k++) {
            places.put(products.get(k), k);
        }
        return places;
    }

    /**
     * Returns a graph with such products joined.
     *
     * @param roots the graph's roots, simplified
     * @param notes receives a line for each joined product
     */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier, List<String> notes) {
        List<Node> result = roots;
        for (List<Node> products = alike(result, simplifier); products != null; products = alike(result, simplifier)) {
            notes.add(products.size() + " products with one matrix joined"
                    + Origin.suffix(products.get(0).origin()));
            List<Node> first = new ArrayList<>();
            products.forEach(product -> first.addAll(product.inputs()));
            first.addAll(result);
            result = new JoinedProducts(products, simplifier)
                    .rewrite(first, Topology.sort(first))
                    .subList(first.size() - result.size(), first.size());
        }
        return result;
    }

    /** Returns products with the same rows, of which none needs another one; null if there are none. */
    private static @Nullable List<Node> alike(List<Node> roots, Simplifier simplifier) {
        Map<Rows, List<Node>> groups = new LinkedHashMap<>();
        for (Node node : Topology.sort(roots)) {
            Predictor predictor = Predictor.ofRows(node, simplifier.interner());
            if (predictor != null
                    && !Unbundling.isApart(Shape.of(predictor.vector().size()))) {
                Rows rows = new Rows(predictor.matrix(), predictor.isTransposed());
                groups.computeIfAbsent(rows, k -> new ArrayList<>()).add(node);
            }
        }
        for (List<Node> group : groups.values()) {
            if (group.size() > 1 && areIndependent(group)) {
                return group;
            }
        }
        return null;
    }

    private static boolean areIndependent(List<Node> products) {
        NodeMap<Integer> places = places(products);
        List<Node> vectors = products.stream().map(product -> product.input(1)).toList();
        return Topology.sort(vectors).stream().noneMatch(places::containsKey);
    }

    @Override
    protected @Nullable Node replacement(Node node) {
        Integer place = placeOf.get(node);
        if (place == null) {
            return null;
        }
        Node all = joined == null ? joined() : joined;
        joined = all;
        return simplifier.make(new Take(Indices.range(node.size(), place, products.size()), node.shape()), all);
    }

    /** Returns the product with all vectors, each of which gives a column of it. */
    private Node joined() {
        Node first = products.get(0);
        List<Node> vectors =
                products.stream().map(product -> result(product.input(1))).toList();
        Shape shape = Shape.of(vectors.size(), vectors.get(0).size());
        Node together = simplifier.make(new Reshape(shape), simplifier.make(new Concatenate(), vectors));
        MatrixMultiply op = new MatrixMultiply(((MatrixMultiply) first.op()).transposeLeft(), true);
        return simplifier.make(op, result(first.input(0)), together);
    }
}
