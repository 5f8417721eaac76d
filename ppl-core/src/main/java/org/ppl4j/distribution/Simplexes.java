package org.ppl4j.distribution;

import java.util.Optional;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Take;
import org.ppl4j.tensor.Tensor;

/** Probabilities along the last axis: whether they are known to be some, and what is made of those that are not. */
final class Simplexes {

    private Simplexes() {}

    /**
     * Returns the logarithms of probabilities, or NaN for all of a vector that has negative elements or does not sum to
     * one. Nothing is asked of vectors that come of what makes no others, nor of data, which are checked beforehand.
     */
    static Tensor logarithms(Tensor probabilities) {
        Node node = probabilities.node();
        if (probabilities.rank() == 0 || Terms.isGiven(node) || isKnown(node, length(node))) {
            return Terms.log(probabilities);
        }
        return complements(node)
                .map(first -> ofComplements(Tensor.of(first)))
                .orElseGet(() -> Terms.valid(
                        areValid(probabilities).insertAxis(probabilities.rank() - 1), Terms.log(probabilities)));
    }

    private static Tensor ofComplements(Tensor probability) {
        Tensor isOne = Terms.both(Tensor.of(0).lessOrEqual(probability), probability.lessOrEqual(1));
        return Terms.valid(isOne, Tensor.stack(Terms.log(probability), Terms.logOneMinus(probability)));
    }

    /** Returns the first of two scalars that a vector was put together from, if the second is one minus it. */
    private static Optional<Node> complements(Node node) {
        if (node.op() instanceof Reshape && node.shape().rank() == 1) {
            return complements(node.input(0));
        }
        boolean areTwo = node.op() instanceof Concatenate
                && node.inputs().size() == 2
                && node.inputs().stream().allMatch(input -> input.shape().isScalar());
        return areTwo && isOneMinus(node.input(1), node.input(0)) ? Optional.of(node.input(0)) : Optional.empty();
    }

    private static boolean isOneMinus(Node difference, Node other) {
        if (difference.op() instanceof Subtract) {
            return difference.input(0).isConstant(1) && areAlike(difference.input(1), other);
        }
        Node negative = difference.op() instanceof Add ? difference.input(0) : difference;
        return negative != difference
                && difference.input(1).isConstant(1)
                && negative.op() instanceof Negate
                && areAlike(negative.input(0), other);
    }

    /** Whether two nodes are one, or the same element picked twice. */
    private static boolean areAlike(Node a, Node b) {
        return a == b || (a.op() instanceof Take && a.op().equals(b.op()) && a.input(0) == b.input(0));
    }

    /** Returns one for each vector of non-negative numbers that sum to one, else zero. */
    static Tensor areValid(Tensor vectors) {
        int length = vectors.shape().dimension(vectors.rank() - 1);
        Tensor arePositive = Tensor.of(0).lessOrEqual(vectors).sum(-1).equalTo(length);
        Tensor sumToOne = vectors.sum(-1).minus(1).abs().lessOrEqual(Supports.TOLERANCE);
        return Terms.both(arePositive, sumToOne);
    }

    /** Whether a tensor's elements are, one after the other, whole vectors that are noted to be such. */
    private static boolean isKnown(Node node, int length) {
        if (node.isSimplex()) {
            return length(node) == length;
        }
        boolean areWhole = node.op() instanceof Reshape
                || node.op() instanceof Concatenate
                || (node.op() instanceof Broadcast && length(node) == length && length(node.input(0)) == length)
                || (node.op() instanceof Take take && areWhole(take.indices(), length));
        return areWhole && node.inputs().stream().allMatch(input -> isKnown(input, length));
    }

    private static boolean areWhole(Indices indices, int length) {
        if (length == 0 || indices.size() % length != 0) {
            return false;
        }
        for (int i = 0; i < indices.size(); i++) {
            if (indices.at(i) != indices.at(i - i % length) + i % length
                    || (i % length == 0 && indices.at(i) % length != 0)) {
                return false;
            }
        }
        return true;
    }

    private static int length(Node node) {
        Shape shape = node.shape();
        return shape.isScalar() ? 1 : shape.dimension(shape.rank() - 1);
    }
}
