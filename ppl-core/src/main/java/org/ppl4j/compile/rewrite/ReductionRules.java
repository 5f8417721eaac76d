package org.ppl4j.compile.rewrite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.EqualTo;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Sum;

/** Takes out of a sum what is the same for every term, and what depends on data alone. */
public final class ReductionRules implements Rule {

    @Override
    public @Nullable Node rewrite(Op op, List<Node> inputs, Simplifier simplifier) {
        if (!(op instanceof Sum sum)) {
            return null;
        }
        Node x = inputs.get(0);
        Shape kept = sum.shape(List.of(x.shape()));
        if (kept.size() == x.size()) {
            return simplifier.make(new Reshape(kept), x);
        }
        if ((x.op() instanceof Reshape || x.op() instanceof Sum) && sum.isFull(x.shape())) {
            List<Integer> axes = x.input(0).shape().axes();
            return axes.isEmpty() ? null : simplifier.make(new Sum(axes), x.input(0));
        }
        int terms = x.size() / Math.max(1, kept.size());
        Node repeated = Simplifier.scalarOf(x);
        if (repeated != null) {
            return times(repeated, terms, kept, simplifier);
        }
        if (x.op() instanceof Negate) {
            return simplifier.make(new Negate(), simplifier.make(op, x.input(0)));
        }
        if (x.op() instanceof Multiply) {
            return ofProduct(sum, x, kept, simplifier);
        }
        if (x.op() instanceof Add || x.op() instanceof Subtract) {
            return Residuals.isResidual(x, simplifier.interner()) ? null : split(sum, x, simplifier);
        }
        if (x.op() instanceof Select && isMinusInfinity(x.input(2))) {
            return guarded(sum, x, kept, simplifier);
        }
        return null;
    }

    private static boolean isMinusInfinity(Node node) {
        return node.isConstant(Double.NEGATIVE_INFINITY);
    }

    /**
     * A sum of terms that are minus infinity where a condition on data does not hold, as that data are in a support: it is
     * that if there is such a term, and otherwise the sum of terms without a condition.
     */
    private static @Nullable Node guarded(Sum sum, Node x, Shape kept, Simplifier simplifier) {
        Node condition = x.input(0);
        if (simplifier.interner().dependsOnVariables(condition)
                || !simplifier.interner().dependsOnVariables(x.input(1))) {
            return null;
        }
        Node broken = simplifier.make(
                new EqualTo(), condition, simplifier.make(new Broadcast(x.shape()), simplifier.constant(0)));
        Node none = simplifier.make(
                new EqualTo(),
                simplifier.make(sum, broken),
                simplifier.make(new Broadcast(kept), simplifier.constant(0)));
        Node otherwise = simplifier.make(new Broadcast(kept), simplifier.constant(Double.NEGATIVE_INFINITY));
        return simplifier.make(new Select(), none, simplifier.make(sum, x.input(1)), otherwise);
    }

    private static Node times(Node scalar, int count, Shape kept, Simplifier simplifier) {
        Node product = simplifier.make(new Multiply(), scalar, simplifier.constant(count));
        return simplifier.make(new Broadcast(kept), product);
    }

    private static @Nullable Node ofProduct(Sum sum, Node x, Shape kept, Simplifier simplifier) {
        for (int side = 0; side < 2; side++) {
            Node other = x.input(1 - side);
            Node factor = Simplifier.scalarOf(x.input(side));
            if (factor != null) {
                return times(factor, other, sum, kept, simplifier);
            }
            Node inner = x.input(side);
            boolean product =
                    inner.op() instanceof Multiply && simplifier.interner().isModerate(x);
            for (int part = 0; part < 2 && product; part++) {
                Node within = Simplifier.scalarOf(inner.input(part));
                if (within != null) {
                    Node rest = simplifier.make(new Multiply(), inner.input(1 - part), other);
                    return times(within, rest, sum, kept, simplifier);
                }
            }
        }
        return null;
    }

    private static Node times(Node factor, Node rest, Sum sum, Shape kept, Simplifier simplifier) {
        Interner interner = simplifier.interner();
        if (sum.isFull(rest.shape()) && interner.dependsOnVariables(factor) && !interner.dependsOnVariables(rest)) {
            simplifier.noteFolded(rest.size(), 1);
        }
        Node repeated = simplifier.make(new Broadcast(kept), factor);
        return simplifier.make(new Multiply(), total(sum, rest, simplifier), repeated);
    }

    /** Returns a sum; one of data, which is not summed at every evaluation, in twice the precision. */
    private static Node total(Sum sum, Node x, Simplifier simplifier) {
        boolean isOfData = Simplifier.scalarOf(x) == null
                && sum.isFull(x.shape())
                && !simplifier.interner().dependsOnVariables(x);
        return isOfData ? Partition.whole(x.size()).sums(x, simplifier) : simplifier.make(sum, x);
    }

    private static @Nullable Node split(Sum sum, Node x, Simplifier simplifier) {
        for (Node term : x.inputs()) {
            boolean dataOnly = !simplifier.interner().dependsOnVariables(term)
                    && simplifier.interner().dependsOnVariables(x);
            if (dataOnly || Simplifier.scalarOf(term) != null) {
                Node a = total(sum, x.input(0), simplifier);
                Node b = total(sum, x.input(1), simplifier);
                return simplifier.make((ElementwiseOp) x.op(), a, b);
            }
        }
        return null;
    }
}
