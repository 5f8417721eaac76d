package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Evaluation;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Select;

/**
 * What a condition that is known leaves out is computed all the same, and a gradient of zero flows back through it: times a
 * derivative that is none, it is none. So data that are no numbers where they are left out, and data of functions that may
 * not be finite, become what they are at an element that is chosen: as an outcome that is missing, or one of zero in a
 * logarithm.
 */
final class MaskedData implements Rule {

    private static final int DEEPEST = 20;
    private static final int DEEPEST_CONDITION = 4;

    @Override
    public @Nullable Node rewrite(Op op, List<Node> inputs, Simplifier simplifier) {
        if (!(op instanceof Select) || inputs.get(0).size() == 1 || !isOfConstants(inputs.get(0), 0)) {
            return null;
        }
        Node condition = inputs.get(0);
        double[] conditions = Evaluation.valueOnce(simplifier.interner().intern(condition));
        Node ifTrue = new Branch(conditions, true, simplifier).of(inputs.get(1), 0, false);
        Node ifFalse = new Branch(conditions, false, simplifier).of(inputs.get(2), 0, false);
        return ifTrue == inputs.get(1) && ifFalse == inputs.get(2)
                ? null
                : simplifier.make(op, condition, ifTrue, ifFalse);
    }

    /** Whether a node is computed from constants alone, at once: if they are many it is not folded. */
    private static boolean isOfConstants(Node node, int depth) {
        if (node.inputs().isEmpty() || depth == DEEPEST_CONDITION) {
            return node.op() instanceof Constant;
        }
        for (Node input : node.inputs()) {
            if (!isOfConstants(input, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    /** What is chosen where a condition holds, or where it does not. */
    private static final class Branch {
        private final double[] conditions;
        private final boolean holds;
        private final Simplifier simplifier;
        private final Map<Node, Node> safe = new IdentityHashMap<>();
        private final Map<Node, Node> risky = new IdentityHashMap<>();
        private final int chosen;

        Branch(double[] conditions, boolean holds, Simplifier simplifier) {
            this.conditions = conditions;
            this.holds = holds;
            this.simplifier = simplifier;
            int first = 0;
            while (first < conditions.length && !isChosen(first)) {
                first++;
            }
            chosen = first;
        }

        private boolean isChosen(int element) {
            return (conditions[element] != 0) == holds;
        }

        /**
         * Returns a node whose data are mended where it is not chosen.
         *
         * @param isRisky whether what it is used for may not be finite
         */
        Node of(Node node, int depth, boolean isRisky) {
            if (chosen == conditions.length || node.size() != conditions.length || depth == DEEPEST) {
                return node;
            }
            Map<Node, Node> known = isRisky ? risky : safe;
            Node result = known.get(node);
            if (result == null) {
                result = make(node, depth, isRisky);
                known.put(node, result);
            }
            return result;
        }

        private Node make(Node node, int depth, boolean isRisky) {
            if (Interner.isConstant(node)) {
                return mended(node, isRisky);
            }
            if (!DataChoice.isRowByRow(node)) {
                return node;
            }
            boolean mayFail = isRisky || !FiniteOperations.contain(node.op());
            List<Node> inputs = new ArrayList<>();
            boolean changed = false;
            for (Node input : node.inputs()) {
                Node mended = of(input, depth + 1, mayFail);
                changed |= mended != input;
                inputs.add(mended);
            }
            return changed ? simplifier.make(node.op(), inputs) : node;
        }

        private Node mended(Node data, boolean isRisky) {
            double[] values = Objects.requireNonNull(data.cachedValue());
            double[] mended = null;
            for (int i = 0; i < values.length; i++) {
                boolean isLeft = !isChosen(i) && Double.compare(values[i], values[chosen]) != 0;
                if (isLeft && (isRisky || !Double.isFinite(values[i]))) {
                    mended = mended == null ? values.clone() : mended;
                    mended[i] = values[chosen];
                }
            }
            return mended == null ? data : simplifier.interner().intern(Constant.of(data.shape(), mended));
        }
    }
}
