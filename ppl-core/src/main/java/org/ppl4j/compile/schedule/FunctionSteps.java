package org.ppl4j.compile.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.EqualTo;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.LessOrEqual;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Log1pOfFraction;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.graph.SigmoidComplement;
import org.ppl4j.graph.Softplus;
import org.ppl4j.graph.Tanh;
import org.ppl4j.graph.Topology;

/**
 * Takes functions of vectors apart into steps: arithmetic, of which HotSpot makes vector instructions where it is in a
 * loop of its own ({@link LoopPasses}), and what moves bits or chooses, without branches. The bits stay.
 */
public final class FunctionSteps {

    private final Interner interner;
    private final NodeMap<Node> results = new NodeMap<>();
    private @Nullable Origin origin;

    private FunctionSteps(Interner interner) {
        this.interner = interner;
    }

    public static List<Node> apply(List<Node> roots, Interner interner) {
        FunctionSteps pass = new FunctionSteps(interner);
        for (Node node : Topology.sort(roots)) {
            pass.origin = node.origin();
            pass.results.put(node, node.inputs().isEmpty() ? interner.intern(node) : pass.rewritten(node));
        }
        return Simplifier.mapped(roots, pass.results);
    }

    /**
     * What a loop computes that computes functions at once.
     *
     * @param nodes the nodes that it computes, without steps that nothing reads then
     * @param functions what it computes some of them as: functions, not nodes of any graph, on operands of the loop
     */
    public record AtOnce(List<Node> nodes, NodeMap<Node> functions) {}

    /**
     * Puts the steps of functions together again.
     *
     * @param nodes what a loop computes, operands first
     * @param isKept whether a node is also read elsewhere
     */
    public static AtOnce atOnce(List<Node> nodes, Predicate<Node> isKept) {
        NodeMap<Boolean> own = new NodeMap<>();
        for (Node node : nodes) {
            own.put(node, true);
        }
        NodeMap<Boolean> read = new NodeMap<>();
        NodeMap<Node> functions = new NodeMap<>();
        List<Node> computed = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            if (FunctionStep.leads(node) && !read.containsKey(node) && !isKept.test(node)) {
                continue;
            }
            computed.add(node);
            Node function = hasItsSteps(node, own) ? function(node) : null;
            if (function != null) {
                functions.put(node, function);
            } else {
                for (Node input : node.inputs()) {
                    read.put(input, true);
                }
            }
        }
        Collections.reverse(computed);
        return new AtOnce(computed, functions);
    }

    /** Whether all steps that lead to a node are among some: else what the function is of may not be there. */
    private static boolean hasItsSteps(Node node, NodeMap<Boolean> own) {
        for (Node input : node.inputs()) {
            if (FunctionStep.leads(input) && !(own.containsKey(input) && hasItsSteps(input, own))) {
                return false;
            }
        }
        return true;
    }

    /** Returns the function whose last step a node is, if it is quicker at once; else null. */
    private static @Nullable Node function(Node node) {
        if (node.op() == BinaryStep.EXP_SCALED) {
            return Node.of(new Exp(), node.input(0).input(0));
        }
        if (node.op() == BinaryStep.COPY_SIGN) {
            return Node.of(new Tanh(), node.input(1));
        }
        return node.op() == BinaryStep.LOG_FINISHED ? Node.of(new Log(), node.input(0)) : null;
    }

    private Node rewritten(Node node) {
        Node rebuilt = located(Simplifier.rebuilt(node, Simplifier.mapped(node.inputs(), results)));
        boolean isTakenApart =
                node.op() instanceof ElementwiseOp && node.size() > 1 && interner.dependsOnVariables(rebuilt);
        return isTakenApart ? inSteps(rebuilt) : rebuilt;
    }

    private Node inSteps(Node node) {
        Op op = node.op();
        Node x = node.input(0);
        if (op instanceof Exp) {
            return exp(x);
        }
        if (op instanceof Tanh) {
            Node power = make(UnaryStep.TANH_POWER, make(UnaryStep.TANH_SHIFTED, x));
            Node reduced = make(UnaryStep.TANH_REDUCED, x);
            Node rest = make(UnaryStep.TANH_REST, x);
            return make(BinaryStep.COPY_SIGN, make(TernaryStep.TANH_MAGNITUDE, reduced, rest, power), x);
        }
        if (op instanceof Log) {
            Node reduced =
                    make(BinaryStep.LOG_REDUCED, make(UnaryStep.LOG_EXPONENT, x), make(UnaryStep.LOG_FRACTION, x));
            return make(BinaryStep.LOG_FINISHED, x, reduced);
        }
        if (op instanceof Sigmoid) {
            return logistic(x, make(BinaryStep.LESS_THAN, x, number(0, x)));
        }
        if (op instanceof SigmoidComplement) {
            return logistic(x, make(BinaryStep.LESS_THAN, number(0, x), x));
        }
        if (op instanceof Softplus) {
            Node positive = make(BinaryStep.LESS_THAN, number(0, x), x);
            Node part = make(TernaryStep.CHOOSE, positive, x, number(0, x));
            return make(new Add(), part, make(new Log1pOfFraction(), ofMinusMagnitude(x)));
        }
        if (op instanceof Select) {
            return make(TernaryStep.CHOOSE, mask(x), node.input(1), node.input(2));
        }
        return node;
    }

    /** Returns what chooses by a condition: of a comparison its own mask, for which it need not be a number. */
    private Node mask(Node condition) {
        if (condition.op() instanceof LessThan) {
            return make(BinaryStep.LESS_THAN, condition.input(0), condition.input(1));
        }
        if (condition.op() instanceof LessOrEqual) {
            return make(BinaryStep.LESS_OR_EQUAL, condition.input(0), condition.input(1));
        }
        return condition.op() instanceof EqualTo
                ? make(BinaryStep.EQUAL_TO, condition.input(0), condition.input(1))
                : make(UnaryStep.NOT_ZERO, condition);
    }

    private Node exp(Node x) {
        return make(BinaryStep.EXP_SCALED, make(UnaryStep.EXP_FRACTION, x), make(UnaryStep.EXP_SHIFTED, x));
    }

    private Node ofMinusMagnitude(Node x) {
        return exp(make(new Negate(), make(new Absolute(), x)));
    }

    private Node logistic(Node x, Node small) {
        Node e = ofMinusMagnitude(x);
        return make(BinaryStep.OF_ONE_PLUS, make(TernaryStep.CHOOSE, small, e, number(1, x)), e);
    }

    private Node number(double value, Node like) {
        return interner.intern(Nodes.broadcast(interner.intern(Nodes.constant(value)), like.shape()));
    }

    private Node make(Op op, Node... operands) {
        return located(Node.of(op, operands));
    }

    private Node located(Node node) {
        node.noteOrigin(origin);
        return interner.intern(node);
    }
}
