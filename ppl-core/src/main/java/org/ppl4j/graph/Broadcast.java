package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a tensor along axes, by NumPy's rule.
 *
 * @param target the resulting shape
 */
public record Broadcast(Shape target) implements Op {

    @Override
    public String writtenName() {
        return "broadcastTo";
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        if (!inputs.get(0).broadcastsTo(target)) {
            throw new IllegalArgumentException(inputs.get(0) + " does not broadcast to " + target);
        }
        return target;
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        double[] source = inputs[0];
        Shape from = node.input(0).shape();
        if (source.length == 1) {
            java.util.Arrays.fill(output, source[0]);
            return;
        }
        int block = innerBlock(from);
        if (block == source.length) {
            for (int at = 0; at < output.length; at += block) {
                System.arraycopy(source, 0, output, at, block);
            }
            return;
        }
        for (int i = 0; i < output.length; i++) {
            output[i] = source[sourceIndex(from, i)];
        }
    }

    /** Returns the number of trailing elements that are copied as they are. */
    private int innerBlock(Shape from) {
        int block = 1;
        for (int k = 1; k <= from.rank(); k++) {
            int size = from.dimension(from.rank() - k);
            if (size != target.dimension(target.rank() - k)) {
                break;
            }
            block *= size;
        }
        return block;
    }

    /**
     * Returns the operand's element that a result's element repeats.
     *
     * @param from the operand's shape
     * @param element the flat index in the result
     */
    public int sourceIndex(Shape from, int element) {
        int index = 0;
        int stride = 1;
        int rest = element;
        for (int k = 1; k <= from.rank(); k++) {
            int extent = target.dimension(target.rank() - k);
            int size = from.dimension(from.rank() - k);
            if (size != 1) {
                index += rest % extent * stride;
                stride *= size;
            }
            rest /= extent;
        }
        return index;
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return List.of(Nodes.sumTo(adjoint, node.input(0).shape()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Broadcast that && target.equals(that.target);
    }

    @Override
    public int hashCode() {
        return target.hashCode() + 1;
    }
}
