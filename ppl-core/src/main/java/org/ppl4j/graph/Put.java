package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds elements, in their order, to zeros at fixed flat indices: the adjoint of {@link Take}.
 *
 * @param indices the result's flat element that each of the operand's is added to
 * @param target the resulting shape
 */
public record Put(Indices indices, Shape target) implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        if (indices.size() != inputs.get(0).size()) {
            throw new IllegalArgumentException(
                    indices.size() + " indices do not fit " + inputs.get(0).size() + " elements");
        }
        for (int i = 0; i < indices.size(); i += indices.isRange() ? Math.max(1, indices.size() - 1) : 1) {
            if (indices.at(i) < 0 || indices.at(i) >= target.size()) {
                throw new IllegalArgumentException(
                        "index " + indices.at(i) + " is outside of 0 to " + (target.size() - 1));
            }
        }
        return target;
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        double[] source = inputs[0];
        Arrays.fill(output, 0);
        for (int i = 0; i < source.length; i++) {
            output[indices.at(i)] += source[i];
        }
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return List.of(Node.of(new Take(indices, node.input(0).shape()), adjoint));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Put that && indices.equals(that.indices) && target.equals(that.target);
    }

    @Override
    public int hashCode() {
        return 31 * indices.hashCode() + target.hashCode() + 1;
    }
}
