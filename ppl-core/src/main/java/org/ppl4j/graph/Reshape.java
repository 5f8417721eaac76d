package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same elements under another shape.
 *
 * @param target the resulting shape
 */
public record Reshape(Shape target) implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        if (inputs.get(0).size() != target.size()) {
            throw new IllegalArgumentException(inputs.get(0).size() + " elements do not fill the shape " + target);
        }
        return target;
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        System.arraycopy(inputs[0], 0, output, 0, output.length);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return List.of(Nodes.reshape(adjoint, node.input(0).shape()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reshape that && target.equals(that.target);
    }

    @Override
    public int hashCode() {
        return target.hashCode();
    }
}
