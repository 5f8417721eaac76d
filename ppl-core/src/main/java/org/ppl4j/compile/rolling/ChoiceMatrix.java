package org.ppl4j.compile.rolling;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;

/**
 * How often terms add each of some elements, a row a term. Of two elements one of which each term adds, as data say, it has the first
 * alone: the second is added by all terms, and their difference by those that add the first.
 */
final class ChoiceMatrix {

    private final int terms;

    /** The columns of the matrix: first those of pairs, then all others. */
    private final List<double[]> columns = new ArrayList<>();

    /** Of each pair, and of each other column, which element it is. */
    private final List<Integer> firsts = new ArrayList<>();

    private final List<Integer> seconds = new ArrayList<>();

    /**
     * Creates a matrix.
     *
     * @param terms how many rows there are
     * @param times the rows, one after the other
     */
    ChoiceMatrix(int terms, double[] times) {
        this.terms = terms;
        List<double[]> all = columns(terms, times);
        Map<DoubleBuffer, Integer> waiting = new HashMap<>();
        boolean[] isPaired = new boolean[all.size()];
        for (int k = 0; k < isPaired.length; k++) {
            double[] rest = Arrays.stream(all.get(k)).map(number -> 1 - number).toArray();
            Integer first = waiting.remove(DoubleBuffer.wrap(rest));
            if (first == null) {
                waiting.putIfAbsent(DoubleBuffer.wrap(all.get(k)), k);
                continue;
            }
            isPaired[k] = true;
            isPaired[first] = true;
            firsts.add(first);
            seconds.add(k);
            columns.add(all.get(first));
        }
        for (int k = 0; k < isPaired.length; k++) {
            if (!isPaired[k]) {
                firsts.add(k);
                columns.add(all.get(k));
            }
        }
    }

    private static List<double[]> columns(int terms, double[] times) {
        int width = times.length / terms;
        List<double[]> all = new ArrayList<>();
        for (int k = 0; k < width; k++) {
            double[] column = new double[terms];
            for (int i = 0; i < terms; i++) {
                column[i] = times[i * width + k];
            }
            all.add(column);
        }
        return all;
    }

    /** Returns how many columns there are. */
    int width() {
        return columns.size();
    }

    /**
     * Returns what each term adds in sums at several places: for each term that of all places.
     *
     * @param elements what is added
     * @param places for each place, which elements
     */
    Node product(Node elements, List<List<Integer>> places) {
        int pairs = seconds.size();
        Node picked = picked(elements, firsts, places);
        Node second = pairs == 0 ? null : picked(elements, seconds, places);
        if (second != null) {
            int size = second.size();
            Node first = Nodes.take(picked, Shape.of(size), Indices.range(size, 0, 1));
            Node differences = Nodes.subtract(first, second);
            Shape others = Shape.of(picked.size() - size);
            picked = others.size() == 0
                    ? differences
                    : Node.of(
                            new Concatenate(),
                            differences,
                            Nodes.take(picked, others, Indices.range(others.size(), size, 1)));
        }
        Shape shape = Shape.of(terms, places.size());
        Node right = Nodes.reshape(picked, Shape.of(width(), places.size()));
        Node product = Nodes.matrixMultiply(matrix(), right, false, false);
        if (second != null) {
            Node all = Nodes.sum(Nodes.reshape(second, Shape.of(pairs, places.size())), List.of(0));
            product = Nodes.add(product, Nodes.broadcast(Nodes.reshape(all, Shape.of(1, places.size())), shape));
        }
        return Nodes.reshape(product, Shape.of(shape.size()));
    }

    private static Node picked(Node elements, List<Integer> which, List<List<Integer>> places) {
        int[] picks = new int[which.size() * places.size()];
        Arrays.setAll(picks, k -> places.get(k % places.size()).get(which.get(k / places.size())));
        Indices indices = Indices.of(picks);
        boolean isAll = indices.equals(Indices.range(elements.size(), 0, 1));
        return isAll ? elements : Nodes.take(elements, Shape.of(picks.length), indices);
    }

    private Node matrix() {
        double[] rows = new double[terms * width()];
        Arrays.setAll(rows, k -> columns.get(k % width())[k / width()]);
        return Constant.of(Shape.of(terms, width()), rows);
    }
}
