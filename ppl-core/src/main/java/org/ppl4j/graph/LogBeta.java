package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.Special;

/** The logarithm of the beta function of two positive operands, without cancellation if one is large. */
public record LogBeta() implements BinaryOp {

    @Override
    public double apply(double a, double b) {
        return Special.logBeta(a, b);
    }

    @Override
    public void emit(Code code) {
        code.call(Special.class, "logBeta", 2);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node a = node.input(0);
        Node b = node.input(1);
        Node ofSum = Nodes.apply(new Digamma(), Nodes.add(a, b));
        return List.of(
                Nodes.multiply(adjoint, Nodes.subtract(Nodes.apply(new Digamma(), a), ofSum)),
                Nodes.multiply(adjoint, Nodes.subtract(Nodes.apply(new Digamma(), b), ofSum)));
    }
}
