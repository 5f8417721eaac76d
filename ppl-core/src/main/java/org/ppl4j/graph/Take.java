package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Picks elements by fixed flat indices: slices, rows, columns, transposes, diagonals and gathers are all of this form.
 *
 * @param indices the operand's flat element for each of the result's
 * @param target the resulting shape
 */
public record Take(Indices indices, Shape target) implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        if (indices.size() != target.size()) {
            throw new IllegalArgumentException(indices.size() + " indices do not fill the shape " + target);
        }
        int size = inputs.get(0).size();
        for (int i = 0; i < indices.size(); i += indices.isRange() ? Math.max(1, indices.size() - 1) : 1) {
            if (indices.at(i) < 0 || indices.at(i) >= size) {
                throw new IllegalArgumentException("index " + indices.at(i) + " is outside of 0 to " + (size - 1));
            }
        }
        return target;
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        double[] source = inputs[0];
        for (int i = 0; i < output.length; i++) {
            output[i] = source[indices.at(i)];
        }
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return List.of(Node.of(new Put(indices, node.input(0).shape()), adjoint));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Take that && indices.equals(that.indices) && target.equals(that.target);
    }

    @Override
    public int hashCode() {
        return 31 * indices.hashCode() + target.hashCode();
    }
}
