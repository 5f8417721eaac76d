package org.ppl4j.compile.rewrite;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.EqualTo;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Expm1;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Log1mExp;
import org.ppl4j.graph.Log1p;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.MatrixMultiply;
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

/**
 * Logarithms of what is built from exponentials, taken without computing these: they may overflow, or vanish, where the
 * logarithm is an ordinary number.
 */
final class Logarithms {

    /** Numbers that are further down are left as they are. */
    private static final int DEEPEST = 100;

    private final Simplifier simplifier;
    private final LogDifferences differences;
    private final OrdinaryNumbers ordinary = new OrdinaryNumbers();
    private final Map<Node, Optional<Node>> found = new IdentityHashMap<>();
    private int depth;

    Logarithms(Simplifier simplifier) {
        this.simplifier = simplifier;
        this.differences = new LogDifferences(simplifier, this);
    }

    /** Returns the logarithm of any number, or null where no better form than the plain one is known. */
    @Nullable
    Node ofAny(Node x) {
        Op op = x.op();
        if (op instanceof Multiply || op instanceof Divide) {
            Node logA = of(x.input(0));
            Node logB = of(x.input(1));
            if (logA == null && logB == null) {
                return ofMultiple(op, x.input(0), x.input(1));
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
        if (op instanceof MatrixMultiply) {
            return ofProduct(x);
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
        if (OrdinaryNumbers.isRest(x)) {
            return ofDifference(x.input(0), x.input(1));
        }
        Node complement = op instanceof Negate && x.input(0).op() instanceof Expm1
                ? x.input(0).input(0)
                : null;
        if (complement != null && RangeRules.isNotPositive(complement)) {
            return make(new Log1mExp(), complement);
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
        // where a choice is zero, nothing vanishes that is not meant to
        if (op instanceof Select && ZeroMask.of(x) == null) {
            return of(x.input(1)) == null && of(x.input(2)) == null
                    ? null
                    : ofChoice(x.input(0), known(x.input(1)), known(x.input(2)));
        }
        if (op instanceof MatrixMultiply) {
            return RangeRules.isNotNegative(x.input(0)) && RangeRules.isNotNegative(x.input(1)) ? ofProduct(x) : null;
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
        return logarithm == null && ordinary.contains(x) ? ofOrdinary(x) : logarithm;
    }

    /** Returns the logarithm of an ordinary number; of a zero, which adds nothing to a sum, without a derivative. */
    private Node ofOrdinary(Node x) {
        Node logarithm = make(new Log(), x);
        if (Simplifier.isConstant(x) || !ordinary.mayBeZero(x)) {
            return logarithm;
        }
        Node zero = make(new Broadcast(x.shape()), simplifier.constant(0));
        Node none = make(new Broadcast(x.shape()), simplifier.constant(Double.NEGATIVE_INFINITY));
        return make(new Select(), make(new EqualTo(), x, zero), none, logarithm);
    }

    static boolean isPositiveConstant(Node x) {
        return Simplifier.isWithin(x, Double.MIN_VALUE, Double.POSITIVE_INFINITY);
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
        if (logA != null && ShiftedSums.isShifted(logA)) {
            return null;
        }
        return logA != null && b.isConstant(1) ? make(new Softplus(), logA) : together(new LogAddExp(), a, b);
    }

    private @Nullable Node ofDifference(Node a, Node b) {
        Node closed = a.isConstant(1) ? differences.ofComplement(b) : differences.of(a, b);
        if (closed != null) {
            return closed;
        }
        Node logA = known(a);
        Node logB = of(b);
        if (logA == null || logB == null) {
            return a.isConstant(1) ? make(new Log1p(), minus(b)) : null;
        }
        return make(new Add(), logA, make(new Log1mExp(), make(new Subtract(), logB, logA)));
    }

    /** Returns the logarithm of one minus a number, if that needs none of the number itself; else null. */
    @Nullable
    Node ofComplement(Node x) {
        return differences.ofComplement(x);
    }

    /** Returns the logarithm of a constant times, or divided by, a number that may be of either sign, as the constant is. */
    private @Nullable Node ofMultiple(Op op, Node x, Node constant) {
        Node opposite = Simplifier.isConstant(constant) ? minus(constant) : constant;
        boolean isNegative = isPositiveConstant(opposite);
        if (!isNegative && !isPositiveConstant(constant)) {
            return null;
        }
        Node logarithm = ofAny(isNegative ? minus(x) : x);
        Node scale = make(new Log(), isNegative ? opposite : constant);
        return logarithm == null ? null : make(op instanceof Multiply ? new Add() : new Subtract(), logarithm, scale);
    }

    /** Returns the logarithm of a sum over axes. */
    private @Nullable Node ofSum(Sum sum, Node terms) {
        Node logarithm = isPlain(terms) ? null : of(terms);
        return logarithm == null ? null : new ShiftedSums(simplifier).logarithm(sum, logarithm);
    }

    /** Returns the logarithm of a product of matrices, the elements of which are sums. */
    private @Nullable Node ofProduct(Node product) {
        return new ShiftedSums(simplifier)
                .logarithm(product, ofExponentials(product.input(0)), ofExponentials(product.input(1)));
    }

    /** Returns the logarithms of what may overflow or vanish; null if they are not known. */
    @Nullable
    Node ofExponentials(Node x) {
        return ordinary.contains(x) ? null : of(x);
    }
}
