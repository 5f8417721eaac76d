package org.ppl4j.compile.rewrite;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Power;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.SquareRoot;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.UnaryOp;

/** Neutral elements, signs moved outward, constants gathered, and powers with simple exponents. */
public final class ArithmeticRules implements Rule {

    private static final int LARGEST_JOINED = 32;

    @Override
    public @Nullable Node rewrite(Op op, List<Node> inputs, Simplifier simplifier) {
        if (op instanceof Add) {
            return add(inputs.get(0), inputs.get(1), simplifier);
        }
        if (op instanceof Subtract) {
            return subtract(inputs.get(0), inputs.get(1), simplifier);
        }
        if (op instanceof Multiply) {
            return multiply(inputs.get(0), inputs.get(1), simplifier);
        }
        if (op instanceof Divide) {
            return divide(inputs.get(0), inputs.get(1), simplifier);
        }
        if (op instanceof Negate) {
            return negate(inputs.get(0), simplifier);
        }
        if (op instanceof Power) {
            return power(inputs.get(0), inputs.get(1), simplifier);
        }
        if (op instanceof Select) {
            return select(inputs.get(0), inputs.get(1), inputs.get(2), simplifier);
        }
        return null;
    }

    private static @Nullable Node add(Node a, Node b, Simplifier simplifier) {
        if (b.isConstant(0)) {
            return a;
        }
        if (a == b) {
            return simplifier.apply(new Multiply(), a, simplifier.constant(2));
        }
        if (b.op() instanceof Negate) {
            return simplifier.make(new Subtract(), a, b.input(0));
        }
        if (a.op() instanceof Negate) {
            return simplifier.make(new Subtract(), b, a.input(0));
        }
        if (endsInConstant(a) && Simplifier.isConstant(b)) {
            return simplifier.make(new Add(), a.input(0), simplifier.make(new Add(), a.input(1), b));
        }
        if (haveCondition(a, b)) {
            return ofSelections(new Add(), a, b, simplifier);
        }
        if (endsInConstant(a) && endsInConstant(b)) {
            Node rest = simplifier.make(new Add(), a.input(0), b.input(0));
            return simplifier.make(new Add(), rest, simplifier.make(new Add(), a.input(1), b.input(1)));
        }
        return null;
    }

    /** Whether two values are selected by one condition, and for either outcome one of them is zero. */
    private static boolean haveCondition(Node a, Node b) {
        return a.op() instanceof Select
                && b.op() instanceof Select
                && a.input(0) == b.input(0)
                && (a.input(1).isConstant(0) || b.input(1).isConstant(0))
                && (a.input(2).isConstant(0) || b.input(2).isConstant(0));
    }

    private static Node ofSelections(ElementwiseOp op, Node a, Node b, Simplifier simplifier) {
        Node ifTrue = simplifier.make(op, a.input(1), b.input(1));
        return simplifier.make(new Select(), a.input(0), ifTrue, simplifier.make(op, a.input(2), b.input(2)));
    }

    /** Whether a constant is added to something else: two constants that are too large to be folded could be moved for ever. */
    private static boolean endsInConstant(Node sum) {
        return sum.op() instanceof Add && Simplifier.isConstant(sum.input(1)) && !Simplifier.isConstant(sum.input(0));
    }

    private static @Nullable Node subtract(Node a, Node b, Simplifier simplifier) {
        if (a.isConstant(0)) {
            return simplifier.make(new Negate(), b);
        }
        if (b.op() instanceof Negate) {
            return simplifier.make(new Add(), a, b.input(0));
        }
        if (Simplifier.isFolded(b)) {
            return simplifier.make(new Add(), a, simplifier.make(new Negate(), b));
        }
        if (a.op() instanceof Negate) {
            return simplifier.make(new Negate(), simplifier.make(new Add(), a.input(0), b));
        }
        Node product = addedTo(b, a);
        if (product != null) {
            return product;
        }
        if (haveCondition(a, b)) {
            return ofSelections(new Subtract(), a, b, simplifier);
        }
        return null;
    }

    /** Returns the product that a sum adds to a term: standard values are not computed back from values that were shifted. */
    private static @Nullable Node addedTo(Node term, Node sum) {
        if (!(sum.op() instanceof Add)) {
            return null;
        }
        Node other = sum.input(sum.input(0) == term ? 1 : 0);
        boolean isAdded = sum.input(0) == term || sum.input(1) == term;
        return isAdded && other.op() instanceof Multiply ? other : null;
    }

