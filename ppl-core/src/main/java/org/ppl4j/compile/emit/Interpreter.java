package org.ppl4j.compile.emit;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Topology;
import org.ppl4j.graph.Variable;

/** Evaluates graphs one operation after the other: the oracle for compiled code, and what runs if none can be made. */
public final class Interpreter {

    private Interpreter() {}

    /**
     * Returns the values of nodes.
     *
     * @param outputs the nodes
     * @param leaves the values of variables and data, by symbol and key
     */
    public static List<double[]> evaluate(List<Node> outputs, Map<String, double[]> leaves) {
        List<Node> order = Topology.sort(outputs);
        NodeMap<Integer> uses = new NodeMap<>();
        useAll(outputs, uses);
        for (Node node : order) {
            useAll(node.inputs(), uses);
        }
        Map<Node, double[]> values = new IdentityHashMap<>();
        for (Node node : order) {
            values.put(node, node.inputs().isEmpty() ? leaf(node, leaves) : apply(node, values));
            for (Node input : node.inputs()) {
                if (use(input, uses, -1) == 0) {
                    values.remove(input);
                }
            }
        }
        List<double[]> results = new ArrayList<>();
        for (Node output : outputs) {
            results.add(Objects.requireNonNull(values.get(output)));
        }
        return results;
    }

    private static void useAll(List<Node> nodes, NodeMap<Integer> uses) {
        for (Node node : nodes) {
            use(node, uses, 1);
        }
    }

    /** Counts who still needs a value, so that large ones are dropped as soon as nobody does. */
    private static int use(Node node, NodeMap<Integer> uses, int more) {
        int count = uses.getOrDefault(node, 0) + more;
        uses.put(node, count);
        return count;
    }

    private static double[] apply(Node node, Map<Node, double[]> values) {
        double[][] inputs = new double[node.inputs().size()][];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = values.get(node.input(i));
        }
        double[] output = new double[node.size()];
        node.op().evaluate(node, inputs, output);
        return output;
    }

    /** Returns the value of a leaf. */
    public static double[] leaf(Node node, Map<String, double[]> leaves) {
        double[] value = null;
        if (node.op() instanceof Variable variable) {
            value = leaves.get(variable.symbol());
        } else if (node.op() instanceof Data data) {
            value = leaves.get(data.key());
        } else if (node.op() instanceof Constant) {
            value = node.cachedValue();
        }
        if (value == null || value.length != node.size()) {
            throw new IllegalArgumentException(
                    "No value of shape " + node.shape() + " for the leaf " + node.op() + ".");
        }
        return value;
    }
}
