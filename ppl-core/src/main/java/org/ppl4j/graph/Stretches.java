package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adjoints of slices and columns: they are laid side by side where they do not overlap, rather than added to zeros one by one. */
final class Stretches {

    /** Columns of fewer elements are put one by one. */
    private static final int FEWEST_IN_TURNS = 8;

    private static final int MOST_TURNS = 16;

    private Stretches() {}

    /** Whether a node puts its operand's elements one after the other. */
    static boolean isOne(Node node) {
        return node.op() instanceof Put put
                && put.indices().isRange()
                && put.indices().step() == 1;
    }

    /** Whether stretches of one shape fill at least half of it. */
    static boolean areWorthJoining(List<Node> stretches) {
        long filled = 0;
        for (Node each : stretches) {
            filled += each.input(0).size();
        }
        return !stretches.isEmpty() && 2 * filled >= stretches.get(0).size();
    }

    /** Returns nodes whose sum is that of the stretches. */
    static List<Node> joined(List<Node> stretches) {
        List<Node> rest = new ArrayList<>(stretches);
        if (rest.size() > 1) {
            rest.sort((one, other) -> Integer.compare(start(one), start(other)));
        }
        List<Node> sums = new ArrayList<>();
        while (!rest.isEmpty()) {
            List<Node> layer = new ArrayList<>();
            List<Node> overlapping = new ArrayList<>();
            int end = 0;
            for (Node each : rest) {
                if (start(each) >= end) {
                    layer.add(each);
                    end = start(each) + each.input(0).size();
                } else {
                    overlapping.add(each);
                }
            }
            sums.add(sideBySide(layer));
            rest = overlapping;
        }
        return sums;
    }

    /**
     * Takes those out of a list that lie in turns and together leave no gap, such as the adjoints of the columns of rows.
     *
     * @return a stretch for each of them
     */
    static List<Node> interleaved(List<Node> puts) {
        if (puts.size() < 2) {
            return List.of();
        }
        Map<List<Integer>, List<Node>> alike = new LinkedHashMap<>();
        for (Node put : puts) {
            Indices places = ((Put) put.op()).indices();
            if (places.isRange()
                    && places.size() >= FEWEST_IN_TURNS
                    && places.step() > 1
                    && places.step() <= MOST_TURNS) {
                alike.computeIfAbsent(List.of(places.step(), places.size()), key -> new ArrayList<>())
                        .add(put);
            }
        }
        List<Node> stretches = new ArrayList<>();
        alike.forEach((key, columns) -> {
            columns.sort((one, other) -> Integer.compare(start(one), start(other)));
            int turns = key.get(0);
            for (int first = 0; first + turns <= columns.size(); first++) {
                List<Node> inTurns = List.copyOf(columns.subList(first, first + turns));
                if (areAdjacent(inTurns)) {
                    stretches.add(interleaved(inTurns, turns * key.get(1)));
                    puts.removeAll(inTurns);
                    first += turns - 1;
                }
            }
        });
        return stretches;
    }

    private static boolean areAdjacent(List<Node> columns) {
        for (int k = 1; k < columns.size(); k++) {
            if (start(columns.get(k)) != start(columns.get(0)) + k) {
                return false;
            }
        }
        return true;
    }

    private static Node interleaved(List<Node> columns, int size) {
        List<Node> values = new ArrayList<>();
        for (Node column : columns) {
            values.add(column.input(0));
        }
        Node first = columns.get(0);
        return Node.of(new Put(Indices.range(size, start(first), 1), first.shape()), Node.of(new Interleave(), values));
    }

    private static int start(Node put) {
        return ((Put) put.op()).indices().at(0);
    }

    private static Node sideBySide(List<Node> layer) {
        Shape shape = layer.get(0).shape();
        List<Node> parts = new ArrayList<>();
        int at = 0;
        for (Node each : layer) {
            addZeros(parts, start(each) - at);
            Node value = each.input(0);
            parts.add(value.op() instanceof Broadcast ? value : Nodes.reshape(value, Shape.of(value.size())));
            at = start(each) + value.size();
        }
        addZeros(parts, shape.size() - at);
        return Nodes.reshape(Node.of(new Concatenate(), parts), shape);
    }

    private static void addZeros(List<Node> parts, int count) {
        if (count > 0) {
            parts.add(Nodes.broadcast(Nodes.constant(0), Shape.of(count)));
        }
    }
}
