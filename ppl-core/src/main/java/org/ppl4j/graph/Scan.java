package org.ppl4j.graph;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A recurrence: a body that is evaluated once for every step, on what the step before left, the carries, and on the step's
 * elements of sequences.
 *
 * <p>The operands are, as the body's parameters: the initial carries; the sequences, whose first axis has one element a
 * step; what is the same at all steps. The result is one vector: the last carries, then for each output of the body the
 * values put out at all steps, those of the first element of the sequences first, whichever way they are gone through.
 *
 * @param body what happens at a step
 * @param steps the number of steps
 * @param backwards whether the last elements of the sequences come first
 */
public record Scan(ScanBody body, int steps, boolean backwards) implements Op {

    /**
     * Returns the shape of the elements of a sequence.
     *
     * @param sequence the shape of the sequence
     */
    public static Shape elementShape(Shape sequence) {
        return Shape.of(java.util.Arrays.copyOfRange(sequence.dimensions(), 1, sequence.rank()));
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        List<Node> parameters = body.parameters();
        if (inputs.size() != parameters.size()) {
            throw new IllegalArgumentException(
                    "the body has " + parameters.size() + " parameters, but there are " + inputs.size() + " operands");
        }
        for (int i = 0; i < inputs.size(); i++) {
            Shape expected = parameters.get(i).shape();
            boolean isSequence = i >= body.carries().size()
                    && i < inputs.size() - body.invariants().size();
            if (isSequence) {
                expected = Shape.of(steps).append(expected);
            }
            if (!inputs.get(i).equals(expected)) {
                throw new IllegalArgumentException("operand " + i + " must have shape " + expected);
            }
        }
        int size = 0;
        for (int i = 0; i < body.results().size(); i++) {
            Node result = body.results().get(i);
            if (i < body.carries().size()
                    && !result.shape().equals(body.carries().get(i).shape())) {
                throw new IllegalArgumentException("the carry of shape "
                        + body.carries().get(i).shape() + " goes on with shape " + result.shape());
            }
            size += i < body.carries().size() ? result.size() : steps * result.size();
        }
        return Shape.of(size);
    }

    /**
     * Returns a scan with another body.
     *
     * @param other its body, with parameters of the same shapes
     */
    public Scan withBody(ScanBody other) {
        return new Scan(other, steps, backwards);
    }

    /** Returns where the parts of the result end: the last carries, then the values of each output at all steps. */
    public int[] ends() {
        int[] ends = new int[body.results().size()];
        int at = 0;
        for (int i = 0; i < ends.length; i++) {
            int size = body.results().get(i).size();
            at += i < body.carries().size() ? size : steps * size;
            ends[i] = at;
        }
        return ends;
    }

    /** Returns where the values of an output, one a step, start in the result. */
    public int offset(int output) {
        return size(body.next()) + steps * size(body.outputs().subList(0, output));
    }

    /**
     * Returns the value of a carry after the last step.
     *
     * @param result a node of this operation, or an adjoint of one
     * @param carry which carry
     */
    public Node last(Node result, int carry) {
        Shape shape = body.next().get(carry).shape();
        return Nodes.take(result, shape, Indices.range(shape.size(), lastOffset(carry), 1));
    }

    /** Returns where the value of a carry after the last step starts in the result. */
    public int lastOffset(int carry) {
        return size(body.next().subList(0, carry));
    }

    private static int size(List<Node> nodes) {
        int size = 0;
        for (Node node : nodes) {
            size += node.size();
        }
        return size;
    }

    /**
     * Returns what was put out at all steps, along a new first axis.
     *
     * @param result a node of this operation, or an adjoint of one
     * @param output which output
     */
    public Node stack(Node result, int output) {
        Shape shape = Shape.of(steps).append(body.outputs().get(output).shape());
        return Nodes.take(result, shape, Indices.range(shape.size(), offset(output), 1));
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        new ScanEvaluation(this).run(inputs, output);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return new ScanAdjoint(this, node).flowing(adjoint);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Scan that
                && steps == that.steps
                && backwards == that.backwards
                && body.equals(that.body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(body, steps, backwards);
    }
}