    private static @Nullable Node multiply(Node a, Node b, Simplifier simplifier) {
        if (b.isConstant(1)) {
            return a;
        }
        if (b.isConstant(-1)) {
            return simplifier.make(new Negate(), a);
        }
        if (a.op() instanceof Negate && Simplifier.isFolded(b)) {
            return simplifier.make(new Multiply(), a.input(0), simplifier.make(new Negate(), b));
        }
        if (a.op() instanceof Negate) {
            return simplifier.make(new Negate(), simplifier.make(new Multiply(), a.input(0), b));
        }
        if (b.op() instanceof Negate) {
            return simplifier.make(new Negate(), simplifier.make(new Multiply(), a, b.input(0)));
        }
        if (a.op() instanceof Multiply && !Simplifier.isConstant(a.input(0)) && mayJoin(a.input(1), b)) {
            return simplifier.make(new Multiply(), a.input(0), simplifier.make(new Multiply(), a.input(1), b));
        }
        return null;
    }

    /** Whether two factors are better multiplied before: not if the product would be one more large array. */
    private static boolean mayJoin(Node a, Node b) {
        return Simplifier.isConstant(a)
                && Simplifier.isConstant(b)
                && (a.size() <= LARGEST_JOINED || Simplifier.scalarOf(a) != null || Simplifier.scalarOf(b) != null);
    }

    private static @Nullable Node divide(Node a, Node b, Simplifier simplifier) {
        if (b.isConstant(1)) {
            return a;
        }
        if (b.op() instanceof Broadcast && b.input(0).size() < b.size() && !ShiftedSums.isShare(a, b)) {
            Node one = simplifier.make(new Broadcast(b.input(0).shape()), simplifier.constant(1));
            Node reciprocal = simplifier.make(new Divide(), one, b.input(0));
            return simplifier.make(new Multiply(), a, simplifier.make(new Broadcast(b.shape()), reciprocal));
        }
        if (a.op() instanceof Negate) {
            return simplifier.make(new Negate(), simplifier.make(new Divide(), a.input(0), b));
        }
        if (b.op() instanceof Negate) {
            return simplifier.make(new Negate(), simplifier.make(new Divide(), a, b.input(0)));
        }
        return null;
    }

    private static @Nullable Node negate(Node x, Simplifier simplifier) {
        if (x.op() instanceof Negate) {
            return x.input(0);
        }
        if (x.op() instanceof Subtract) {
            return simplifier.make(new Subtract(), x.input(1), x.input(0));
        }
        if (x.op() instanceof Multiply && Simplifier.isFolded(x.input(1))) {
            return simplifier.make(new Multiply(), x.input(0), simplifier.make(new Negate(), x.input(1)));
        }
        return null;
    }

    private static @Nullable Node power(Node base, Node exponent, Simplifier simplifier) {
        if (exponent.isConstant(1)) {
            return base;
        }
        if (exponent.isConstant(2)) {
            return simplifier.make(new Multiply(), base, base);
        }
        if (exponent.isConstant(3)) {
            return simplifier.make(new Multiply(), simplifier.make(new Multiply(), base, base), base);
        }
        if (exponent.isConstant(0.5)) {
            return simplifier.make(new SquareRoot(), base);
        }
        if (exponent.isConstant(-1)) {
            return simplifier.apply(new Divide(), simplifier.constant(1), base);
        }
        if (exponent.isConstant(0)) {
            return simplifier.make(new Broadcast(base.shape()), simplifier.constant(1));
        }
        if (isPositive(base) && !Simplifier.isConstant(exponent)) {
            // The logarithm is one of data; the exponential takes a fifth of the time of a power of two numbers.
            return simplifier.make(
                    new Exp(), simplifier.make(new Multiply(), exponent, simplifier.make(new Log(), base)));
        }
        return null;
    }

    private static boolean isPositive(Node base) {
        return Simplifier.isWithin(base, Double.MIN_VALUE, Double.MAX_VALUE);
    }

    private static boolean neverHolds(Node condition) {
        if (!Interner.isConstant(condition)) {
            return false;
        }
        for (double element : Objects.requireNonNull(condition.cachedValue())) {
            if (element != 0) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Node select(Node condition, Node ifTrue, Node ifFalse, Simplifier simplifier) {
        if (ifTrue == ifFalse) {
            return ifTrue;
        }
        if (condition.isConstant(1)) {
            return ifTrue;
        }
        if (condition.isConstant(0) || neverHolds(condition)) {
            return ifFalse;
        }
        boolean signOfData = simplifier.interner().dependsOnVariables(ifFalse)
                && !simplifier.interner().dependsOnVariables(condition);
        if (signOfData && ifTrue == simplifier.make(new Negate(), ifFalse)) {
            Node one = simplifier.make(new Broadcast(ifFalse.shape()), simplifier.constant(1));
            Node signs = simplifier.make(new Select(), condition, simplifier.make(new Negate(), one), one);
            return simplifier.make(new Multiply(), ifFalse, signs);
        }
        if (ifTrue.op() instanceof UnaryOp op && Operations.isSame(op, ifFalse.op())) {
            return simplifier.make(op, simplifier.make(new Select(), condition, ifTrue.input(0), ifFalse.input(0)));
        }
        return null;
    }
}
