package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rolling.LeafColumn;
import org.ppl4j.graph.Cholesky;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Shape;

/**
 * The choices in the body of a loop whose steps have a few forms: which steps have which, and what is chosen at a step. A
 * sequence of noughts and ones says what a step has.
 *
 * <p>A form is computed at all steps. Where it is not chosen its operands may be such that it is no number, or that its
 * derivatives are none: an operation for which that can be gets ones instead of them. They are chosen too, so that nothing
 * flows back to an operand from a step that has another form.
 */
final class StepChoices {

    /** How many steps ago the last state was that a node depends on which depends on none. */
    private static final int NEVER = Integer.MIN_VALUE;

    private static final int MOST_FORMS = 8;
    private static final int MOST_CHOICES = 24;

    /** How many operations tell whether one form is computed from another. */
    private static final int LOOKED_AT = 5;

    private final JointStates states;
    private final ToIntFunction<Node> stepOf;
    private final StepSelectors selectors;
    private int count;

    /**
     * Begins without choices.
     *
     * @param states the states
     * @param stepOf tells the last state that a node depends on, -1 for none
     * @param selectors tells what steps have something
     */
    StepChoices(JointStates states, ToIntFunction<Node> stepOf, StepSelectors selectors) {
        this.states = states;
        this.stepOf = stepOf;
        this.selectors = selectors;
    }

    /** What some steps have in common at one place. */
    private final class Form {

        private final Node[] nodes;
        private final Node like;
        private final int lag;
        private final int state;
        private final int[] operandLags;

        Form(int length, int step, Node like) {
            this.nodes = new Node[length];
            this.like = like;
            this.lag = lag(like, step);
            this.state = states.number(like, step);
            this.operandLags =
                    like.inputs().stream().mapToInt(input -> lag(input, step)).toArray();
            nodes[step] = like;
        }

        boolean accepts(Node node, int step) {
            int other = states.number(node, step);
            if (lag == NEVER || state >= 0 || other >= 0) {
                return state >= 0 ? other == state : lag(node, step) == NEVER && lag == NEVER;
            }
            boolean isAlike = isSameLag(lag(node, step), lag, step)
                    && node.inputs().size() == operandLags.length
                    && Operations.isSame(node.op(), like.op());
            for (int i = 0; isAlike && lag == 0 && i < operandLags.length; i++) {
                isAlike = isSameLag(lag(node.input(i), step), operandLags[i], step);
            }
            return isAlike;
        }
    }

    /** Returns how many steps ago the last state was that a node depends on; one less than none for the next state. */
    private int lag(Node node, int step) {
        int last = stepOf.applyAsInt(node);
        return last < 0 ? NEVER : step - last;
    }

    /** What the first steps have of earlier ones was there before the loop. */
    private static boolean isSameLag(int lag, int other, int step) {
        return lag == other || (lag == NEVER && other > step);
    }

    /** Returns the parts of a column that have a form each, or null if there are too many. */
    @Nullable
    List<Node[]> forms(Node[] column) {
        List<Form> forms = new ArrayList<>();
        int nodes = 0;
        for (int step = column.length - 1; step >= 0; step--) {
            Node node = column[step];
            if (node == null) {
                continue;
            }
            nodes++;
            boolean isKnown = false;
            for (int i = 0; i < forms.size() && !isKnown; i++) {
                isKnown = forms.get(i).accepts(node, step);
                if (isKnown) {
                    forms.get(i).nodes[step] = node;
                }
            }
            if (!isKnown) {
                forms.add(new Form(column.length, step, node));
                if (forms.size() > MOST_FORMS) {
                    return null;
                }
            }
        }
        if (forms.size() > 1 && (4 * forms.size() > nodes || ++count > MOST_CHOICES)) {
            return null;
        }
        return forms.stream().map(form -> form.nodes).toList();
    }

    /** Returns what one of some forms is, and another one is computed from: it is there at the steps of both. */
    List<Node[]> common(List<Node[]> columns) {
        List<Node[]> common = new ArrayList<>();
        for (Node[] inner : columns) {
            for (Node[] outer : columns) {
                int operands = lastOf(outer).inputs().size();
                for (int i = 0; inner != outer && i < operands; i++) {
                    if (!isAlike(lastOf(inner), lastOf(outer).input(i), LOOKED_AT)) {
                        continue;
                    }
                    Node[] both = inner.clone();
                    for (int k = 0; k < both.length; k++) {
                        both[k] =
                                outer[k] == null || outer[k].inputs().size() != operands ? both[k] : outer[k].input(i);
                    }
                    if (isComputedAlike(both)) {
                        common.add(both);
                    }
                }
            }
        }
        return common;
    }

