package org.ppl4j.graph;

import org.ppl4j.math.Special;

/** The digamma function at x + 1/2 minus that at x, without cancellation for large x. */
public record DigammaHalfDifference() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Special.digammaHalfDifference(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Special.class, "digammaHalfDifference", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.subtract(
                Nodes.apply(new Trigamma(), Nodes.add(x, Nodes.constant(0.5))), Nodes.apply(new Trigamma(), x));
    }
}
