package org.ppl4j.graph;

import java.util.ArrayDeque;
import java.util.Deque;

/** Computes the values of concrete nodes, one operation after the other, and keeps them on the nodes. */
public final class Evaluation {

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
}
