package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/** One minus the logistic function, which is that of the negative, from the same exponential as the function itself. */
public record SigmoidComplement() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Elementary.sigmoidComplement(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "sigmoidComplement", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.negate(Nodes.multiply(y, Nodes.sigmoid(x)));
    }
}
