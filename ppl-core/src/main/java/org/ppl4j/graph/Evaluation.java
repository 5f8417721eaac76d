package org.ppl4j.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Computes the values of concrete nodes, one operation after the other, and keeps them on the nodes. */
public final class Evaluation {

    private static final double[] NOTHING = {};
    private static final int LARGEST_KEPT = 1 << 12;

    private Evaluation() {}

    /**
     * Returns a concrete node's elements, row-major. Not a copy: do not change them.
     *
     * @param root the node
     * @throws SymbolicValueException if a leaf has no value yet
     */
    public static double[] value(Node root) {
        double[] known = root.cachedValue();
        if (known != null) {
            return known;
        }
        if (!root.isConcrete()) {
            throw new SymbolicValueException();
        }
        Deque<Node> stack = new ArrayDeque<>();
        stack.push(root);
        while (!stack.isEmpty()) {
            Node node = stack.peek();
            if (node.cachedValue() != null) {
                stack.pop();
                continue;
            }
            int before = stack.size();
            for (Node input : node.inputs()) {
                if (input.cachedValue() == null) {
                    stack.push(input);
                }
            }
            if (stack.size() == before) {
                stack.pop();
                double[][] inputs = new double[node.inputs().size()][];
                for (int i = 0; i < inputs.length; i++) {
                    inputs[i] = value(node.input(i));
                }
                double[] output = new double[node.size()];
                node.op().evaluate(node, inputs, output);
                node.cacheValue(output);
            }
        }
        return value(root);
    }

    /**
     * Returns a concrete node's elements like {@link #value}, but keeps no large values on nodes: for a look at data, or what
     * sums them up. Not a copy: do not change them.
     *
     * @param root the node
     * @throws SymbolicValueException if a leaf has no value yet
     */
    public static double[] valueOnce(Node root) {
        double[] known = root.cachedValue();
        if (known != null) {
            return known;
        }
        if (!root.isConcrete()) {
            throw new SymbolicValueException();
        }
        NodeMap<double[]> values = new NodeMap<>();
        for (Node node : Topology.sort(List.of(root), candidate -> candidate.cachedValue() == null)) {
            double[][] inputs = new double[node.inputs().size()][];
            for (int i = 0; i < inputs.length; i++) {
                double[] before = node.input(i).cachedValue();
                inputs[i] = before == null ? values.getOrDefault(node.input(i), NOTHING) : before;
            }
            double[] output = new double[node.size()];
            node.op().evaluate(node, inputs, output);
            values.put(node, output);
            if (output.length <= LARGEST_KEPT) {
                node.cacheValue(output);
            }
        }
        return values.getOrDefault(root, NOTHING);
    }
}
