package org.ppl4j.compile.rewrite;

import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.EqualTo;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.LessOrEqual;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Log1mExp;
import org.ppl4j.graph.Log1pOfFraction;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NormalLogCdf;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Softplus;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Tanh;

/** Logarithms of differences of two functions whose values may be so near to each other that nothing is left between. */
final class LogDifferences {

    private final Simplifier simplifier;
    private final Logarithms logarithms;
    private final Opposites opposites;

    LogDifferences(Simplifier simplifier, Logarithms logarithms) {
        this.simplifier = simplifier;
        this.logarithms = logarithms;
        this.opposites = new Opposites(simplifier);
    }

    /** Returns the logarithm of one minus a number, or null if no form is known that needs no logarithm of the number. */
    @Nullable
    Node ofComplement(Node x) {
        Node logit = opposites.logit(x);
        if (logit != null) {
            return minus(make(new Softplus(), logit));
        }
        Node quantile = opposites.quantile(x);
        if (quantile != null) {
            return make(new NormalLogCdf(), minus(quantile));
        }
        Node squared = ofTangent(x, true);
        return squared == null ? ofRest(x) : squaredSecant(squared, x);
    }

    /** Returns the logarithm of what a share {@code part / (part + rest)} leaves of one; null if a number is no such share. */
    private @Nullable Node ofRest(Node share) {
        if (Access.isView(share)) {
            Node inner = ofRest(share.input(0));
            return inner == null ? null : make(share.op(), inner);
        }
        if (share.op() instanceof Divide) {
            return ofRest(share.input(0), share.input(1));
        }
        for (int side = 0; side < 2 && share.op() instanceof Multiply; side++) {
            Node reciprocal = share.input(side);
            if (reciprocal.op() instanceof Divide && reciprocal.input(0).isConstant(1)) {
                return ofRest(share.input(1 - side), reciprocal.input(1));
            }
        }
        return null;
    }

    private @Nullable Node ofRest(Node part, Node whole) {
        boolean isFirst = whole.inputs().size() == 2 && whole.input(0) == part;
        boolean isTerm = whole.op() instanceof Add && (isFirst || whole.input(1) == part);
        Node logRest = isTerm ? logarithms.ofExponentials(whole.input(isFirst ? 1 : 0)) : null;
        if (logRest == null || !RangeRules.isPositive(part)) {
            return null;
        }
        return minus(make(new Softplus(), make(new Subtract(), make(new Log(), part), logRest)));
    }

    /** Returns the logarithm of a difference of two probabilities of one kind, or null if it is none. */
    @Nullable
    Node of(Node a, Node b) {
        Node logitA = opposites.logit(a);
        Node logitB = opposites.logit(b);
        if (logitA != null && logitB != null) {
            return betweenLogistic(logitA, logitB);
        }
        Node quantileA = opposites.quantile(a);
        Node quantileB = opposites.quantile(b);
        return quantileA == null || quantileB == null ? null : betweenNormal(quantileA, quantileB);
    }

    /** Uses that sigmoid(a) - sigmoid(b) is sigmoid(a) sigmoid(-b) (1 - exp(b - a)). */
    private Node betweenLogistic(Node a, Node b) {
        Node outside = make(new Add(), make(new Softplus(), minus(a)), make(new Softplus(), b));
        return make(new Subtract(), ofRatio(b, a), outside);
    }

    /** Takes the difference in the lower tail, where the function has its digits. */
    private Node betweenNormal(Node a, Node b) {
        Node isUpper = simplifier.apply(new LessThan(), simplifier.constant(0), b);
        Node logA = make(new NormalLogCdf(), make(new Select(), isUpper, minus(b), a));
        Node logB = make(new NormalLogCdf(), make(new Select(), isUpper, minus(a), b));
        return make(new Add(), logA, ofRatio(logB, logA));
    }

    /** Returns log(1 - exp(a - b)), where two equal infinities are no different. */
    private Node ofRatio(Node a, Node b) {
        Node difference = make(new Subtract(), a, b);
        Node isNumber = make(new EqualTo(), difference, difference);
        return make(new Log1mExp(), simplifier.apply(new Select(), isNumber, difference, simplifier.constant(0)));
    }

    /** Returns what the hyperbolic tangent, or its square, is taken of; null if a node is none. */
    private @Nullable Node ofTangent(Node x, boolean squared) {
        if (Access.isView(x)) {
            Node inner = ofTangent(x.input(0), squared);
            return inner == null ? null : make(x.op(), inner);
        }
        if (squared) {
            boolean isSquare = x.op() instanceof Multiply && x.input(0) == x.input(1);
            return isSquare ? ofTangent(x.input(0), false) : null;
        }
        return x.op() instanceof Tanh ? x.input(0) : null;
    }

    /**
     * Returns log(1 - t²) of the tangent t of x: far from zero {@code 2 (log(2) - |x| - log(1 + exp(-2|x|)))}, which near zero,
     * where nothing cancels in t²/(1 - t²), would be a small difference of large terms.
     */
    private Node squaredSecant(Node x, Node square) {
        Node distance = make(new Absolute(), x);
        Node log2 = make(new Log(), simplifier.constant(2));
        Node tail = make(new Log1pOfFraction(), make(new Exp(), times(distance, -2)));
        Node far = times(make(new Subtract(), simplifier.apply(new Subtract(), log2, distance), tail), 2);
        Node rest = simplifier.apply(new Subtract(), simplifier.constant(1), square);
        Node near = minus(make(new Log1pOfFraction(), make(new Divide(), square, rest)));
        Node isNear = simplifier.apply(new LessOrEqual(), square, simplifier.constant(0.5));
        return make(new Select(), isNear, near, far);
    }

    private Node times(Node x, double number) {
        return simplifier.apply(new Multiply(), x, simplifier.constant(number));
    }

    private Node minus(Node x) {
        return make(new Negate(), x);
    }

    private Node make(Op op, Node... inputs) {
        return simplifier.make(op, inputs);
    }
}
