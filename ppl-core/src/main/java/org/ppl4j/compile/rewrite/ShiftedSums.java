package org.ppl4j.compile.rewrite;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Detached;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Maximum;
import org.ppl4j.graph.MaximumOver;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Take;

/** Sums of exponentials over axes, also as products of matrices have them, with the greatest exponent subtracted before. */
final class ShiftedSums {

    private final Simplifier simplifier;

    ShiftedSums(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /**
     * What is subtracted from exponents.
     *
     * @param largest the greatest of them along axes, which are dropped
     * @param isFinite whether it is a number that can be subtracted
     * @param shift it, or zero where it is infinite
     */
    private record Greatest(Node largest, Node isFinite, Node shift) {

        /** Returns one where there is no sum, so that its logarithm has no derivatives there, as in Nodes.logSumExp; else zero. */
        Node vanished(Simplifier simplifier) {
            return simplifier.apply(new Select(), isFinite, simplifier.constant(0), simplifier.constant(1));
        }
    }

    private Greatest greatest(Node exponents, List<Integer> axes) {
        return greatest(simplifier.make(new MaximumOver(axes), exponents));
    }

    private Greatest greatest(Node maximum) {
        Node largest = simplifier.make(new Detached(), maximum);
        Node isFinite = simplifier.apply(
                new LessThan(),
                simplifier.make(new Absolute(), largest),
                simplifier.constant(Double.POSITIVE_INFINITY));
        Node shift = simplifier.apply(new Select(), isFinite, largest, simplifier.constant(0));
        return new Greatest(largest, isFinite, shift);
    }

    private Node shifted(Node exponents, Greatest greatest, List<Integer> axes) {
        Node spread = simplifier.spread(greatest.shift, axes, exponents.shape());
        return simplifier.make(new Exp(), simplifier.make(new Subtract(), exponents, spread));
    }

    /** Returns the logarithm of a sum over axes of what has the given logarithms; null if these are shifted already. */
    @Nullable
    Node logarithm(Sum sum, Node exponents) {
        if (isShifted(exponents)) {
            return null;
        }
        Greatest greatest = greatest(exponents, sum.axes());
        Node scaled = simplifier.make(sum, shifted(exponents, greatest, sum.axes()));
        return shiftedBack(scaled, greatest.vanished(simplifier), greatest.largest);
    }

    /** Returns the logarithm of a sum of terms of one shape that have the given logarithms. */
    Node logarithm(List<Node> exponents) {
        Node maximum = exponents.get(0);
        for (Node exponent : exponents.subList(1, exponents.size())) {
            maximum = simplifier.make(new Maximum(), maximum, exponent);
        }
        Greatest greatest = greatest(maximum);
        Node sum = null;
        for (Node exponent : exponents) {
            sum = plus(sum, shifted(exponent, greatest, List.of()));
        }
        return shiftedBack(Objects.requireNonNull(sum), greatest.vanished(simplifier), greatest.largest);
    }

    private Node shiftedBack(Node scaled, Node vanished, Node largest) {
        Node plain = simplifier.make(new Log(), simplifier.make(new Add(), scaled, vanished));
        return simplifier.make(new Add(), plain, largest);
    }

    /**
     * Returns the logarithm of a product of matrices; null if no exponents are known, or they are shifted already.
     *
     * @param product a {@link MatrixMultiply}
     * @param left the logarithms of the left one, if that is one of exponentials which are to be shifted
     * @param right those of the right one
     */
    @Nullable
    Node logarithm(Node product, @Nullable Node left, @Nullable Node right) {
        MatrixMultiply multiply = (MatrixMultiply) product.op();
        Node[] operands = {product.input(0), product.input(1)};
        Node[] exponents = {left, right};
        int[] inner = {multiply.transposeLeft() ? 0 : 1, multiply.transposeRight() ? 1 : 0};
        Shape shape = product.shape();
        Node vanished = null;
        Node largest = null;
        for (int side = 0; side < 2; side++) {
            if (exponents[side] == null || isShifted(exponents[side])) {
                continue;
            }
            List<Integer> axes = List.of(inner[side]);
            List<Integer> spread = List.of(1 - side);
            Greatest greatest = greatest(exponents[side], axes);
            operands[side] = shifted(exponents[side], greatest, axes);
            vanished = plus(vanished, simplifier.spread(greatest.vanished(simplifier), spread, shape));
            largest = plus(largest, simplifier.spread(greatest.largest, spread, shape));
        }
        if (vanished == null || largest == null) {
            return null;
        }
        return shiftedBack(simplifier.make(multiply, operands), vanished, largest);
    }

    private Node plus(@Nullable Node sum, Node term) {
        return sum == null ? term : simplifier.make(new Add(), sum, term);
    }

    /** Returns exponentials, or some of them, divided by the sum of all; null if these are not what is divided. */
    @Nullable
    Node share(Node part, Node whole) {
        if (!isShare(part, whole)) {
            return null;
        }
        Node total = behindViews(whole);
        Sum sum = (Sum) total.op();
        Node all = total.input(0);
        Node exponentials = shifted(all.input(0), greatest(all.input(0), sum.axes()), sum.axes());
        return simplifier.make(
                new Divide(),
                viewed(part, all, exponentials),
                viewed(whole, total, simplifier.make(sum, exponentials)));
    }

    /** Whether a quotient is of exponentials, or some of them, and the sum of all, which may overflow. */
    static boolean isShare(Node part, Node whole) {
        Node all = behindViews(part);
        Node total = behindViews(whole);
        return all.op() instanceof Exp exp
                && !exp.isOfCoordinate()
                && total.op() instanceof Sum
                && total.input(0) == all
                && !isShifted(all.input(0));
    }

    private static Node behindViews(Node node) {
        return Access.isView(node) ? behindViews(node.input(0)) : node;
    }

    private Node viewed(Node view, Node base, Node replacement) {
        return view == base ? replacement : simplifier.make(view.op(), viewed(view.input(0), base, replacement));
    }

    /** Whether numbers are exponentials the greatest of which is one. */
    static boolean isOfShifted(Node x) {
        return x.op() instanceof Exp && isShifted(x.input(0));
    }

    /** Whether the greatest element, or zero if that is infinite, was subtracted already. */
    static boolean isShifted(Node x) {
        if (x.op() instanceof Take take) {
            return picksAll(take, x.input(0).size()) && isShifted(x.input(0));
        }
        if (Access.isView(x)) {
            return isShifted(x.input(0));
        }
        if (x.op() instanceof Add) {
            // numbers that say how often each is added
            return (isShifted(x.input(0)) && isConstant(x.input(1)))
                    || (isShifted(x.input(1)) && isConstant(x.input(0)));
        }
        if (x.op() instanceof Negate && x.input(0).op() instanceof Add) {
            return isGreatest(x.input(0).input(0)) || isGreatest(x.input(0).input(1));
        }
        return x.op() instanceof Subtract && isGreatest(x.input(1));
    }

    /** Whether the greatest element is among what is picked, whichever it is. */
    private static boolean picksAll(Take take, int size) {
        BitSet picked = new BitSet(size);
        for (int i = 0; i < take.indices().size(); i++) {
            picked.set(take.indices().at(i));
        }
        return picked.cardinality() == size;
    }

    private static boolean isConstant(Node node) {
        return Interner.isConstant(behindViews(node));
    }

    /** Whether a node is a greatest element that is subtracted before exponentials are taken. */
    static boolean isGreatest(Node x) {
        if (Access.isView(x)) {
            return isGreatest(x.input(0));
        }
        if (x.op() instanceof Concatenate) {
            boolean areGreatest = true;
            for (Node part : x.inputs()) {
                areGreatest = areGreatest && isGreatest(part);
            }
            return areGreatest;
        }
        boolean isKnown = x.op() instanceof Detached
                || (x.op() instanceof Select && x.input(2).isConstant(0));
        if (isKnown) {
            Node inner = behindViews(x.input(x.inputs().size() == 1 ? 0 : 1));
            return inner.op() instanceof Maximum || isGreatest(inner);
        }
        return x.op() instanceof MaximumOver;
    }
}
