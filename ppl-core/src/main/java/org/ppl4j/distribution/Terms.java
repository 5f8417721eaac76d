package org.ppl4j.distribution;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Deviance;
import org.ppl4j.graph.Evaluation;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.LogBeta;
import org.ppl4j.graph.LogBinomialCoefficient;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.graph.StirlingError;
import org.ppl4j.graph.Take;
import org.ppl4j.tensor.Tensor;

/** What the log densities here are put together from: logarithms that do not lose digits, and guards of supports. */
final class Terms {

    static final double HALF_LOG_TWO_PI = 0.9189385332046727;

    /**
     * Up to here the rounding of log-gamma terms that cancel stays below some 1e-13. Above, where the arguments are known,
     * deviances from the mode are summed instead, which do not cancel but cost more. Where they are not known, as in a
     * traced model, the error is about 1e-16 times the largest term, which no sampler notices.
     */
    private static final double LARGE = 100;

    /** A graph in which no leaf but constants was found within so many nodes is not worth a longer search. */
    private static final int LONGEST_SEARCH = 64;

    private Terms() {}

    /** Returns the logarithm; that of an exponential or a logistic function is taken without computing the latter. */
    static Tensor log(Tensor x) {
        Optional<Tensor> exponent = preimage(x, Exp.class);
        if (exponent.isPresent()) {
            return exponent.get();
        }
        Optional<Tensor> logit = logit(x);
        return logit.isPresent() ? logit.get().negate().softplus().negate() : x.log();
    }

    /** Returns the logarithm of one minus a probability, on which {@link #log} does the same. */
    static Tensor logOneMinus(Tensor x) {
        Optional<Tensor> logit = logit(x);
        return logit.isPresent() ? logit.get().softplus().negate() : x.negate().log1p();
    }

    /** Returns what a tensor of probabilities is the logistic function of, if it was made by that function. */
    static Optional<Tensor> logit(Tensor probability) {
        return preimage(probability, Sigmoid.class);
    }

    /** Returns what a tensor of positive numbers is the exponential of, if it was made by that function. */
    static Optional<Tensor> exponent(Tensor positive) {
        return preimage(positive, Exp.class);
    }

    private static Optional<Tensor> preimage(Tensor value, Class<? extends Op> function) {
        Node preimage = preimage(value.node(), function);
        return preimage == null ? Optional.empty() : Optional.of(Tensor.of(preimage));
    }

    private static @Nullable Node preimage(Node rounded, Class<? extends Op> function) {
        Node node = Sigmoid.unbounded(rounded);
        if (function.isInstance(node.op())) {
            return node.input(0);
        }
        if (node.op() instanceof Reshape || node.op() instanceof Broadcast || node.op() instanceof Take) {
            Node inner = preimage(node.input(0), function);
            return inner == null ? null : Node.of(node.op(), inner);
        }
        return null;
    }

    /**
     * Returns a weight times a logarithm, where a weight that is data, and zero, makes even an infinite one vanish. What a
     * scalar gives looks the same for all weights while a model is traced, so that in a loop they are of one form.
     */
    static Tensor weighted(Tensor weight, Tensor logarithm) {
        Tensor product = weight.timesElementwise(logarithm);
        if (!isFixed(weight.node())) {
            return isGiven(weight.node()) ? Tensor.where(weight.equalTo(0), Tensor.of(0), product) : product;
        }
        double[] weights = Evaluation.valueOnce(weight.node());
        int zeros = 0;
        for (double each : weights) {
            zeros += each == 0 ? 1 : 0;
        }
        if (weights.length > 1 && zeros == 0) {
            return product;
        }
        if (product.isConcrete() && zeros == weights.length) {
            return Tensor.of(0).broadcastTo(product.shape());
        }
        return Tensor.where(weight.equalTo(0), Tensor.of(0), product);
    }

    static Tensor deviance(Tensor a, Tensor b) {
        return Tensor.of(Nodes.apply(new Deviance(), a.node(), b.node()));
    }

    static Tensor stirlingError(Tensor x) {
        return Tensor.of(Nodes.apply(new StirlingError(), x.node()));
    }

    static Tensor logBeta(Tensor a, Tensor b) {
        return Tensor.of(Nodes.apply(new LogBeta(), a.node(), b.node()));
    }

