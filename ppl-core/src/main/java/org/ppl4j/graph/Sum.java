package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.Lanes;

/**
 * The sum over axes, in the fixed order of {@link Lanes}.
 *
 * @param axes the axes to sum over, ascending
 */
public record Sum(List<Integer> axes) implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        return Axes.kept(inputs.get(0), axes);
    }

    /**
     * Whether all axes of an operand are summed over.
     *
     * @param operand the operand's shape
     */
    public boolean isFull(Shape operand) {
        return axes.size() == operand.rank();
    }

    /**
     * Whether the summed axes are the first ones.
     */
    public boolean isLeading() {
        return axes.isEmpty() || axes.get(axes.size() - 1) == axes.size() - 1;
    }

    /**
     * Whether the summed axes are the last ones.
     *
     * @param operand the operand's shape
     */
    public boolean isTrailing(Shape operand) {
        return axes.isEmpty() || axes.get(0) == operand.rank() - axes.size();
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        Shape operand = node.input(0).shape();
        int count = operand.size() / Math.max(1, output.length);
        if (isTrailing(operand)) {
            for (int k = 0; k < output.length; k++) {
                output[k] = Lanes.sum(inputs[0], k * count, count);
            }
            return;
        }
        if (Axes.areAdjacent(axes)) {
            int step = Axes.step(operand, axes);
            for (int k = 0; k < output.length; k++) {
                output[k] = Lanes.sum(inputs[0], k / step * step * count + k % step, step, count);
            }
            return;
        }
        int[] kept = Axes.offsets(operand, Axes.others(operand, axes));
        int[] reduced = Axes.offsets(operand, axes);
        double[] lanes = new double[8];
        for (int k = 0; k < kept.length; k++) {
            java.util.Arrays.fill(lanes, 0);
            for (int r = 0; r < reduced.length; r++) {
                lanes[r & 7] += inputs[0][kept[k] + reduced[r]];
            }
            output[k] = Lanes.finish(lanes, 0);
        }
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Shape operand = node.input(0).shape();
        return List.of(Nodes.broadcast(Nodes.reshape(adjoint, Axes.keptAsOnes(operand, axes)), operand));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sum that && axes.equals(that.axes);
    }

    @Override
    public int hashCode() {
        return axes.hashCode();
    }
}
