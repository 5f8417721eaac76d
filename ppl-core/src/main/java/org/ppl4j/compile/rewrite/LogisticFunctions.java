package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Log1pOfFraction;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.graph.SigmoidComplement;
import org.ppl4j.graph.Softplus;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Topology;
import org.ppl4j.math.Elementary;

/**
 * The logistic function of a number, its complement and its integral, the softplus, take one exponential together,
 * {@code exp(-|x|)}; none, if {@code x} is a small multiple of a number whose exponential is there already, plus a constant:
 * the logarithm of one plus the square of a scale, and its derivative, are such.
 */
public final class LogisticFunctions extends GraphRewriting {

    private static final int LARGEST_POWER = 4;

    /** With a larger constant the power could overflow where the exponential itself is an ordinary number. */
    private static final double LARGEST_SHIFT = 30;

    /** A number: factor · base + shift. */
    private record Line(Node base, double factor, double shift) {
        private Line plus(double more) {
            return new Line(base, factor, shift + more);
        }

        private Line times(double more) {
            return new Line(base, factor * more, shift * more);
        }
    }

    private final NodeMap<Integer> functions = new NodeMap<>();
    private final NodeMap<Op> exponentials = new NodeMap<>();
    private final NodeMap<Logistic> made = new NodeMap<>();

    private LogisticFunctions(Simplifier simplifier) {
        super(simplifier);
    }

    /** Returns a graph of interned nodes rewritten. */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier) {
        LogisticFunctions pass = new LogisticFunctions(simplifier);
        List<Node> order = Topology.sort(roots);
        List<Node> found = new ArrayList<>();
        for (Node node : order) {
            if (isLogistic(node.op())) {
                Node x = argument(node);
                pass.functions.put(x, pass.functions.getOrDefault(x, 0) + 1);
                found.add(node);
            } else if (node.op() instanceof Exp) {
                pass.exponentials.put(node.input(0), node.op());
            }
        }
        for (Node node : found) {
            if (pass.isShared(node)) {
                return pass.rewrite(roots, order);
            }
        }
        return roots;
    }

    private static boolean isLogistic(Op op) {
        return op instanceof Softplus || op instanceof Sigmoid || op instanceof SigmoidComplement;
    }

    /** Returns the number that a function is one of, whatever its sign. */
    private static Node argument(Node function) {
        Node x = function.input(0);
        return x.op() instanceof Negate ? x.input(0) : x;
    }

    private boolean isShared(Node node) {
        return functions.getOrDefault(argument(node), 0) > 1;
    }

    @Override
    protected @Nullable Node replacement(Node node) {
        if (!isLogistic(node.op()) || !isShared(node)) {
            return null;
        }
        Node x = argument(node);
        Node argument = result(x);
        Logistic common = made.get(argument);
        if (common == null) {
            common = common(x, argument);
            made.put(argument, common);
        }
        boolean negated = x != node.input(0);
        if (node.op() instanceof Softplus) {
            Node zero = number(0, argument);
            Node positive = negated
                    ? make(new Select(), common.isPositive(), zero, make(new Negate(), argument))
                    : make(new Select(), common.isPositive(), argument, zero);
            return make(new Add(), positive, make(new Log1pOfFraction(), common.exponential()));
        }
        return common.function(node.op() instanceof Sigmoid != negated, simplifier);
    }

    private Node make(Op op, Node... inputs) {
        return simplifier.asIs(op, inputs);
    }

    private Node number(double value, Node like) {
        return Logistic.number(value, like, simplifier);
    }

    private Logistic common(Node x, Node argument) {
        Node isPositive = Logistic.isPositive(argument, simplifier);
        Line line = power(x);
        Node exponential = line == null
                ? make(new Exp(), make(new Negate(), make(new Absolute(), argument)))
                : ofPower(line, isPositive);
        return Logistic.of(exponential, isPositive, simplifier);
    }

    /** Returns the exponential of minus the absolute value of a number whose base's exponential is there. */
    private Node ofPower(Line line, Node isPositive) {
        Op exp = Objects.requireNonNull(exponentials.get(line.base));
        Node exponential = make(exp, result(line.base));
        Node power = exponential;
        for (int i = 1; i < Math.abs(line.factor); i++) {
            power = make(new Multiply(), power, exponential);
        }
        boolean rises = line.factor > 0;
        Node shifted = make(new Multiply(), power, number(Elementary.exp(rises ? line.shift : -line.shift), power));
        Node inverse = make(new Divide(), number(1, power), shifted);
        return make(new Select(), isPositive, rises ? inverse : shifted, rises ? shifted : inverse);
    }

    /** Returns how a number depends on one whose exponential is there, if its own is a power of that; else null. */
    private @Nullable Line power(Node x) {
        Line line = line(x);
        boolean isPower = line != null
                && Math.rint(line.factor) == line.factor
                && line.factor != 0
                && Math.abs(line.factor) <= LARGEST_POWER
                && Math.abs(line.shift) <= LARGEST_SHIFT;
        return isPower ? line : null;
    }

    private @Nullable Line line(Node x) {
        if (exponentials.containsKey(x)) {
            return new Line(x, 1, 0);
        }
        if (x.op() instanceof Negate) {
            return times(line(x.input(0)), -1);
        }
        if (!(x.op() instanceof Add || x.op() instanceof Subtract || x.op() instanceof Multiply)) {
            return null;
        }
        Double first = number(x.input(0));
        Double second = number(x.input(1));
        if ((first == null) == (second == null)) {
            return null;
        }
        Line other = line(x.input(first == null ? 0 : 1));
        double number = first == null ? Objects.requireNonNull(second) : first;
        if (other == null) {
            return null;
        }
        if (x.op() instanceof Multiply) {
            return other.times(number);
        }
        if (x.op() instanceof Add) {
            return other.plus(number);
        }
        return first == null ? other.plus(-number) : other.times(-1).plus(number);
    }

    private static @Nullable Line times(@Nullable Line line, double factor) {
        return line == null ? null : line.times(factor);
    }

    private static @Nullable Double number(Node x) {
        Node constant = x.op() instanceof Broadcast ? x.input(0) : x;
        return constant.size() == 1 && Interner.isConstant(constant) ? Interner.constantValue(constant) : null;
    }
}
