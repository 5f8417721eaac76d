package org.ppl4j.compile.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.BinaryExponent;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Detached;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.ExpExponent;
import org.ppl4j.graph.ExpMantissa;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Mantissa;
import org.ppl4j.graph.Maximum;
import org.ppl4j.graph.MaximumOver;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.ScaleByPowerOfTwo;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Sum;
import org.ppl4j.math.ScaledNumber;

/**
 * Numbers, from 0 on, that may lie far outside of a double's range, {@code mantissa * 2^exponent}, in place of their
 * logarithms: what would be exponentials and logarithms is multiplications and additions.
 *
 * <p>Mantissas are not far from 1 as long as few factors are multiplied before {@link #normal}; exponents have no derivative.
 *
 * @param mantissa the mantissa
 * @param exponent the exponent, of the same shape
 */
record ScaledNode(Node mantissa, Node exponent) {

    private static final double LOG_2 = Math.log(2);

    /** Sums that are nested deeper are one exponent. */
    private static final int DEEPEST = 20;

    /**
     * Returns the exponential of a node. A sum of what differs from step to step and of what does not is a product, so that less
     * is computed at each step; so is what was repeated before.
     *
     * @param logarithm the node
     * @param varies whether a node differs from step to step
     */
    static ScaledNode ofExp(Node logarithm, Predicate<Node> varies, Simplifier simplifier) {
        return ofExp(logarithm, varies, DEEPEST, simplifier);
    }

    private static ScaledNode ofExp(Node logarithm, Predicate<Node> varies, int depth, Simplifier simplifier) {
        Op op = logarithm.op();
        if (depth > 0 && (op instanceof Broadcast || op instanceof Reshape)) {
            return moved(op, List.of(ofExp(logarithm.input(0), varies, depth - 1, simplifier)), simplifier);
        }
        if (depth > 0 && op instanceof Add && varies.test(logarithm.input(0)) != varies.test(logarithm.input(1))) {
            return ofExp(logarithm.input(0), varies, depth - 1, simplifier)
                    .times(ofExp(logarithm.input(1), varies, depth - 1, simplifier), simplifier);
        }
        return new ScaledNode(
                simplifier.make(new ExpMantissa(), logarithm), simplifier.make(new ExpExponent(), logarithm));
    }

    /** Returns a move of elements, of both parts. */
    static ScaledNode moved(Op op, List<ScaledNode> inputs, Simplifier simplifier) {
        List<Node> mantissas = new ArrayList<>();
        List<Node> exponents = new ArrayList<>();
        for (ScaledNode input : inputs) {
            mantissas.add(input.mantissa);
            exponents.add(input.exponent);
        }
        return new ScaledNode(simplifier.make(op, mantissas), simplifier.make(op, exponents));
    }

    /** Returns both parts changed alike. */
    ScaledNode each(UnaryOperator<Node> change) {
        return new ScaledNode(change.apply(mantissa), change.apply(exponent));
    }

    /** Returns one number or the other, by a condition. */
    static ScaledNode choice(Node condition, ScaledNode then, ScaledNode otherwise, Simplifier simplifier) {
        return new ScaledNode(
                simplifier.make(new Select(), condition, then.mantissa, otherwise.mantissa),
                simplifier.make(new Select(), condition, then.exponent, otherwise.exponent));
    }

    /** Returns the sum of numbers of one shape. */
    static ScaledNode sum(List<ScaledNode> terms, Simplifier simplifier) {
        Node largest = terms.get(0).exponent;
        for (ScaledNode term : terms.subList(1, terms.size())) {
            largest = simplifier.make(new Maximum(), largest, term.exponent);
        }
        Node sum = terms.get(0).scaledDown(largest, simplifier);
        for (ScaledNode term : terms.subList(1, terms.size())) {
            sum = simplifier.make(new Add(), sum, term.scaledDown(largest, simplifier));
        }
        return new ScaledNode(sum, largest);
    }

    /** Returns the sum over axes. */
    ScaledNode sumOver(List<Integer> axes, Simplifier simplifier) {
        Node largest = simplifier.make(new MaximumOver(axes), exponent);
        Node spread = simplifier.spread(largest, axes, mantissa.shape());
        return new ScaledNode(simplifier.make(new Sum(axes), scaledDown(spread, simplifier)), largest);
    }

    private Node scaledDown(Node largest, Simplifier simplifier) {
        return simplifier.make(new ScaleByPowerOfTwo(), mantissa, simplifier.make(new Subtract(), exponent, largest));
    }

    ScaledNode times(ScaledNode other, Simplifier simplifier) {
        return new ScaledNode(
                simplifier.make(new Multiply(), mantissa, other.mantissa),
                simplifier.make(new Add(), exponent, other.exponent));
    }

    ScaledNode over(ScaledNode other, Simplifier simplifier) {
        return new ScaledNode(
                simplifier.make(new Divide(), mantissa, other.mantissa),
                simplifier.make(new Subtract(), exponent, other.exponent));
    }

    /** Returns the same number with its mantissa between 1 and 2. */
    ScaledNode normal(Simplifier simplifier) {
        return new ScaledNode(
                simplifier.make(new Mantissa(), mantissa),
                simplifier.make(new Add(), exponent, simplifier.make(new BinaryExponent(), mantissa)));
    }

    /** Returns the number's logarithm; those of zero and infinity pass no derivative on. */
    Node logarithm(Simplifier simplifier) {
        Node limit = simplifier.constant(ScaledNumber.FINITE);
        Node isZero = simplifier.apply(new LessThan(), exponent, simplifier.constant(-ScaledNumber.FINITE));
        Node isInfinite = simplifier.apply(new LessThan(), limit, exponent);
        Node whole =
                simplifier.apply(new Multiply(), simplifier.make(new Detached(), exponent), simplifier.constant(LOG_2));
        Node logarithm = simplifier.make(new Add(), simplifier.make(new Log(), mantissa), whole);
        Node positive =
                simplifier.apply(new Select(), isInfinite, simplifier.constant(Double.POSITIVE_INFINITY), logarithm);
        return simplifier.apply(new Select(), isZero, simplifier.constant(Double.NEGATIVE_INFINITY), positive);
    }
}
