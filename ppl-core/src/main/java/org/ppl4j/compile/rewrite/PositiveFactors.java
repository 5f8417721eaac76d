package org.ppl4j.compile.rewrite;

import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Node;

/**
 * Numbers whose logarithms are good: exponentials, probabilities and what these leave of one, whose logarithms are taken without them,
 * and what constraints make of coordinates, which stays positive if no mask makes it zero.
 */
public final class PositiveFactors {

    private PositiveFactors() {}

    /** Whether a node is positive, and so is what a product with it loses if it is added in logarithms instead. */
    public static boolean contains(Node x) {
        if (OrdinaryNumbers.isRest(x)) {
            Node of = x.input(1);
            return Opposites.areProbabilities(of) || (OrdinaryNumbers.isRest(of) && contains(of.input(1)));
        }
        OrdinaryNumbers ordinary = new OrdinaryNumbers();
        return x.op() instanceof Exp
                || Opposites.areProbabilities(x)
                || (ordinary.contains(x) && !ordinary.mayBeZero(x));
    }
}
