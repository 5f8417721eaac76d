package org.ppl4j.compile.rewrite;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.EqualTo;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Expm1;
import org.ppl4j.graph.LessOrEqual;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Maximum;
import org.ppl4j.graph.Minimum;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NormalLogCdfDerivative;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Softplus;
import org.ppl4j.graph.SquareRoot;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Tanh;

/**
 * Decides comparisons whose operands' ranges do not meet: that an exponential is positive need not be found out at every
 * evaluation. Where an operand is not a number, what is compared with it no longer tells, but what is computed from it does.
 */
public final class RangeRules implements Rule {

    private static final int DEPTH = 6;

    /** Shares are made in more steps than what is compared. */
    private static final int DEEP = 12;

    private static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    private static final Range NOT_NEGATIVE = new Range(0, Double.POSITIVE_INFINITY);

    private static final Range FRACTION = new Range(0, 1);

    private static final Range SIGNED_FRACTION = new Range(-1, 1);

    /** Bounds that a value may reach. */
    private record Range(double low, double high) {}

    @Override
    public @Nullable Node rewrite(Op op, List<Node> inputs, Simplifier simplifier) {
        if (op instanceof EqualTo) {
            boolean never = differs(inputs.get(0), inputs.get(1)) || differs(inputs.get(1), inputs.get(0));
            return never ? always(false, inputs.get(0).shape(), simplifier) : null;
        }
        boolean strict = op instanceof LessThan;
        if (!strict && !(op instanceof LessOrEqual)) {
            return null;
        }
        Range a = range(inputs.get(0), DEPTH);
        Range b = range(inputs.get(1), DEPTH);
        boolean always = strict ? a.high < b.low : a.high <= b.low;
        boolean never = strict ? a.low >= b.high : a.low > b.high;
        if (always || never) {
            return always(always, inputs.get(0).shape(), simplifier);
        }
        boolean isSign = !strict && inputs.get(0).isConstant(0) && inputs.get(1).op() instanceof Multiply;
        return isSign ? signOfProduct(inputs.get(0), inputs.get(1), simplifier) : null;
    }

    /** A product of data and of what is not negative is not negative if the data are not: which is known with the data. */
    private static @Nullable Node signOfProduct(Node zero, Node product, Simplifier simplifier) {
        for (int side = 0; side < 2; side++) {
            Node data = product.input(side);
            if (!simplifier.interner().dependsOnVariables(data) && isNotNegative(product.input(1 - side))) {
                return simplifier.make(new LessOrEqual(), zero, data);
            }
        }
        return null;
    }

    /** Whether no element is negative. */
    public static boolean isNotNegative(Node node) {
        return range(node, DEPTH).low >= 0;
    }

    /** Whether all elements are greater than zero. */
    static boolean isPositive(Node node) {
        return range(node, DEPTH).low > 0;
    }

    /** Whether all elements are from zero to one. */
    static boolean isFraction(Node node) {
        Range range = range(node, DEEP);
        return range.low >= 0 && range.high <= 1;
    }

    /** Whether no element is positive. */
    static boolean isNotPositive(Node node) {
        return range(node, DEEP).high <= 0;
    }

    private static Node always(boolean holds, Shape shape, Simplifier simplifier) {
        return simplifier.make(new Broadcast(shape), simplifier.constant(holds ? 1 : 0));
    }

    /** Whether no element of a constant is a number: so many data are not compared with it again at every binding. */
    private static boolean differs(Node elements, Node number) {
        Node scalar = Simplifier.scalarOf(number);
        if (scalar == null || !Interner.isConstant(scalar) || !Interner.isConstant(elements)) {
            return false;
        }
        for (double element : Objects.requireNonNull(elements.cachedValue())) {
            if (element == Interner.constantValue(scalar)) {
                return false;
            }
        }
        return true;
    }

    private static Range range(Node node, int depth) {
        if (Interner.isConstant(node)) {
            return ofConstant(Objects.requireNonNull(node.cachedValue()));
        }
        Op op = node.op();
        if (op instanceof Exp) {
            return depth > 0 && range(node.input(0), depth - 1).high <= 0 ? FRACTION : NOT_NEGATIVE;
        }
        if (op instanceof Softplus
                || op instanceof Absolute
                || op instanceof SquareRoot
                || op instanceof NormalLogCdfDerivative) {
            return NOT_NEGATIVE;
        }
        if (Opposites.isProbability(op)) {
            return FRACTION;
        }
        if (op instanceof Tanh) {
            return SIGNED_FRACTION;
        }
        if (depth == 0 || node.inputs().isEmpty()) {
            return ALL;
        }
        Range first = range(node.input(0), depth - 1);
        if (op instanceof Broadcast || op instanceof Reshape || op instanceof Take) {
            return first;
        }
        if (op instanceof Negate) {
            return new Range(-first.high, -first.low);
        }
        if (op instanceof Expm1) {
            return first.high <= 0 ? new Range(-1, 0) : new Range(-1, Double.POSITIVE_INFINITY);
        }
        if (op instanceof Put) {
            return new Range(Math.min(first.low, 0), Math.max(first.high, 0));
        }
        return node.inputs().size() == 2 ? ofTwo(node, first, range(node.input(1), depth - 1)) : ALL;
    }

    private static Range ofConstant(double[] elements) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double element : elements) {
            if (Double.isNaN(element)) {
                return ALL;
            }
            low = Math.min(low, element);
            high = Math.max(high, element);
        }
        return elements.length == 0 ? ALL : new Range(low, high);
    }

    /** Rounding keeps order, so that the bounds of a rounded result are the rounded bounds. */
    private static Range ofTwo(Node node, Range a, Range b) {
        Op op = node.op();
        if (op instanceof Maximum) {
            return new Range(Math.max(a.low, b.low), Math.max(a.high, b.high));
        }
        if (op instanceof Minimum) {
            return new Range(Math.min(a.low, b.low), Math.min(a.high, b.high));
        }
        boolean square = op instanceof Multiply && node.input(0) == node.input(1);
        boolean notNegative = a.low >= 0 && b.low >= 0;
        if (op instanceof Multiply && (notNegative || (square && a.low >= -1)) && a.high <= 1 && b.high <= 1) {
            return FRACTION;
        }
        if (square || (notNegative && (op instanceof Multiply || op instanceof Divide))) {
            return NOT_NEGATIVE;
        }
        if (op instanceof Subtract) {
            return sum(a, new Range(-b.high, -b.low));
        }
        return op instanceof Add ? sum(a, b) : ALL;
    }

    private static Range sum(Range a, Range b) {
        double low = a.low + b.low;
        double high = a.high + b.high;
        return Double.isNaN(low) || Double.isNaN(high) ? ALL : new Range(low, high);
    }
}