    /** Whether two nodes are computed alike as far as a few operations tell: what does not depend on states in the same way. */
    private boolean isAlike(Node first, Node second, int depth) {
        if (first == second || depth == 0) {
            return true;
        }
        boolean isIndependent = stepOf.applyAsInt(first) < 0;
        if (isIndependent != stepOf.applyAsInt(second) < 0) {
            return false;
        }
        if (LeafColumn.isLeaf(first)) {
            LeafColumn leaf = LeafColumn.of(first);
            return leaf != null && leaf.accepts(second);
        }
        boolean isAlike = Operations.isSame(first.op(), second.op())
                && first.inputs().size() == second.inputs().size()
                && !first.inputs().isEmpty();
        for (int i = 0; isAlike && i < first.inputs().size(); i++) {
            isAlike = isAlike(first.input(i), second.input(i), depth - 1);
        }
        return isAlike || (!isIndependent && depth < LOOKED_AT);
    }

    private boolean isComputedAlike(Node[] column) {
        int step = lastStep(column);
        Form form = new Form(column.length, step, column[step]);
        if (form.lag != 0 || form.state >= 0) {
            return false;
        }
        for (int k = 0; k < column.length; k++) {
            if (column[k] != null
                    && !(form.accepts(column[k], k) && column[k].shape().equals(form.like.shape()))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns what a step has, of some forms.
     *
     * @param columns the nodes that have each form
     * @param values what stands for each form in the body
     */
    Node choose(List<Node[]> columns, List<Node> values) {
        Node chosen = values.get(0);
        for (int i = 1; i < values.size(); i++) {
            chosen = Nodes.select(selectors.isPresent(columns.get(i), chosen.shape()), values.get(i), chosen);
        }
        return chosen;
    }

    /** Returns operands of an operation that only the steps of a column have. */
    List<Node> guarded(Node[] column, Op op, List<Node> operands) {
        if (isWhole(column) || FiniteOperations.contain(op)) {
            return operands;
        }
        List<Node> guarded = new ArrayList<>();
        for (Node operand : operands) {
            if (op instanceof Divide && guarded.isEmpty()) {
                // finite, whatever it is, where it is divided by one
                guarded.add(operand);
                continue;
            }
            boolean isFixed = operand.op() instanceof Constant;
            Node isPresent = selectors.isPresent(column, operand.shape());
            guarded.add(isFixed ? operand : Nodes.select(isPresent, operand, harmless(op, operand.shape())));
        }
        return guarded;
    }

    /** Returns an operand that an operation is finite for: ones, and a matrix that has a factor. */
    private static Node harmless(Op op, Shape shape) {
        if (!(op instanceof Cholesky)) {
            return Nodes.broadcast(Nodes.constant(1), shape);
        }
        double[] identity = new double[shape.size()];
        for (int i = 0; i < identity.length; i += shape.dimension(0) + 1) {
            identity[i] = 1;
        }
        return Constant.of(shape, identity);
    }

    /** Whether all steps have something in a column. */
    static boolean isWhole(Node[] column) {
        for (Node node : column) {
            if (node == null) {
                return false;
            }
        }
        return true;
    }

    /** Whether no step has anything in a column. */
    static boolean isEmpty(Node[] column) {
        for (Node node : column) {
            if (node != null) {
                return false;
            }
        }
        return true;
    }

    /** Returns a column with what another step has where a step has nothing. */
    static Node[] filled(Node[] column) {
        Node[] filled = column.clone();
        Node before = lastOf(column);
        for (int k = filled.length - 1; k >= 0; k--) {
            if (filled[k] == null) {
                filled[k] = before;
            }
            before = filled[k];
        }
        return filled;
    }

    /** Returns what the last step that has anything has. */
    static Node lastOf(Node[] column) {
        return column[lastStep(column)];
    }

    /** Returns the last step that has anything. */
    static int lastStep(Node[] column) {
        int last = column.length - 1;
        while (column[last] == null) {
            last--;
        }
        return last;
    }
}
