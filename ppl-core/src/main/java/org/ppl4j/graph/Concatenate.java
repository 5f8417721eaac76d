package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The elements of all operands, one operand after the other, as one vector. */
public record Concatenate() implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        int size = 0;
        for (Shape input : inputs) {
            size += input.size();
        }
        return Shape.of(size);
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        int at = 0;
        for (int k = 0; k < inputs.length; k++) {
            int size = node.input(k).size();
            System.arraycopy(inputs[k], 0, output, at, size);
            at += size;
        }
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        List<@Nullable Node> adjoints = new ArrayList<>();
        int at = 0;
        for (Node input : node.inputs()) {
            adjoints.add(Node.of(new Take(Indices.range(input.size(), at, 1), input.shape()), adjoint));
            at += input.size();
        }
        return adjoints;
    }
}
