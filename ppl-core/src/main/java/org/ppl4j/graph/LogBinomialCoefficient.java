package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.Special;

/** The logarithm of the number of ways to choose the second operand from the first, continued to real numbers. */
public record LogBinomialCoefficient() implements BinaryOp {

    @Override
    public double apply(double a, double b) {
        return Special.logBinomialCoefficient(a, b);
    }

    @Override
    public void emit(Code code) {
        code.call(Special.class, "logBinomialCoefficient", 2);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node a = node.input(0);
        Node b = node.input(1);
        Node one = Nodes.constant(1);
        Node ofRest = Nodes.apply(new Digamma(), Nodes.add(Nodes.subtract(a, b), one));
        Node ofAll = Nodes.apply(new Digamma(), Nodes.add(a, one));
        Node ofChosen = Nodes.apply(new Digamma(), Nodes.add(b, one));
        return List.of(
                Nodes.multiply(adjoint, Nodes.subtract(ofAll, ofRest)),
                Nodes.multiply(adjoint, Nodes.subtract(ofRest, ofChosen)));
    }
}
