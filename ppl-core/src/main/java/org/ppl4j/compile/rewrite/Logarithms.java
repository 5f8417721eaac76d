package org.ppl4j.compile.rewrite;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Detached;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Expm1;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Log1mExp;
import org.ppl4j.graph.Log1p;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.Maximum;
import org.ppl4j.graph.MaximumOver;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NormalCdf;
import org.ppl4j.graph.NormalLogCdf;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Power;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.graph.Softplus;
import org.ppl4j.graph.SquareRoot;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Tanh;

/**
 * Logarithms of what is built from exponentials, taken without computing these: they may overflow, or vanish, where the
 * logarithm is an ordinary number.
 */
final class Logarithms {

    /** Numbers that are further down are left as they are. */
    private static final int DEEPEST = 100;

    private final Simplifier simplifier;
    private final OrdinaryNumbers ordinary = new OrdinaryNumbers();
    private final Map<Node, Optional<Node>> found = new IdentityHashMap<>();
    private int depth;

    Logarithms(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** Returns the logarithm of any number, or null where no better form than the plain one is known. */
    @Nullable
    Node ofAny(Node x) {
        Op op = x.op();
        if (op instanceof Multiply || op instanceof Divide) {
            Node logA = of(x.input(0));
            Node logB = of(x.input(1));
            if (logA == null && logB == null) {
                return null;
            }
            // One factor is positive: so must the other be, or there is no logarithm in any form.
            return make(
                    op instanceof Multiply ? new Add() : new Subtract(),
                    logA == null ? make(new Log(), x.input(0)) : logA,
                    logB == null ? make(new Log(), x.input(1)) : logB);
        }
        if (op instanceof Subtract) {
            return ofDifference(x.input(0), x.input(1));
        }
        if (op instanceof Add) {
            return ofSum(x.input(0), x.input(1));
        }
        if (op instanceof Negate && x.input(0).op() instanceof Expm1) {
            return make(new Log1mExp(), x.input(0).input(0));
        }
        if (op instanceof Expm1) {
            return make(new Add(), x.input(0), make(new Log1mExp(), minus(x.input(0))));
        }
        return of(x);
    }

    /** Returns the logarithm of what is known to be positive, or null where no better form than the plain one is known. */
    @Nullable
    Node of(Node x) {
        Optional<Node> known = found.get(x);
        if (known == null) {
            depth++;
            known = depth > DEEPEST ? Optional.empty() : Optional.ofNullable(ofPositive(x));
            depth--;
            found.put(x, known);
        }
        return known.orElse(null);
    }

    private @Nullable Node ofPositive(Node positive) {
        Node x = Sigmoid.unbounded(positive);
        Op op = x.op();
        if (op instanceof Exp) {
            return x.input(0);
        }
        if (op instanceof Sigmoid) {
            return minus(make(new Softplus(), minus(x.input(0))));
        }
        if (op instanceof NormalCdf) {
            return make(new NormalLogCdf(), x.input(0));
        }
        if (op instanceof Multiply || op instanceof Divide) {
            return together(op instanceof Multiply ? new Add() : new Subtract(), x.input(0), x.input(1));
        }
        if (op instanceof Add) {
            return ofPositiveSum(x.input(0), x.input(1));
        }
        if (op instanceof SquareRoot) {
            Node inside = of(x.input(0));
            return inside == null ? null : simplifier.apply(new Multiply(), inside, simplifier.constant(0.5));
        }
        if (op instanceof Power) {
            Node base = of(x.input(0));
            return base == null ? null : make(new Multiply(), base, x.input(1));
        }
        if (op instanceof Broadcast || op instanceof Reshape || op instanceof Take) {
            Node before = of(x.input(0));
            return before == null ? null : make(op, before);
        }
        if (op instanceof Select) {
            return of(x.input(1)) == null && of(x.input(2)) == null
                    ? null
                    : ofChoice(x.input(0), known(x.input(1)), known(x.input(2)));
        }
        return op instanceof Sum sum ? ofSum(sum, x.input(0)) : null;
    }

    /** Returns the logarithm of the quotient of two positive numbers, or null if none is known. */
    @Nullable
    Node ofQuotient(Node a, Node b) {
        return together(new Subtract(), a, b);
    }

    Node make(Op op, Node... inputs) {
        return simplifier.make(op, inputs);
    }

    private Node minus(Node x) {
        return make(new Negate(), x);
    }

    /** Returns the logarithm of what is known to be positive, a constant's and an ordinary number's too, or null. */
    private @Nullable Node known(Node x) {
        Node logarithm = isPositiveConstant(x) ? null : of(x);
        return logarithm == null && ordinary.contains(x) ? make(new Log(), x) : logarithm;
    }

    static boolean isPositiveConstant(Node x) {
        Node constant = x.op() instanceof Broadcast ? x.input(0) : x;
        return Interner.isWithin(constant, Double.MIN_VALUE, Double.POSITIVE_INFINITY);
    }

    private @Nullable Node ofChoice(Node condition, @Nullable Node ifTrue, @Nullable Node ifFalse) {
        return ifTrue == null || ifFalse == null ? null : make(new Select(), condition, ifTrue, ifFalse);
    }

    /** Combines the logarithms of two positive numbers, at least one of which has a better form than the plain one. */
    private @Nullable Node together(Op combination, Node a, Node b) {
        if (of(a) == null && of(b) == null) {
            return null;
        }
        Node logA = known(a);
        Node logB = known(b);
        return logA == null || logB == null ? null : make(combination, logA, logB);
    }

    private @Nullable Node ofSum(Node a, Node b) {
        if (a.op() instanceof Tanh && b.isConstant(1)) {
            return onePlusTanh(a.input(0));
        }
        return isPositiveConstant(make(new Negate(), b)) ? ofDifference(a, make(new Negate(), b)) : ofPositiveSum(a, b);
    }

    /** Whether a sum is one of products of parameters, of which the plain logarithm is good, and one for each term dear. */
    boolean isPlain(Node... terms) {
        return ordinary.areProducts(terms);
    }

    private @Nullable Node ofPositiveSum(Node a, Node b) {
        if (!b.isConstant(1) && isPlain(a, b)) {
            return null;
        }
        Node logA = of(a);
        if (logA != null && isShifted(logA)) {
            return null;
        }
        return logA != null && b.isConstant(1) ? make(new Softplus(), logA) : together(new LogAddExp(), a, b);
    }

    /** Returns log(1 + tanh(x)), which is log(2) + log(sigmoid(2x)). */
    private Node onePlusTanh(Node x) {
        Node twice = simplifier.apply(new Multiply(), x, simplifier.constant(-2));
        return simplifier.apply(new Subtract(), make(new Log(), simplifier.constant(2)), make(new Softplus(), twice));
    }

    private @Nullable Node ofDifference(Node a, Node b) {
        if (a.isConstant(1) && b.op() instanceof Tanh) {
            return onePlusTanh(minus(b.input(0)));
        }
        if (a.isConstant(1) && Sigmoid.unbounded(b) != b) {
            return make(new Log1p(), minus(b));
        }
        Node logA = known(a);
        Node logB = of(b);
        if (logA == null || logB == null) {
            return a.isConstant(1) ? make(new Log1p(), minus(b)) : null;
        }
        return make(new Add(), logA, make(new Log1mExp(), make(new Subtract(), logB, logA)));
    }

    /** Returns the logarithm of a sum over axes, each term divided by the greatest. */
    private @Nullable Node ofSum(Sum sum, Node terms) {
        Node logarithm = isPlain(terms) ? null : of(terms);
        if (logarithm == null || isShifted(logarithm)) {
            return null;
        }
        Node largest = make(new Detached(), make(new MaximumOver(sum.axes()), logarithm));
        Node isFinite = simplifier.apply(
                new LessThan(), make(new Absolute(), largest), simplifier.constant(Double.POSITIVE_INFINITY));
        Node shift = simplifier.apply(new Select(), isFinite, largest, simplifier.constant(0));
        Node spread = simplifier.spread(shift, sum.axes(), terms.shape());
        Node scaled = make(sum, make(new Exp(), make(new Subtract(), logarithm, spread)));
        // as in Nodes.logSumExp: a sum that vanishes has a logarithm, but one without derivatives
        Node vanished = simplifier.apply(new Select(), isFinite, simplifier.constant(0), simplifier.constant(1));
        return make(new Add(), make(new Log(), make(new Add(), scaled, vanished)), largest);
    }

    /** Whether the greatest element, or zero if that is infinite, was subtracted already. */
    private static boolean isShifted(Node x) {
        if (x.op() instanceof Negate && x.input(0).op() instanceof Add) {
            return isGreatest(x.input(0).input(0)) || isGreatest(x.input(0).input(1));
        }
        return x.op() instanceof Subtract && isGreatest(x.input(1));
    }

    /** Whether a node is a greatest element that is subtracted before exponentials are taken. */
    static boolean isGreatest(Node x) {
        if (x.op() instanceof Broadcast
                || x.op() instanceof Reshape
                || x.op() instanceof Take
                || x.op() instanceof Detached) {
            return isGreatest(x.input(0));
        }
        if (x.op() instanceof Select && x.input(2).isConstant(0)) {
            return x.input(1).op() instanceof Maximum || isGreatest(x.input(1));
        }
        return x.op() instanceof MaximumOver;
    }
}
