package org.ppl4j.graph;

import org.ppl4j.math.Special;

/** The logarithm of the distribution function of the standard normal, accurate in both tails. */
public record NormalLogCdf() implements UnaryOp {

    @Override
    public double apply(double x) {
        return Special.normalLogCdf(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Special.class, "normalLogCdf", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.apply(new NormalLogCdfDerivative(), x);
    }
}
