package org.ppl4j.graph;

import org.ppl4j.math.Special;

/** The log-gamma function at x + 1/2 minus that at x, without cancellation for large x. */
public record LogGammaHalfDifference() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Special.logGammaHalfDifference(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Special.class, "logGammaHalfDifference", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.apply(new DigammaHalfDifference(), x);
    }
}
