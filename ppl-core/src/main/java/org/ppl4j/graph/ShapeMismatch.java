package org.ppl4j.graph;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The error text for operands whose shapes do not fit. */
final class ShapeMismatch {

    private static final int LARGEST_SEARCH = 10_000;

    private ShapeMismatch() {}

    static IllegalArgumentException of(String operation, Collection<Node> operands, String why) {
        String shapes = operands.stream().map(node -> node.shape().toString()).collect(Collectors.joining(" and "));
        Set<String> sites = sites(operands);
        String involved = sites.isEmpty()
                ? ""
                : " Involved: " + sites.stream().map(site -> '"' + site + '"').collect(Collectors.joining(", ")) + ".";
        return new IllegalArgumentException(
                operation + " of shapes " + shapes + " (" + Origin.ofCaller() + "): " + why + "." + involved);
    }

    private static Set<String> sites(Collection<Node> roots) {
        Set<String> found = new LinkedHashSet<>();
        Set<Node> seen = new LinkedHashSet<>();
        List<Node> pending = new java.util.ArrayList<>(roots);
        while (!pending.isEmpty() && seen.size() < LARGEST_SEARCH) {
            Node node = pending.remove(pending.size() - 1);
            if (seen.add(node)) {
                String label = node.label();
                if (label == null) {
                    pending.addAll(node.inputs());
                } else {
                    found.add(label);
                }
            }
        }
        return found;
    }
}
