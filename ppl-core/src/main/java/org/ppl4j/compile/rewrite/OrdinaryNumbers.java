package org.ppl4j.compile.rewrite;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Maximum;
import org.ppl4j.graph.Minimum;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;

/**
 * Positive numbers that neither overflow nor vanish unless a parameter does: those that constraints make of single
 * coordinates, rates and shares, and sums of products of a few of them. An exponential that a model has of its own is none: it may be of
 * anything, and that of a square vanishes for any outlier.
 */
final class OrdinaryNumbers {

    /** Products of more factors may vanish though none of these is small: probabilities of long histories do. */
    private static final int MOST_FACTORS = 8;

    /** What is further down is not looked at. */
    private static final int DEEPEST = 100;

    private static final int NONE = MOST_FACTORS + 1;

    private final Map<Node, Integer> factors = new IdentityHashMap<>();
    private final Map<Node, Boolean> zeros = new IdentityHashMap<>();
    private int depth;

    /** Whether a node is an ordinary number. */
    boolean contains(Node x) {
        return factors(x) < NONE;
    }

    /** Whether an ordinary number is zero where numbers that are given are: those of a mask, or of counts. */
    boolean mayBeZero(Node x) {
        Boolean known = zeros.get(x);
        if (known == null) {
            known = newMayBeZero(x);
            zeros.put(x, known);
        }
        return known;
    }

    private boolean newMayBeZero(Node x) {
        Op op = x.op();
        if (Simplifier.isWithin(x, 0, Double.POSITIVE_INFINITY)) {
            return !Logarithms.isPositiveConstant(x);
        }
        if (isBounded(x, Maximum.class) || op instanceof Exp || isRest(x) || (op instanceof Sum && isOfShifted(x))) {
            return false;
        }
        if (op instanceof Divide || isBounded(x, Minimum.class)) {
            return mayBeZero(x.input(0));
        }
        return op instanceof Add
                ? mayBeZero(x.input(0)) && mayBeZero(x.input(1))
                : operands(x).stream().anyMatch(this::mayBeZero);
    }

    private static boolean isOfShifted(Node sum) {
        return ShiftedSums.isOfShifted(sum.input(0));
    }

    /** Whether terms of a sum are ordinary numbers, and products of parameters are among them. */
    boolean areProducts(Node... terms) {
        int most = 0;
        for (Node term : terms) {
            most = Math.max(most, factors(term));
        }
        return most > 1 && most < NONE;
    }

    /** Returns how many parameters the longest product has that a number is the sum of; {@link #NONE} if it is not ordinary. */
    private int factors(Node x) {
        Integer known = factors.get(x);
        if (known == null) {
            depth++;
            known = depth > DEEPEST ? NONE : Math.min(NONE, newFactors(x));
            depth--;
            factors.put(x, known);
        }
        return known;
    }

    private int newFactors(Node x) {
        Op op = x.op();
        if (Simplifier.isWithin(x, 0, Double.POSITIVE_INFINITY)) {
            return 0;
        }
        if (op instanceof Exp exp) {
            return exp.isOfCoordinate() ? 1 : NONE;
        }
        if (op instanceof Sum && isOfShifted(x)) {
            return 1;
        }
        if (isBounded(x, Minimum.class) && isBounded(x.input(0), Maximum.class)) {
            return 1;
        }
        if (isBounded(x, Minimum.class) || isBounded(x, Maximum.class)) {
            return factors(x.input(0));
        }
        if (isRest(x)) {
            return factors(x.input(1));
        }
        if (op instanceof Multiply || op instanceof Divide) {
            return factors(x.input(0)) + factors(x.input(1));
        }
        if (!(op instanceof Add || op instanceof Sum || isMoveOrChoice(op))) {
            return NONE;
        }
        int most = 0;
        for (Node input : operands(x)) {
            most = Math.max(most, factors(input));
        }
        return most;
    }

    /** Whether a number is what another one, that is known to be from zero to one, leaves of one. */
    static boolean isRest(Node x) {
        return x.op() instanceof Subtract && x.input(0).isConstant(1) && RangeRules.isFraction(x.input(1));
    }

    /** Whether a number is kept below, or above, one that is positive. */
    private static boolean isBounded(Node x, Class<? extends Op> bound) {
        return bound.isInstance(x.op()) && Logarithms.isPositiveConstant(x.input(1));
    }

    private static boolean isMoveOrChoice(Op op) {
        return op instanceof Broadcast
                || op instanceof Reshape
                || op instanceof Take
                || op instanceof Concatenate
                || op instanceof Select;
    }

    /** Returns the operands whose values a result may have; not the condition of a choice. */
    private static List<Node> operands(Node x) {
        return x.op() instanceof Select ? x.inputs().subList(1, 3) : x.inputs();
    }
}
