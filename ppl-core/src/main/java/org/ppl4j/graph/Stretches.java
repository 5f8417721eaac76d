package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.List;

/** Adjoints of slices: they are laid side by side where they do not overlap, rather than added to zeros one by one. */
final class Stretches {

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