    static Tensor logBinomialCoefficient(Tensor n, Tensor k) {
        return Tensor.of(Nodes.apply(new LogBinomialCoefficient(), n.node(), k.node()));
    }

    /**
     * Returns the log probability of so many successes and failures, both positive, in deviances from the mode (Loader,
     * "Fast and accurate computation of binomial probabilities", 2000).
     */
    static Tensor binomialNearTheMode(Tensor successes, Tensor failures, Tensor probability, Tensor complement) {
        Tensor trials = successes.plus(failures);
        return stirlingError(trials)
                .minus(stirlingError(successes))
                .minus(stirlingError(failures))
                .minus(deviance(successes, trials.timesElementwise(probability)))
                .minus(deviance(failures, trials.timesElementwise(complement)))
                .plus(trials.log().minus(successes.log()).minus(failures.log()).times(0.5))
                .minus(HALF_LOG_TWO_PI);
    }

    /**
     * Whether the first tensor is known to have an element so large that sums of log-gamma terms cancel, and the others
     * are known to be positive and finite, as deviances need them.
     */
    static boolean isLarge(Tensor size, Tensor... others) {
        if (!size.isConcrete() || areWithin(Double.NEGATIVE_INFINITY, LARGE, size)) {
            return false;
        }
        for (Tensor other : others) {
            if (!other.isConcrete() || !areWithin(Double.MIN_VALUE, Double.MAX_VALUE, other)) {
                return false;
            }
        }
        return true;
    }

    /** Whether all elements of a concrete tensor are in an interval. */
    private static boolean areWithin(double low, double high, Tensor tensor) {
        for (double element : Evaluation.valueOnce(tensor.node())) {
            if (!(element >= low && element <= high)) {
                return false;
            }
        }
        return true;
    }

    /** Returns one where both conditions hold, else zero. */
    static Tensor both(Tensor first, Tensor second) {
        return first.timesElementwise(second);
    }

    /** Returns one where a value is a whole number of at least zero, else zero. */
    static Tensor isCount(Tensor value) {
        return both(value.floor().equalTo(value), Tensor.of(0).lessOrEqual(value));
    }

    /** Returns the log density where a condition holds, else minus infinity; just the former if it is known to hold. */
    static Tensor inside(Tensor condition, Tensor logDensity) {
        return guarded(condition, logDensity, Double.NEGATIVE_INFINITY);
    }

    /** Returns a parameter where a condition holds, else NaN, so that a random one that is invalid is never used. */
    static Tensor valid(Tensor condition, Tensor parameter) {
        return guarded(condition, parameter, Double.NaN);
    }

    /** Returns a parameter where it is positive, else NaN. */
    static Tensor positive(Tensor parameter) {
        return valid(Tensor.of(0).lessThan(parameter), parameter);
    }

    private static Tensor guarded(Tensor condition, Tensor value, double otherwise) {
        if (isFixed(condition.node()) && holds(condition)) {
            Shape common = condition.shape().broadcast(value.shape());
            return value.broadcastTo(common);
        }
        return Tensor.where(condition, value, Tensor.of(otherwise));
    }

    private static boolean holds(Tensor condition) {
        for (double element : Evaluation.valueOnce(condition.node())) {
            if (element == 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the value of a node follows from constants alone: it is known, and no data or position replaces it. */
    static boolean isFixed(Node root) {
        return followsFromConstants(root, false);
    }

    /** Whether the value of a node follows from constants and data, which others may replace. */
    static boolean isGiven(Node root) {
        return followsFromConstants(root, true);
    }

    private static boolean followsFromConstants(Node root, boolean orData) {
        Deque<Node> pending = new ArrayDeque<>();
        pending.push(root);
        for (int seen = 0; !pending.isEmpty(); seen++) {
            Node node = pending.pop();
            if (seen > LONGEST_SEARCH || !node.isConcrete()) {
                return false;
            }
            boolean isGiven = node.op() instanceof Constant || (orData && node.op() instanceof Data);
            if (node.inputs().isEmpty() && !isGiven) {
                return false;
            }
            for (Node input : node.inputs()) {
                pending.push(input);
            }
        }
        return true;
    }
}
