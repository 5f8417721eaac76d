package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The elements of operands of one size in turns: the first of each operand, then the second of each, and so on, as one vector. */
public record Interleave() implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        int size = inputs.get(0).size();
        for (Shape input : inputs) {
            if (input.size() != size) {
                throw new IllegalArgumentException(
                        "operands of " + size + " and " + input.size() + " elements cannot take turns");
            }
        }
        return Shape.of(size * inputs.size());
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        for (int k = 0; k < inputs.length; k++) {
            for (int i = 0; i < inputs[k].length; i++) {
                output[inputs.length * i + k] = inputs[k][i];
            }
        }
    }

    /**
     * Returns where an operand's elements are in the result.
     *
     * @param node of this operation
     * @param operand which operand, from 0
     */
    public static Indices places(Node node, int operand) {
        return Indices.range(node.input(operand).size(), operand, node.inputs().size());
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        List<@Nullable Node> adjoints = new ArrayList<>();
        for (int k = 0; k < node.inputs().size(); k++) {
            adjoints.add(Node.of(new Take(places(node, k), node.input(k).shape()), adjoint));
        }
        return adjoints;
    }
}
