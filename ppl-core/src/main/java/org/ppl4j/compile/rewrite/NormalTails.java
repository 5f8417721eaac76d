package org.ppl4j.compile.rewrite;

import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.ErrorFunction;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NormalCdf;

/**
 * One plus or minus an error function, which has no digits left in a tail, as the distribution function of the normal, which
 * has them: {@code c + c erf(z)} is {@code 2 c} times that of the root of two times z.
 */
final class NormalTails {

    /** Within this of one is the root of two times the root of a half, as users round them. */
    private static final double ROUNDING = 4 * Math.ulp(1.0);

    private final Simplifier simplifier;

    NormalTails(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** A number times a node. */
    private record Multiple(double times, Node of) {}

    /** Returns a better form of a constant plus or minus something, or null. */
    @Nullable
    Node ofSum(Node constant, Node term, boolean subtracted) {
        Node scalar = Simplifier.scalarOf(constant);
        if (scalar == null || !Interner.isConstant(scalar)) {
            return null;
        }
        double weight = Interner.constantValue(scalar);
        Multiple multiple = multiple(term);
        if (Math.abs(multiple.times) != Math.abs(weight) || !(multiple.of.op() instanceof ErrorFunction)) {
            return null;
        }
        boolean upper = (multiple.times == weight) == subtracted;
        Node cdf = simplifier.make(new NormalCdf(), standard(multiple.of.input(0), upper));
        return simplifier.apply(new Multiply(), cdf, simplifier.constant(2 * weight));
    }

    /** Returns the root of two times a number, or its negative. */
    private Node standard(Node z, boolean negated) {
        Multiple multiple = multiple(z);
        double scale = Math.sqrt(2) * multiple.times;
        if (Math.abs(Math.abs(scale) - 1) <= ROUNDING) {
            scale = Math.signum(scale);
        }
        return simplifier.apply(new Multiply(), multiple.of, simplifier.constant(negated ? -scale : scale));
    }

    private static Multiple multiple(Node x) {
        if (x.op() instanceof Negate) {
            Multiple inner = multiple(x.input(0));
            return new Multiple(-inner.times, inner.of);
        }
        if (x.op() instanceof Multiply || x.op() instanceof Divide) {
            Node scalar = Simplifier.scalarOf(x.input(1));
            if (scalar != null && Interner.isConstant(scalar)) {
                double number = Interner.constantValue(scalar);
                return new Multiple(x.op() instanceof Multiply ? number : 1 / number, x.input(0));
            }
        }
        return new Multiple(1, x);
    }
}
