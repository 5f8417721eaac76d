package org.ppl4j.compile.rewrite;

import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.LessOrEqual;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Select;

/**
 * What the logistic functions of a number {@code x} and of its negative have in common. It is made as it is: the simplifier would
 * find logistic functions in it again.
 *
 * @param exponential {@code exp(-|x|)}
 * @param isPositive whether x is at least zero
 * @param greater the function of {@code |x|}
 * @param smaller that of {@code -|x|}
 */
record Logistic(Node exponential, Node isPositive, Node greater, Node smaller) {

    static Logistic of(Node exponential, Node isPositive, Simplifier simplifier) {
        Node one = number(1, exponential, simplifier);
        Node sum = simplifier.asIs(new Add(), exponential, one);
        Node greater = simplifier.asIs(new Divide(), one, sum);
        Node smaller = simplifier.asIs(new Multiply(), exponential, greater);
        return new Logistic(exponential, isPositive, greater, smaller);
    }

    /** Returns whether a number is at least zero. */
    static Node isPositive(Node x, Simplifier simplifier) {
        return simplifier.asIs(new LessOrEqual(), number(0, x, simplifier), x);
    }

    /** Returns the logistic function of x, or that of its negative. */
    Node function(boolean rises, Simplifier simplifier) {
        return simplifier.asIs(new Select(), isPositive, rises ? greater : smaller, rises ? smaller : greater);
    }

    /** Returns a number in the shape of a node. */
    static Node number(double value, Node like, Simplifier simplifier) {
        Node constant = simplifier.constant(value);
        return constant.shape().equals(like.shape())
                ? constant
                : simplifier.asIs(new Broadcast(like.shape()), constant);
    }
}
