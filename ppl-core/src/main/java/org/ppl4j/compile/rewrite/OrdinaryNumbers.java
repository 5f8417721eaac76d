package org.ppl4j.compile.rewrite;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Log1pOfFraction;
import org.ppl4j.graph.Maximum;
import org.ppl4j.graph.Minimum;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.graph.Softplus;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Variable;

/**
 * Positive numbers that neither overflow nor vanish unless a parameter does: those that constraints make of single
 * coordinates, such as rates and shares, and sums of products of a few of them. An exponential of what data, or products of
 * parameters, are in is none: that of a square vanishes for any outlier.
 */
final class OrdinaryNumbers {

    /** Products of more factors may vanish though none of these is small: probabilities of long histories do. */
    private static final int MOST_FACTORS = 8;

    /** Greater data in an exponent, such as an outcome that a location is subtracted from, may make it vanish. */
    private static final double LARGEST = 30;

    /** What is further down is not looked at. */
    private static final int DEEPEST = 100;

    private static final int NONE = MOST_FACTORS + 1;

    private final Map<Node, Integer> factors = new IdentityHashMap<>();
    private final Map<Node, Boolean> exponents = new IdentityHashMap<>();
    private int depth;

    /** Whether a node is an ordinary number. */
    boolean contains(Node x) {
        return factors(x) < NONE;
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
            known = depth > DEEPEST ? NONE : Math.min(NONE, newFactors(Sigmoid.unbounded(x)));
            depth--;
            factors.put(x, known);
        }
        return known;
    }

    private int newFactors(Node x) {
        Op op = x.op();
        if (Logarithms.isPositiveConstant(x)) {
            return 0;
        }
        if (op instanceof Exp || op instanceof Sigmoid) {
            return isExponent(x.input(0)) ? 1 : NONE;
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

    /** Whether a number grows no faster than coordinates do. */
    private boolean isExponent(Node x) {
        Boolean known = exponents.get(x);
        if (known == null) {
            depth++;
            known = depth <= DEEPEST && isNewExponent(x);
            depth--;
            exponents.put(x, known);
        }
        return known;
    }

    private boolean isNewExponent(Node x) {
        Op op = x.op();
        // the last is at most one, whatever it is of
        if (op instanceof Variable || op instanceof Log1pOfFraction || Interner.isWithin(x, -LARGEST, LARGEST)) {
            return true;
        }
        if (!(isPiecewiseLinear(op) || op instanceof Softplus || op instanceof Put || isMoveOrChoice(op))) {
            return false;
        }
        for (Node input : operands(x)) {
            if (!isExponent(input)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPiecewiseLinear(Op op) {
        return op instanceof Add
                || op instanceof Subtract
                || op instanceof Negate
                || op instanceof Absolute
                || op instanceof Maximum
                || op instanceof Minimum;
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
