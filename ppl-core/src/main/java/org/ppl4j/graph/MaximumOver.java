package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.Lanes;

/**
 * The largest element over axes. Its adjoint is shared out equally among the elements that attain it.
 *
 * @param axes the axes to search along, ascending
 */
public record MaximumOver(List<Integer> axes) implements Op {

    @Override
    public String writtenName() {
        return "max";
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        Shape operand = inputs.get(0);
        if (operand.size() == 0) {
            throw new IllegalArgumentException("an empty tensor has no largest element");
        }
        return Axes.kept(operand, axes);
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        Shape operand = node.input(0).shape();
        if (Axes.areAdjacent(axes)) {
            int step = Axes.step(operand, axes);
            int count = operand.size() / output.length;
            for (int k = 0; k < output.length; k++) {
                output[k] = Lanes.max(inputs[0], k / step * step * count + k % step, step, count);
            }
            return;
        }
        int[] kept = Axes.offsets(operand, Axes.others(operand, axes));
        int[] reduced = Axes.offsets(operand, axes);
        for (int k = 0; k < kept.length; k++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int offset : reduced) {
                largest = Math.max(largest, inputs[0][kept[k] + offset]);
            }
            output[k] = largest;
        }
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node x = node.input(0);
        Shape ones = Axes.keptAsOnes(x.shape(), axes);
        Node attains = Nodes.apply(new EqualTo(), x, Nodes.reshape(node, ones));
        Node share = Nodes.divide(Nodes.reshape(adjoint, ones), Nodes.reshape(Nodes.sum(attains, axes), ones));
        return List.of(Nodes.multiply(attains, share));
    }
}
