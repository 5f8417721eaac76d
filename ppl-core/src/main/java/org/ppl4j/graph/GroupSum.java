package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sum of the elements of each group, in twice the precision, so that statistics of data carry no rounding but the last
 * (Ogita, Rump and Oishi, "Accurate sum and dot product", 2005, Sum2).
 *
 * @param groups the group of each of the operand's elements, from 0
 * @param groupCount the number of groups
 */
public record GroupSum(Indices groups, int groupCount) implements Op {

    @Override
    public Shape shape(List<Shape> inputs) {
        if (inputs.get(0).size() != groups.size()) {
            throw new IllegalArgumentException(
                    groups.size() + " groups do not fit " + inputs.get(0).size() + " elements");
        }
        return Shape.of(groupCount);
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        double[] elements = inputs[0];
        double[] errors = new double[groupCount];
        java.util.Arrays.fill(output, 0);
        for (int i = 0; i < elements.length; i++) {
            int group = groups.at(i);
            double sum = output[group];
            double next = sum + elements[i];
            double part = next - sum;
            errors[group] += (sum - (next - part)) + (elements[i] - part);
            output[group] = next;
        }
        for (int group = 0; group < groupCount; group++) {
            // Beyond the finite numbers the error of a sum is undefined, but not the sum.
            if (Double.isFinite(output[group])) {
                output[group] += errors[group];
            }
        }
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return List.of(Node.of(new Take(groups, node.input(0).shape()), adjoint));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GroupSum that && groupCount == that.groupCount && groups.equals(that.groups);
    }

    @Override
    public int hashCode() {
        return 31 * groups.hashCode() + groupCount;
    }
}
