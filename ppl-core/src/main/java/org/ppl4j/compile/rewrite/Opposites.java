package org.ppl4j.compile.rewrite;

import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NormalCdf;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.graph.Take;

/**
 * What probabilities that are functions of any number leave of one: the same functions of the number's negative, also where
 * elements of them are picked or repeated.
 */
final class Opposites {

    private final Simplifier simplifier;

    Opposites(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** Whether an operation makes a number from 0 to 1 of any number, and one minus that of the number's negative. */
    static boolean isProbability(Op op) {
        return op instanceof Sigmoid || op instanceof NormalCdf;
    }

    /** Whether all elements are such, be they kept off zero and one or not. */
    static boolean areProbabilities(Node x) {
        return isProbability(Sigmoid.unbounded(behindViews(x)).op());
    }

    /** Returns what a probability leaves of one; null if a node is none. */
    @Nullable
    Node of(Node x) {
        Op op = behindViews(x).op();
        if (!isProbability(op)) {
            return null;
        }
        boolean isMadeAnew = !Access.isView(x) || (x.op() instanceof Take take && areFew(take, x.input(0)));
        Node rest = isMadeAnew ? null : of(x.input(0));
        return rest == null
                ? simplifier.make(op, simplifier.make(new Negate(), argument(x)))
                : simplifier.make(x.op(), rest);
    }

    /** Whether so few elements are picked that a function of them takes less time than one of all. */
    private static boolean areFew(Take take, Node from) {
        return 2 * take.indices().size() < from.size();
    }

    /** Returns what a number, be it kept off zero and one or not, is the logistic function of; null if it is none. */
    @Nullable
    Node logit(Node x) {
        return Sigmoid.unbounded(behindViews(x)).op() instanceof Sigmoid ? argument(x) : null;
    }

    /** Returns what a number is the distribution function of the normal of; null if it is none. */
    @Nullable
    Node quantile(Node x) {
        return behindViews(x).op() instanceof NormalCdf ? argument(x) : null;
    }

    private Node argument(Node x) {
        return Access.isView(x)
                ? simplifier.make(x.op(), argument(x.input(0)))
                : Sigmoid.unbounded(x).input(0);
    }

    private static Node behindViews(Node x) {
        return Access.isView(x) ? behindViews(x.input(0)) : x;
    }
}
