package org.ppl4j.graph;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The error for operands whose shapes do not fit. */
public final class ShapeMismatch {

    private static final int LARGEST_SEARCH = 10_000;

    private ShapeMismatch() {}

    /**
     * Returns an error that names the operation, the shapes, the user's source line and the sites involved.
     *
     * @param operation what was asked for, as the user wrote it
     * @param operands its operands
     * @param why what does not fit, without a full stop
     */
    public static IllegalArgumentException of(String operation, Collection<Node> operands, String why) {
        String shapes = operands.stream().map(node -> node.shape().toString()).collect(Collectors.joining(" and "));
        Set<String> sites = sites(operands);
        String involved = sites.isEmpty()
                ? ""
                : " Involved: " + sites.stream().map(site -> '"' + site + '"').collect(Collectors.joining(", ")) + ".";
        return new IllegalArgumentException(operation + (operands.size() == 1 ? " of shape " : " of shapes ") + shapes
                + " (" + Origin.ofCaller() + "): " + why + "." + remedy(operation, operands) + involved);
    }

    /** Two matrices that fit one another are often meant to be multiplied as such. */
    private static String remedy(String operation, Collection<Node> operands) {
        List<Shape> shapes = operands.stream().map(Node::shape).toList();
        boolean isMatrixProduct = operation.equals(new Multiply().writtenName())
                && shapes.stream().allMatch(shape -> shape.rank() == 2)
                && shapes.get(0).dimension(1) == shapes.get(1).dimension(0);
        return isMatrixProduct ? " For the product of two matrices use dot." : "";
    }

    /** Returns the names of the sites that the operands depend on, in the order of the operands. */
    private static Set<String> sites(Collection<Node> roots) {
        Set<String> found = new LinkedHashSet<>();
        Set<Node> seen = new LinkedHashSet<>();
        Deque<Node> pending = new ArrayDeque<>(roots);
        while (!pending.isEmpty() && seen.size() < LARGEST_SEARCH) {
            Node node = pending.pop();
            if (seen.add(node)) {
                String label = node.label();
                if (label != null) {
                    found.add(label);
                } else {
                    for (int i = node.inputs().size() - 1; i >= 0; i--) {
                        pending.push(node.input(i));
                    }
                }
            }
        }
        return found;
    }
}
