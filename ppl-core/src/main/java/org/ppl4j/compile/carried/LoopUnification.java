package org.ppl4j.compile.carried;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rolling.LoopInvariant;
import org.ppl4j.compile.rolling.UnrolledSums;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.ScanBuilder;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Subtract;

/**
 * Nodes of a graph, one a step, each computed from the one before in the same way, or in one of a few: the steps as one body
 * of a scan.
 *
 * <p>All steps are looked at together, a column of nodes at a time. A column is the state before the step; or the same node
 * at all steps; or something that no state leads to, which becomes a sequence, or is computed in the body from sequences;
 * or something of an earlier step, which becomes a further carry; else the same operation on columns. If steps may differ, a
 * column can be a choice of such ({@link StepChoices}), each of which has nodes at some steps and null at the others.
 */
final class LoopUnification {

    private static final int DEEPEST = 400;

    /** How many times, at most, steps are looked at anew. */
    private static final int MOST_ATTEMPTS = 20;

    /** A number that is carried costs as much as so many operations. */
    private static final int CARRY_COST = 4;

    /** How many times more operations a body with choices may have than its steps have on average. */
    private static final int MOST_WORK = 4;

    /** Steps are not alike. */
    private static final class Unlike extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unlike() {
            super(null, null, false, false);
        }
    }

    private final JointStates joint;
    private final LoopStates states;
    private final UnrolledSums sums;
    private final int steps;
    private final NodeMap<Integer> stepOf = new NodeMap<>();
    private final LoopColumns columns;
    private final ScanBuilder builder = new ScanBuilder();
    private final StepSelectors selectors;
    private final JoinedColumns joined;
    private final List<LoopColumn> furtherCarries = new ArrayList<>();
    private final List<Runnable> pending = new ArrayList<>();
    private final List<Node> carries = new ArrayList<>();

    /** What a step is computed from, for each loop that goes along: its carry, or what is there where it begins. */
    private final List<Node> stateNodes = new ArrayList<>();

    private @Nullable Node next;
    private final @Nullable StepChoices choices;
    private int carriedSize;
    private int gatheredCount;
    private long work;
    private long needed;

    private LoopUnification(JointStates joint, UnrolledSums sums, JoinedColumns joined, boolean mayDiffer) {
        this.joint = joint;
        this.sums = sums;
        this.joined = joined;
        this.states = joint.own();
        this.steps = states.count();
        this.selectors = new StepSelectors(builder, steps);
        for (LoopStates each : joint.all()) {
            Node carry = builder.carry(each.before(0));
            carries.add(carry);
            carriedSize += carry.size();
        }
        this.columns = new LoopColumns(mayDiffer);
        this.choices = mayDiffer ? new StepChoices(joint, this::step, selectors) : null;
    }

    /**
     * Returns the steps between states as one, or null if they are not alike.
     *
     * @param states the states
     * @param order the nodes that are computed from the first state on until the last is, each after its operands
     * @param sums the graph's sums
     * @param mayDiffer whether steps may have a few forms
     */
    static @Nullable LoopUnification of(JointStates states, List<Node> order, UnrolledSums sums, boolean mayDiffer) {
        return of(states, order, sums, mayDiffer, null);
    }

    /**
     * Returns the same, with some nodes computed at given steps, which are no earlier than those at which they can be.
     *
     * @param given the steps; null if all are computed as early as they can be
     */
    static @Nullable LoopUnification of(
            JointStates states,
            List<Node> order,
            UnrolledSums sums,
            boolean mayDiffer,
            @Nullable NodeMap<Integer> given) {
        JoinedColumns joined = new JoinedColumns();
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            try {
                LoopUnification unification = new LoopUnification(states, sums, joined, mayDiffer);
                unification.unify(order, given);
                return unification;
            } catch (Unlike steps) {
                if (!joined.hasGrown()) {
                    return null;
                }
            }
        }
        return null;
    }

    LoopStates states() {
        return states;
    }

    /** Whether there are states of several loops. */
    boolean isOfSeveral() {
        return joint.all().size() > 1;
    }

    /** Returns the next state. */
    Node next() {
        return Objects.requireNonNull(next);
    }

    /** Returns what is computed in the body. */
    List<LoopColumn> computed() {
        return columns.computed();
    }

    /** Returns what builds the body. */
    ScanBuilder builder() {
        return builder;
    }

    /** Returns the state before the step if that is all that the loop itself carries, else null. */
    @Nullable
    Node onlyCarry() {
        return furtherCarries.isEmpty() && !states.haveBeginnings() ? carries.get(0) : null;
    }

    /** Whether steps may have a few forms. */
    boolean mayDiffer() {
        return choices != null;
    }

    /** Returns how many numbers are carried from step to step. */
    int carriedSize() {
        return carriedSize;
    }

    /** Returns how many sequences were put together from what is computed elsewhere. */
    int gatheredCount() {
        return gatheredCount;
    }

    /** Returns how many times more the steps cost, each with the operations of all forms, than with their own: a guess. */
    double surplus() {
        return (work + (double) CARRY_COST * carriedSize * steps) / needed;
    }

    private void unify(List<Node> order, @Nullable NodeMap<Integer> given) {
        for (LoopStates each : joint.all()) {
            for (Node after : each.after()) {
                if (!after.shape().equals(each.before(0).shape())) {
                    throw new Unlike();
                }
            }
            each.number(stepOf);
        }
        for (Node node : order) {
            int latest = given == null ? -1 : given.getOrDefault(node, -1);
            for (Node input : node.inputs()) {
                latest = Math.max(latest, step(input));
            }
            if (latest >= 0) {
                stepOf.put(node, Math.max(latest, step(node)));
            }
        }
        for (LoopStates each : joint.all()) {
            // what a loop begins with may be computed from another one's states
            if (given == null && step(each.before(0)) != 0) {
                throw new Unlike();
            }
        }
        for (int i = 0; i < carries.size(); i++) {
            LoopStates each = joint.all().get(i);
            stateNodes.add(each.haveBeginnings() ? beginning(each.beginnings(), carries.get(i)) : carries.get(i));
        }
        for (int i = 0; i < carries.size(); i++) {
            Node after = inBody(joint.all().get(i).after().toArray(Node[]::new), 0);
            builder.next(carries.get(i), after);
            next = i == 0 ? after : next;
        }
        runPending();
        if (work > MOST_WORK * needed) {
            throw new Unlike();
        }
    }

    private void runPending() {
        while (!pending.isEmpty()) {
            pending.remove(pending.size() - 1).run();
        }
    }

    /** Returns the carry, or at a step that begins anew what is there before it. */
    private Node beginning(Node[] column, Node carry) {
        for (Node node : column) {
            if (node != null && dependsOnStates(node)) {
                throw new Unlike();
            }
        }
        return Nodes.select(selectors.isPresent(column, carry.shape()), sequence(column, 0), carry);
    }

    private boolean dependsOnStates(Node node) {
        for (Node input : node.inputs()) {
            if (step(input) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns all nodes that are computed in the body at some step. */
    NodeMap<Boolean> inLoop() {
        NodeMap<Boolean> nodes = new NodeMap<>();
        for (LoopColumn column : columns.computed()) {
            for (Node node : column.nodes()) {
                if (node != null && dependsOnStates(node)) {
                    nodes.put(node, true);
                }
            }
        }
        return nodes;
    }

    /** Returns the step at which a node is computed; -1 if no state leads to it. */
    int step(Node node) {
        return stepOf.getOrDefault(node, -1);
    }

    /** Returns what stands for a column in the body. */
    private Node unified(Node[] column, int depth) {
        Node last = StepChoices.lastOf(column);
        Node covered = columns.covering(column);
        if (covered != null) {
            return covered;
        }
        boolean independent = true;
        int earlier = 0;
        int state = joint.number(last, StepChoices.lastStep(column));
        for (int k = 0; k < column.length; k++) {
            Node node = column[k];
            if (node == null) {
                continue;
            }
            independent &= step(node) < 0;
            state = state == joint.number(node, k) ? state : -1;
            earlier = k - step(node);
            if (!node.shape().equals(last.shape())) {
                throw new Unlike();
            }
        }
        if (independent) {
            return sequence(column, depth);
        }
        for (int k = 0; k < column.length; k++) {
            if (column[k] != null && step(column[k]) != Math.max(-1, k - earlier)) {
                return chosen(column, choices == null ? null : choices.forms(column), depth);
            }
        }
        if (earlier > 0 && !isCheapOfOne(column)) {
            return earlier(column, depth);
        }
        return state >= 0 ? stateNode(state) : inBody(column, depth);
    }

    /** Returns what a step is computed from; what is there where a loop begins is not computed from it. */
    private Node stateNode(int number) {
        if (number >= stateNodes.size()) {
            throw new Unlike();
        }
        return stateNodes.get(number);
    }

    /** Whether a column is a sum, difference or product with but one operand that depends on states, of earlier steps. */
    private boolean isCheapOfOne(Node[] column) {
        Node like = StepChoices.lastOf(column);
        if (!(like.op() instanceof Add || like.op() instanceof Subtract || like.op() instanceof Multiply)) {
            return false;
        }
        int dependent = step(like.input(0)) < 0 ? 1 : 0;
        for (Node node : column) {
            boolean isLike =
                    node == null || (Operations.isSame(node.op(), like.op()) && step(node.input(1 - dependent)) < 0);
            if (!isLike) {
                return false;
            }
        }
        return true;
    }

    /** Returns a column of which some steps have another form than others. */
    private Node chosen(Node[] column, @Nullable List<Node[]> forms, int depth) {
        LoopColumn here = columns.of(column);
        if (here.inBody() != null) {
            return here.inBody();
        }
        if (forms == null || forms.size() < 2 || depth > DEEPEST) {
            throw new Unlike();
        }
        // Before its parts, so that what is used of it outside is read in one place.
        columns.computed().add(here);
        StepChoices made = Objects.requireNonNull(choices);
        for (Node[] common : made.common(forms)) {
            inBody(common, depth + 1);
        }
        List<Node> values = new ArrayList<>();
        for (Node[] form : forms) {
            values.add(unified(form, depth + 1));
        }
        Node result = made.choose(forms, values);
        columns.complete(here, result);
        return result;
    }

    /** Returns a column of the same operations, computed in the body. */
    private Node inBody(Node[] column, int depth) {
        LoopColumn here = columns.of(column);
        if (here.inBody() != null) {
            return here.inBody();
        }
        AddedTerms added = AddedTerms.of(column, joint, this::step, sums);
        OptionalTerms optional =
                added == null && depth <= DEEPEST ? OptionalTerms.of(column, joint, this::step, sums) : null;
        if (optional != null) {
            return sumOf(optional, here, depth);
        }
        if (choices != null) {
            List<Node[]> forms = choices.forms(column);
            if (forms == null || forms.size() > 1) {
                return chosen(column, forms, depth);
            }
        }
        Node last = StepChoices.lastOf(column);
        if (depth > DEEPEST || last.inputs().isEmpty()) {
            throw new Unlike();
        }
        for (Node node : column) {
            boolean alike = node == null
                    || (Operations.isSame(node.op(), last.op())
                            && node.inputs().size() == last.inputs().size()
                            && node.shape().equals(last.shape()));
            if (!alike) {
                throw new Unlike();
            }
            needed += node == null ? 0 : 1;
        }
        work += column.length;
        columns.computed().add(here);
        List<Node> inputs = new ArrayList<>();
        for (Node[] operands : operands(column, added)) {
            inputs.add(unified(operands, depth + 1));
        }
        Node result = Node.of(last.op(), choices == null ? inputs : choices.guarded(column, last.op(), inputs));
        result.noteOrigin(last.origin());
        columns.complete(here, result);
        return result;
    }

    /** Returns a sum of terms some of which only some steps have, as nought at the others. */
    private Node sumOf(OptionalTerms optional, LoopColumn here, int depth) {
        columns.computed().add(here);
        Node sum = null;
        for (Node[] term : optional.terms()) {
            Node value = sequence(term, depth + 1);
            if (!StepChoices.isWhole(term)) {
                value = Nodes.select(selectors.isPresent(term, value.shape()), value, zeros(value.shape()));
            }
            sum = sum == null ? value : Nodes.add(sum, value);
        }
        Node result = Nodes.add(Objects.requireNonNull(sum), unified(optional.values(), depth + 1));
        columns.complete(here, result);
        return result;
    }

    /** Returns the operands of a column of the same operations, of sums of different numbers of terms what all terms are added to. */
    private static List<Node[]> operands(Node[] column, @Nullable AddedTerms added) {
        if (added != null) {
            return List.of(added.values(), added.sums());
        }
        List<Node[]> all = new ArrayList<>();
        for (int i = 0; i < StepChoices.lastOf(column).inputs().size(); i++) {
            Node[] operands = new Node[column.length];
            for (int k = 0; k < operands.length; k++) {
                operands[k] = column[k] == null ? null : column[k].input(i);
            }
            all.add(operands);
        }
        return all;
    }

    /** Returns a carry that holds what an earlier step computed. */
    private Node earlier(Node[] some, int depth) {
        Node[] column = joined.whole(some);
        // The next value of a carry may need the carry itself, a step shorter: two values depend on each other.
        for (LoopColumn carried : furtherCarries) {
            if (carried.beginsWith(column)) {
                return Objects.requireNonNull(carried.inBody());
            }
            if (choices != null && joined.join(carried.nodes(), column)) {
                throw new Unlike();
            }
        }
        if (column.length < 2 || depth > DEEPEST) {
            throw new Unlike();
        }
        LoopColumn here = new LoopColumn(column);
        furtherCarries.add(here);
        Node first = column[0] == null ? zeros(StepChoices.lastOf(column).shape()) : column[0];
        Node parameter = builder.carry(first);
        carriedSize += parameter.size();
        here.computedBy(parameter);
        Node[] after = Arrays.copyOfRange(column, 1, column.length);
        pending.add(() -> builder.next(parameter, StepChoices.isEmpty(after) ? parameter : carried(after, depth + 1)));
        return parameter;
    }

    /**
     * Returns the next value of a further carry: where no step uses it a number, not what would be computed of such values
     * again and again until it overflows.
     */
    private Node carried(Node[] column, int depth) {
        Node value = unified(column, depth);
        if (StepChoices.isWhole(column)) {
            return value;
        }
        Node one = Nodes.broadcast(Nodes.constant(1), value.shape());
        return Nodes.select(selectors.isPresent(column, value.shape()), value, one);
    }

    private static Node zeros(Shape shape) {
        return Constant.of(shape, new double[shape.size()]);
    }

    /** Whether each step has a node, or computes the same anew, or has none. */
    private static boolean isSame(Node[] column, Node like) {
        for (Node node : column) {
            if (node != null && !LoopInvariant.isSame(node, like)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the step's element of what no state leads to. */
    private Node sequence(Node[] some, int depth) {
        Node last = StepChoices.lastOf(some);
        if (isSame(some, last)) {
            return last;
        }
        Node known = columns.sequence(some);
        if (known != null) {
            return known;
        }
        Node[] column = StepChoices.filled(some);
        LoopColumn here = columns.of(column);
        if (here.inBody() != null) {
            return here.inBody();
        }
        Node sequence = StepSequence.ofLeaves(column, steps);
        if (sequence == null) {
            Node chosen = selectors.oneOfTwo(column);
            if (chosen != null) {
                columns.isSequence(here, chosen);
                return chosen;
            }
            sequence = StepSequence.ofFew(column, steps);
            gatheredCount += sequence == null ? 0 : 1;
        }
        if (sequence == null && depth < DEEPEST) {
            try {
                return inBody(column, depth + 1);
            } catch (Unlike operations) {
                columns.computed().remove(here);
            }
        }
        if (sequence == null) {
            sequence = StepSequence.ofParts(column, steps);
            gatheredCount++;
        }
        Node element = builder.element(sequence);
        columns.isSequence(here, element);
        return element;
    }
}
