package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * At which elements an adjoint counts: those at which selections take the branches that it flows into. Elsewhere the
 * derivative is zero, whatever the branch's own is there, which need not be a number: the data may be missing, or the
 * logarithm that of zero. So the others are not set to zero where the adjoint enters the branch, to be multiplied by it,
 * but where it leaves what is computed element by element.
 *
 * @param choices all of which have to be made at an element for it to count, the innermost selection's first
 */
record Mask(List<Choice> choices) {

    /** More masks are not compared with each other. */
    private static final int MOST_COMPARED = 16;

    /** Conditions are looked into no deeper: what masks make of a selection's condition is shallow. */
    private static final int DEEPEST = 6;

    /**
     * A branch of a selection.
     *
     * @param condition the selection's condition, of the adjoint's shape
     * @param holds whether the branch is taken where the condition holds, or where it does not
     */
    record Choice(Node condition, boolean holds) {

        Choice other() {
            return new Choice(condition, !holds);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Choice choice
                    && holds == choice.holds
                    && areAlike(condition, choice.condition, DEEPEST);
        }

        @Override
        public int hashCode() {
            return Objects.hash(condition.op(), holds);
        }

        private static boolean areAlike(Node a, Node b, int depth) {
            if (a == b || depth == 0 || a.inputs().isEmpty() || !Operations.isSame(a.op(), b.op())) {
                return a == b;
            }
            for (int i = 0; i < a.inputs().size(); i++) {
                if (!areAlike(a.input(i), b.input(i), depth - 1)) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Returns the mask of what flows into an operand.
     *
     * @param node a node that passes masks on
     * @param operand which operand
     * @param mask the mask of the node's adjoint
     */
    static @Nullable Mask behind(Node node, int operand, @Nullable Mask mask) {
        if (node.op() instanceof Select) {
            Choice choice = new Choice(node.input(0), operand == 1);
            List<Choice> choices = new ArrayList<>(List.of(choice));
            if (mask != null) {
                choices.addAll(mask.without(new Mask(choices)).choices);
            }
            return new Mask(choices);
        }
        Shape shape = node.input(operand).shape();
        if (mask == null || node.op() instanceof ElementwiseOp) {
            return mask;
        }
        if (node.op() instanceof Broadcast) {
            return mask.map(alike -> Objects.requireNonNull(narrowed(alike, shape, DEEPEST)));
        }
        return node.op() instanceof Sum sum
                ? mask.map(kept -> Nodes.broadcast(Nodes.reshape(kept, Axes.keptAsOnes(shape, sum.axes())), shape))
                : mask.map(same -> Nodes.reshape(same, shape));
    }

    /** Returns what a condition is when broadcast from a shape; null if it is not the same along the axes between. */
    private static @Nullable Node narrowed(Node condition, Shape shape, int depth) {
        if (condition.op() instanceof Broadcast) {
            Node few = condition.input(0);
            return few.shape().broadcastsTo(shape) ? Nodes.broadcast(few, shape) : null;
        }
        if (!(condition.op() instanceof ElementwiseOp) || depth == 0) {
            return null;
        }
        List<Node> operands = new ArrayList<>();
        for (Node input : condition.inputs()) {
            Node operand = narrowed(input, shape, depth - 1);
            if (operand == null) {
                return null;
            }
            operands.add(operand);
        }
        return Node.of(condition.op(), operands);
    }

    /** Returns what of the mask of a node's adjoint goes on to the operands; null if nothing. */
    @Nullable
    Mask passing(Node node) {
        if (!(node.op() instanceof Broadcast)) {
            return this;
        }
        Shape shape = node.input(0).shape();
        List<Choice> passing = new ArrayList<>();
        for (Choice choice : choices) {
            if (narrowed(choice.condition, shape, DEEPEST) != null) {
                passing.add(choice);
            }
        }
        return passing.isEmpty() ? null : new Mask(passing);
    }

    private Mask map(UnaryOperator<Node> change) {
        List<Choice> changed = new ArrayList<>();
        for (Choice choice : choices) {
            changed.add(new Choice(change.apply(choice.condition), choice.holds));
        }
        return new Mask(changed);
    }

    /**
     * Whether each element of an adjoint flows on to elements of the operands' adjoints that are its own, or shares them
     * with others that may count at the same places.
     */
    static boolean passes(Node node) {
        return node.op() instanceof ElementwiseOp
                || node.op() instanceof Reshape
                || node.op() instanceof Sum
                || node.op() instanceof Broadcast;
    }

    /** Returns an adjoint with zeros where it does not count. */
    Node applied(Node adjoint) {
        Node zeros = Nodes.zeros(adjoint);
        Node result = adjoint;
        for (Choice choice : choices) {
            result = either(choice, result, zeros);
        }
        return result;
    }

    private static Node either(Choice choice, Node made, Node otherwise) {
        return Nodes.select(choice.condition, choice.holds ? made : otherwise, choice.holds ? otherwise : made);
    }

    /** Returns this mask without the choices that another one has. */
    Mask without(Mask other) {
        List<Choice> rest = new ArrayList<>();
        for (Choice choice : choices) {
            if (!other.choices.contains(choice)) {
                rest.add(choice);
            }
        }
        return new Mask(rest);
    }

    /** Returns where one of some masks counts at least; null if everywhere. */
    static @Nullable Mask union(List<Mask> masks) {
        Mask common = masks.get(0);
        for (Mask mask : masks) {
            common = common.without(common.without(mask));
        }
        List<Mask> rests = new ArrayList<>();
        boolean isOneEverywhere = false;
        for (Mask mask : masks) {
            Mask rest = mask.without(common);
            rests.add(rest);
            isOneEverywhere |= rest.choices.isEmpty();
        }
        if (isOneEverywhere) {
            rests = List.of(new Mask(List.of()));
        } else if (rests.size() <= MOST_COMPARED) {
            rests = joined(rests);
        }
        List<Choice> choices = new ArrayList<>(rests.size() == 1 ? rests.get(0).choices : List.of(oneOf(rests)));
        choices.addAll(common.choices);
        return choices.isEmpty() ? null : new Mask(choices);
    }

    /** Returns fewer masks of the same union, where two are one: of both branches of a selection, or one within another. */
    private static List<Mask> joined(List<Mask> masks) {
        for (int i = 0; i < masks.size(); i++) {
            for (int k = 0; k < masks.size(); k++) {
                Mask joined = i == k ? null : masks.get(i).joined(masks.get(k));
                if (joined != null) {
                    List<Mask> fewer = new ArrayList<>(masks);
                    fewer.set(i, joined);
                    fewer.remove(k);
                    return joined(fewer);
                }
            }
        }
        return masks;
    }

    /** Returns the union with another mask that has all of this one's choices, but for one at most; null if it has not. */
    private @Nullable Mask joined(Mask other) {
        List<Choice> differing = without(other).choices;
        if (differing.isEmpty()) {
            return this;
        }
        boolean areBothBranches = differing.size() == 1
                && other.choices.size() == choices.size()
                && other.choices.contains(differing.get(0).other());
        return areBothBranches ? without(new Mask(differing)) : null;
    }

    /** Returns a choice that is made where all of those of a mask are. */
    private static Choice oneOf(List<Mask> masks) {
        Node zero = Nodes.zeros(masks.get(0).choices.get(0).condition);
        Node one = Nodes.broadcast(Nodes.constant(1), zero.shape());
        Node any = zero;
        for (Mask mask : masks) {
            Choice all = mask.choices.get(0);
            if (mask.choices.size() > 1) {
                all = new Choice(mask.applied(one), true);
            }
            any = either(all, one, any);
        }
        return new Choice(any, true);
    }
}
