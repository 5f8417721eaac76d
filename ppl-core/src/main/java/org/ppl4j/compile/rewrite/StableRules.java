package org.ppl4j.compile.rewrite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Expm1;
import org.ppl4j.graph.LessOrEqual;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Log1mExp;
import org.ppl4j.graph.Log1p;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Power;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.graph.Softplus;
import org.ppl4j.graph.Subtract;

/** Forms that lose digits, overflow or underflow, turned into those that do not. */
public final class StableRules implements Rule {

    /** Products of more factors are not looked through. */
    private static final int DEEPEST = 16;

    @Override
    public @Nullable Node rewrite(Op op, List<Node> inputs, Simplifier simplifier) {
        Node x = inputs.get(0);
        if (op instanceof Log) {
            return new Logarithms(simplifier).ofAny(x);
        }
        if (op instanceof Log1p) {
            return log1p(x, new Logarithms(simplifier));
        }
        if (op instanceof Log1mExp) {
            return new ComplementaryLogLogs(simplifier).of(x);
        }
        if (op instanceof Subtract) {
            Node complement = x.isConstant(1) ? complement(inputs.get(1), simplifier) : null;
            return complement == null ? new Tails(simplifier).ofSum(x, inputs.get(1), true) : complement;
        }
        if (op instanceof Add && inputs.get(1).isConstant(-1) && x.op() instanceof Exp) {
            return simplifier.make(new Expm1(), x.input(0));
        }
        if (op instanceof Add) {
            Node exponential = inputs.get(1).isConstant(1) ? exponential(x, false, simplifier) : null;
            return exponential == null ? new Tails(simplifier).ofSum(inputs.get(1), x, false) : exponential;
        }
        if (op instanceof Divide) {
            Node ofAll = new ShiftedSums(simplifier).share(x, inputs.get(1));
            return ofAll == null ? share(x, inputs.get(1), new Logarithms(simplifier)) : ofAll;
        }
        if (op instanceof Power) {
            return power(x, inputs.get(1), simplifier);
        }
        if (op instanceof Select && inputs.get(2).isConstant(Double.NaN) && isProbability(x, inputs.get(1))) {
            return inputs.get(1);
        }
        return null;
    }

    private static @Nullable Node complement(Node x, Simplifier simplifier) {
        if (x.op() instanceof Exp) {
            return simplifier.make(new Negate(), simplifier.make(new Expm1(), x.input(0)));
        }
        Node exponential = exponential(x, true, simplifier);
        return exponential == null ? new Opposites(simplifier).of(x) : exponential;
    }

    /**
     * Returns one plus, or minus, a number where that is an exponential: the number is one less than it, or what it leaves of one.
     */
    private static @Nullable Node exponential(Node x, boolean isSubtracted, Simplifier simplifier) {
        if (x.op() instanceof Negate) {
            return exponential(x.input(0), !isSubtracted, simplifier);
        }
        if (x.op() instanceof Expm1) {
            return isSubtracted ? null : simplifier.make(new Exp(), x.input(0));
        }
        Node before = Access.isView(x) ? exponential(x.input(0), isSubtracted, simplifier) : null;
        return before == null ? null : simplifier.make(x.op(), before);
    }

    /** Returns {@code a / (a + b)} of positive numbers as a logistic function of their logarithms' difference. */
    private static @Nullable Node share(Node part, Node whole, Logarithms logarithms) {
        if (!(whole.op() instanceof Add) || logarithms.isPlain(whole.input(0), whole.input(1))) {
            return null;
        }
        for (int side = 0; side < 2; side++) {
            Node rest = whole.input(1 - side);
            if (whole.input(side) == part
                    || (part.isConstant(1) && whole.input(side).isConstant(1))) {
                Node difference = logarithms.ofQuotient(part, rest);
                return difference == null ? null : logarithms.make(new Sigmoid(), difference);
            }
        }
        return null;
    }

    /** Returns the power of what is built from exponentials as one of these, which neither overflows nor vanishes on the way. */
    private static @Nullable Node power(Node base, Node exponent, Simplifier simplifier) {
        Node logarithm = isExponential(base, 0) ? new Logarithms(simplifier).of(base) : null;
        return logarithm == null
                ? null
                : simplifier.make(new Exp(), simplifier.make(new Multiply(), logarithm, exponent));
    }

    /** Whether a number is built from exponentials and from numbers greater than zero alone, so that it is not zero itself. */
    private static boolean isExponential(Node x, int depth) {
        if (x.op() instanceof Exp || Logarithms.isPositiveConstant(x)) {
            return true;
        }
        boolean isProduct = x.op() instanceof Multiply || x.op() instanceof Divide;
        return (isProduct || Access.isView(x))
                && depth < DEEPEST
                && x.inputs().stream().allMatch(input -> isExponential(input, depth + 1));
    }

    private static @Nullable Node log1p(Node x, Logarithms logarithms) {
        if (x.op() instanceof Expm1) {
            return x.input(0);
        }
        if (x.op() instanceof Select && x.input(2).isConstant(Double.NaN)) {
            Node inner = log1p(x.input(1), logarithms);
            return inner == null ? null : logarithms.make(new Select(), x.input(0), inner, x.input(2));
        }
        boolean negative = x.op() instanceof Negate;
        Node magnitude = negative ? x.input(0) : x;
        if (!negative && Opposites.areProbabilities(x)) {
            // one plus a probability has all its digits
            return null;
        }
        Node complement = negative ? logarithms.ofComplement(magnitude) : null;
        Node logarithm = complement == null ? logarithms.of(magnitude) : null;
        if (logarithm == null) {
            return complement;
        }
        return logarithms.make(negative ? new Log1mExp() : new Softplus(), logarithm);
    }

    /** Whether a condition says no more of a value than that it is from 0 to 1, and the value is known to be. */
    private static boolean isProbability(Node condition, Node value) {
        if (!Opposites.isProbability(Sigmoid.unbounded(value).op())) {
            return false;
        }
        if (condition.op() instanceof Multiply) {
            return isProbability(condition.input(0), value) && isProbability(condition.input(1), value);
        }
        return condition.op() instanceof LessOrEqual
                && ((condition.input(0).isConstant(0) && condition.input(1) == value)
                        || (condition.input(0) == value && condition.input(1).isConstant(1)));
    }
}
