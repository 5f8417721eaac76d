package org.ppl4j.compile.rewrite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Subtract;

/**
 * Gathers what is the same for all elements: of sums and products with several scalars these are joined before, and of the
 * square of a multiple the number is squared by itself. Products with numbers so large or small that this could overflow,
 * or underflow, where the whole does not, are left as they are.
 */
public final class InvariantRules implements Rule {

    @Override
    public @Nullable Node rewrite(Op op, List<Node> inputs, Simplifier simplifier) {
        if (op instanceof Multiply) {
            return multiply(inputs.get(0), inputs.get(1), simplifier);
        }
        if (op instanceof Negate && inputs.get(0).size() > 1) {
            return negate(inputs.get(0), simplifier);
        }
        boolean difference = op instanceof Subtract;
        if ((difference || op instanceof Add) && inputs.get(0).size() > 1) {
            Offset a = offset(inputs.get(0), false, simplifier);
            Offset b = offset(inputs.get(1), difference, simplifier);
            return a == null || b == null ? null : add(a, b, inputs.get(0).shape(), simplifier);
        }
        return null;
    }

    private static @Nullable Node multiply(Node a, Node b, Simplifier simplifier) {
        if (!simplifier.interner().isModerate(a) || !simplifier.interner().isModerate(b)) {
            return null;
        }
        if (a == b && a.op() instanceof Multiply) {
            for (int side = 0; side < 2; side++) {
                Node scalar = Simplifier.scalarOf(a.input(side));
                if (scalar != null && (a.size() > 1 || Interner.isConstant(scalar))) {
                    Node other = a.input(1 - side);
                    Node square = simplifier.make(new Multiply(), other, other);
                    Node factor = simplifier.make(new Multiply(), scalar, scalar);
                    return simplifier.make(new Multiply(), square, repeated(factor, a.shape(), simplifier));
                }
            }
        }
        if (a.size() == 1) {
            return null;
        }
        Node rewritten = joined(a, b, simplifier);
        return rewritten != null ? rewritten : joined(b, a, simplifier);
    }

    private static @Nullable Node negate(Node x, Simplifier simplifier) {
        for (int side = 0; side < 2 && x.op() instanceof Multiply; side++) {
            Node scalar = Simplifier.scalarOf(x.input(side));
            if (scalar != null) {
                Node negative = repeated(simplifier.make(new Negate(), scalar), x.shape(), simplifier);
                return simplifier.make(new Multiply(), x.input(1 - side), negative);
            }
        }
        return null;
    }

    private static @Nullable Node joined(Node product, Node b, Simplifier simplifier) {
        Node factor = Simplifier.scalarOf(b);
        if (factor == null || !(product.op() instanceof Multiply)) {
            return null;
        }
        for (int side = 0; side < 2; side++) {
            Node scalar = Simplifier.scalarOf(product.input(side));
            if (scalar != null) {
                Node both = simplifier.make(new Multiply(), scalar, factor);
                return simplifier.make(
                        new Multiply(), product.input(1 - side), repeated(both, product.shape(), simplifier));
            }
        }
        return null;
    }

    /** A repeated scalar, and what is added to it or subtracted from it, if anything. */
    private record Offset(@Nullable Node rest, boolean subtracted, Node scalar) {}

    /**
     * Returns a term of a sum, or its negative, in this form; null if it has no scalar in it. Neither has what is taken
     * from data: the difference is small where both are large, and so comes first. Nor has a greatest element, which is
     * taken from all others to be safe from overflow.
     */
    private static @Nullable Offset offset(Node term, boolean negative, Simplifier simplifier) {
        Node scalar = Simplifier.scalarOf(term);
        if (scalar != null && !ShiftedSums.isGreatest(scalar)) {
            return new Offset(null, false, signed(scalar, negative, simplifier));
        }
        boolean difference = term.op() instanceof Subtract;
        if (!difference && !(term.op() instanceof Add)) {
            return null;
        }
        for (int side = 0; side < 2; side++) {
            Node part = Simplifier.scalarOf(term.input(side));
            Node rest = term.input(1 - side);
            if (part != null
                    && !ShiftedSums.isGreatest(part)
                    && simplifier.interner().dependsOnVariables(rest)) {
                boolean partNegative = negative != (difference && side == 1);
                boolean restNegative = negative != (difference && side == 0);
                return new Offset(rest, restNegative, signed(part, partNegative, simplifier));
            }
        }
        return null;
    }

    private static Node signed(Node scalar, boolean negative, Simplifier simplifier) {
        return negative ? simplifier.make(new Negate(), scalar) : scalar;
    }

    /** Joins the scalar of one term with the other term, a scalar. */
    private static @Nullable Node add(Offset a, Offset b, Shape shape, Simplifier simplifier) {
        Node rest = a.rest == null ? b.rest : a.rest;
        if (rest == null || (a.rest != null && b.rest != null)) {
            return null;
        }
        Node scalar = repeated(simplifier.make(new Add(), a.scalar, b.scalar), shape, simplifier);
        boolean subtracted = a.rest == null ? b.subtracted : a.subtracted;
        return subtracted ? simplifier.make(new Subtract(), scalar, rest) : simplifier.make(new Add(), rest, scalar);
    }

    private static Node repeated(Node scalar, Shape shape, Simplifier simplifier) {
        return simplifier.make(new Broadcast(shape), scalar);
    }
}
