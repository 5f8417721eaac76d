package org.ppl4j.compile.rewrite;

import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.ErrorFunction;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NormalCdf;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.graph.Tanh;

/**
 * One plus or minus an error function or a hyperbolic tangent, which has no digits left in a tail, as a distribution function,
 * which has them: {@code c + c erf(z)} is {@code 2 c} times that of the normal of the root of two times z, and
 * {@code c + c tanh(z)} is {@code 2 c} times the logistic function of two times z.
 */
final class Tails {

    /** Within this of one is the root of two times the root of a half, as users round them. */
    private static final double ROUNDING = 4 * Math.ulp(1.0);

    private final Simplifier simplifier;

    Tails(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** A number times a node. */
    private record Multiple(double times, Node of) {}

    /** A number times a function of a node. */
    private record Scaled(double times, Op function, Node argument) {

        Scaled times(double more) {
            return new Scaled(times * more, function, argument);
        }
    }

    /** Returns a better form of a constant plus or minus something, or null. */
    @Nullable
    Node ofSum(Node constant, Node term, boolean subtracted) {
        Node scalar = Simplifier.scalarOf(constant);
        if (scalar == null || !Interner.isConstant(scalar)) {
            return null;
        }
        double weight = Interner.constantValue(scalar);
        Scaled scaled = scaled(term);
        if (scaled == null || Math.abs(scaled.times) != Math.abs(weight)) {
            return null;
        }
        boolean upper = (scaled.times == weight) == subtracted;
        Node probability = scaled.function instanceof Tanh
                ? simplifier.make(new Sigmoid(), times(scaled.argument, upper ? -2 : 2))
                : simplifier.make(new NormalCdf(), standard(scaled.argument, upper));
        return times(probability, 2 * weight);
    }

    /** Returns what a node is a multiple of, which may be elements of it, if that is a function with tails; else null. */
    private @Nullable Scaled scaled(Node x) {
        if (x.op() instanceof ErrorFunction || x.op() instanceof Tanh) {
            return new Scaled(1, x.op(), x.input(0));
        }
        if (Access.isView(x)) {
            Scaled inner = scaled(x.input(0));
            return inner == null
                    ? null
                    : new Scaled(inner.times, inner.function, simplifier.make(x.op(), inner.argument));
        }
        Multiple multiple = multiple(x);
        Scaled inner = multiple.of == x ? null : scaled(multiple.of);
        return inner == null ? null : inner.times(multiple.times);
    }

    private Node times(Node x, double number) {
        return simplifier.apply(new Multiply(), x, simplifier.constant(number));
    }

    /** Returns the root of two times a number, or its negative. */
    private Node standard(Node z, boolean negated) {
        Multiple multiple = multiple(z);
        double scale = Math.sqrt(2) * multiple.times;
        if (Math.abs(Math.abs(scale) - 1) <= ROUNDING) {
            scale = Math.signum(scale);
        }
        return times(multiple.of, negated ? -scale : scale);
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
