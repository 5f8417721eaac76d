package org.ppl4j.bijector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Jacobians of tensor functions at a point: by the operations' own rules, and by finite differences. */
final class Derivatives {

    private Derivatives() {}

    /** Returns the Jacobian, a row for each element of the result, from the operations' vector-Jacobian products. */
    static double[][] byRules(UnaryOperator<Tensor> function, Shape shape, double[] at) {
        Tensor input = Tensor.of(shape, at);
        Tensor output = function.apply(input).flatten();
        double[][] rows = new double[output.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = gradient(output.at(i).node(), input.node());
        }
        return rows;
    }

    private static double[] gradient(Node output, Node input) {
        List<Node> order = new ArrayList<>();
        visit(output, new HashSet<>(), order);
        Map<Node, Node> adjoints = new HashMap<>();
        adjoints.put(output, Nodes.constant(1));
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            Node adjoint = adjoints.get(node);
            if (adjoint == null || node == input) {
                continue;
            }
            List<@Nullable Node> products = node.op().vectorJacobianProduct(node, adjoint);
            for (int k = 0; k < products.size(); k++) {
                Node product = products.get(k);
                if (product != null) {
                    adjoints.merge(node.input(k), product, Nodes::add);
                }
            }
        }
        Node found = adjoints.get(input);
        return found == null ? new double[input.size()] : Tensor.of(found).toArray();
    }

    private static void visit(Node node, Set<Node> seen, List<Node> order) {
        if (seen.add(node)) {
            node.inputs().forEach(input -> visit(input, seen, order));
            order.add(node);
        }
    }

    /** Returns the Jacobian from central differences of fourth order. */
    static double[][] byDifferences(UnaryOperator<Tensor> function, Shape shape, double[] at) {
        double step = 1e-3;
        int outputs = function.apply(Tensor.of(shape, at)).size();
        double[][] rows = new double[outputs][at.length];
        for (int j = 0; j < at.length; j++) {
            double[] near = symmetricDifference(function, shape, at, j, step);
            double[] far = symmetricDifference(function, shape, at, j, 2 * step);
            for (int i = 0; i < outputs; i++) {
                rows[i][j] = (8 * near[i] - far[i]) / (12 * step);
            }
        }
        return rows;
    }

    private static double[] symmetricDifference(
            UnaryOperator<Tensor> function, Shape shape, double[] at, int coordinate, double step) {
        double[] moved = at.clone();
        moved[coordinate] = at[coordinate] + step;
        Tensor ahead = function.apply(Tensor.of(shape, moved));
        moved[coordinate] = at[coordinate] - step;
        return ahead.minus(function.apply(Tensor.of(shape, moved))).toArray();
    }
}
