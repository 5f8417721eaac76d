package org.ppl4j.compile.rewrite;

import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.LessOrEqual;
import org.ppl4j.graph.Log1mExp;
import org.ppl4j.graph.Minimum;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Select;

/**
 * Logarithms of {@code 1 - exp(-y)}, where {@code y} is an exponential or a multiple of one, as in regressions with a
 * complementary log-log link. They are zero where the exponential overflows, and the logarithm of {@code y} where it vanishes.
 */
final class ComplementaryLogLogs {

    /** Exponentials of larger numbers, or of their negatives, may overflow or vanish, and the form is as good as its limits. */
    private static final double FARTHEST = 700;

    /** How many operations deep an exponential is looked for. */
    private static final int DEPTH = 6;

    private final Simplifier simplifier;

    ComplementaryLogLogs(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** Returns the logarithm of one minus the exponential of a negative number, or null if no better form is known. */
    @Nullable
    Node of(Node negative) {
        if (!isOfExponential(negative, true, DEPTH)) {
            return null;
        }
        Node y = simplifier.make(new Negate(), negative);
        Node logarithm = new Logarithms(simplifier).of(y);
        if (logarithm == null) {
            return null;
        }
        Node isInside = simplifier.apply(
                new LessOrEqual(), simplifier.make(new Absolute(), logarithm), simplifier.constant(FARTHEST));
        // A selection leaves no derivative of what it does not select, which may be infinite; but views do not pass
        // that on.
        Node exponential = isOfExponential(y, false, DEPTH) ? y : simplifier.make(new Exp(), logarithm);
        // The operand is selected as well, lest the form be looked for in itself.
        Node inside = simplifier.apply(new Select(), isInside, exponential, simplifier.constant(1));
        return simplifier.apply(
                new Select(),
                isInside,
                simplifier.make(new Log1mExp(), simplifier.make(new Negate(), inside)),
                simplifier.apply(new Minimum(), logarithm, simplifier.constant(0)));
    }

    /** Whether a number is a multiple of an exponential that may be of anything. */
    private static boolean isOfExponential(Node x, boolean throughViews, int depth) {
        if (x.op() instanceof Exp exp) {
            return !exp.isOfCoordinate();
        }
        if (depth == 0) {
            return false;
        }
        if (x.op() instanceof Negate || (throughViews && Access.isView(x))) {
            return isOfExponential(x.input(0), throughViews, depth - 1);
        }
        return (x.op() instanceof Multiply || x.op() instanceof Divide)
                && (isOfExponential(x.input(0), throughViews, depth - 1)
                        || isOfExponential(x.input(1), throughViews, depth - 1));
    }
}
