package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.CholeskyDecomposition;

/**
 * The adjoint of a symmetric positive-definite matrix A, given A, its Cholesky factor and the adjoint of its
 * {@link LogDeterminant}: what a change of an element of the lower triangle changes. If also a matrix and a number are
 * given, as to a {@link QuadraticFormAdjoint}, that is added: for the density of normal vectors the two come together.
 */
public record LogDeterminantAdjoint() implements ScratchOp {

    @Override
    public Shape shape(List<Shape> inputs) {
        Matrices.requireFactor(inputs);
        if (inputs.size() == 5) {
            new QuadraticFormAdjoint().shape(List.of(inputs.get(0), inputs.get(3), inputs.get(4)));
        }
        return inputs.get(0);
    }

    @Override
    public Shape scratch(Node node) {
        return Matrices.scratch(node.input(1).shape().dimension(0));
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output, double[][] scratch) {
        boolean withForm = inputs.length == 5;
        CholeskyDecomposition.determinantAdjoint(
                inputs[1],
                node.input(1).shape().dimension(0),
                inputs[2][0],
                inputs[withForm ? 3 : 2],
                withForm ? node.input(3).shape().dimension(1) : 0,
                withForm ? inputs[4][0] : 0,
                output,
                Matrices.isPacked(node.shape()),
                scratch);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node weighted = Nodes.multiply(adjoint, Matrices.lower(adjoint.shape(), 2, 1));
        Node inverse = Node.of(new SymmetricInverse(), node.input(0), node.input(1));
        List<@Nullable Node> result =
                new ArrayList<>(inverse.op().vectorJacobianProduct(inverse, Nodes.multiply(weighted, node.input(2))));
        result.add(Nodes.sum(Nodes.multiply(weighted, inverse)));
        if (node.inputs().size() == 5) {
            Node form = Node.of(new QuadraticFormAdjoint(), node.input(0), node.input(3), node.input(4));
            List<@Nullable Node> ofForm = form.op().vectorJacobianProduct(form, adjoint);
            result.addAll(ofForm.subList(1, 3));
        }
        return result;
    }
}
