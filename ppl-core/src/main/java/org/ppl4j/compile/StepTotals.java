package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.ScanBuilder;
import org.ppl4j.graph.Topology;

/**
 * What a loop adds up in place of sums outside of it: terms that some steps have and others between them have not, or that
 * are computed from several values that go along. Outside they would have to be gathered, and what flows back scattered.
 */
final class StepTotals {

    /** A form of terms is computed at all steps: so many times as often, at most, as there are terms. */
    private static final int MOST_WORK = 4;

    /**
     * A sum of which a part is added up in the loop.
     *
     * @param of the sum
     * @param carries the numbers of the carries that add up
     * @param terms what they add up
     */
    record Total(LoopTerms of, List<Integer> carries, Set<Node> terms) {}

    private record Adding(LoopTerms of, List<LoopColumn> columns) {}

    private final int steps;
    private final boolean isJoint;
    private final ToIntFunction<Node> stepOf;
    private final List<Adding> found = new ArrayList<>();
    private final List<Total> made = new ArrayList<>();

    /**
     * Begins without totals.
     *
     * @param states the loop's states
     * @param stepOf tells the step that computes a node
     */
    StepTotals(JointStates states, ToIntFunction<Node> stepOf) {
        this.steps = states.own().count();
        this.isJoint = states.all().size() > 1;
        this.stepOf = stepOf;
    }

    /**
     * Finds the terms that are at some steps.
     *
     * @param isComputed tells nodes that the loop computes anyhow
     * @param inBody gives what computes a column in the body
     */
    void find(List<LoopTerms> sums, Predicate<Node> isComputed, Function<Node[], Node> inBody) {
        for (LoopTerms sum : sums) {
            List<LoopColumn> added = new ArrayList<>();
            for (List<Node> group : sum.groups()) {
                for (Node[] nodes : columns(group)) {
                    if (isAddedUp(nodes) && needsMany(StepChoices.lastOf(nodes), isComputed)) {
                        LoopColumn column = new LoopColumn(nodes);
                        column.computedBy(inBody.apply(nodes));
                        added.add(column);
                    }
                }
            }
            if (!added.isEmpty()) {
                found.add(new Adding(sum, added));
            }
        }
    }

    /** Returns terms each at its step; more columns than one if steps have several. */
    private List<Node[]> columns(List<Node> terms) {
        List<Node[]> columns = new ArrayList<>();
        for (Node term : terms) {
            int step = stepOf.applyAsInt(term);
            if (step < 0 || step >= steps) {
                continue;
            }
            int i = 0;
            while (i < columns.size() && columns.get(i)[step] != null) {
                i++;
            }
            if (i == columns.size()) {
                columns.add(new Node[steps]);
            }
            columns.get(i)[step] = term;
        }
        return columns;
    }

    private boolean isAddedUp(Node[] column) {
        int first = -1;
        int last = -1;
        int count = 0;
        for (int step = 0; step < column.length; step++) {
            if (column[step] != null) {
                first = count++ == 0 ? step : first;
                last = step;
            }
        }
        return count >= RollingSum.FEWEST
                && MOST_WORK * count >= column.length
                && (isJoint || last - first + 1 > count);
    }

    /** Whether a term is computed from more than one value of the loop. */
    private boolean needsMany(Node term, Predicate<Node> isComputed) {
        Set<Node> needed = new HashSet<>();
        for (Node node : Topology.sort(List.of(term), each -> stepOf.applyAsInt(each) >= 0 && !isComputed.test(each))) {
            for (Node input : node.inputs()) {
                if (isComputed.test(input)) {
                    needed.add(input);
                }
            }
        }
        return needed.size() > 1;
    }

    /**
     * Has the body add up what was found.
     *
     * @param carries how many carries there are before
     */
    void build(ScanBuilder builder, StepSelectors selectors, int carries) {
        int next = carries;
        Node zero = Nodes.constant(0);
        for (Adding each : found) {
            List<Integer> numbers = new ArrayList<>();
            Set<Node> terms = new HashSet<>();
            for (LoopColumn column : each.columns) {
                Node[] nodes = column.nodes();
                Node value = Objects.requireNonNull(column.inBody());
                Node term = StepChoices.isWhole(nodes)
                        ? value
                        : Nodes.select(selectors.isPresent(nodes, zero.shape()), value, zero);
                Node carry = builder.carry(zero);
                builder.next(carry, Nodes.add(carry, term));
                numbers.add(next++);
                for (Node node : nodes) {
                    if (node != null) {
                        terms.add(node);
                    }
                }
            }
            made.add(new Total(each.of, numbers, terms));
        }
    }

    /** Returns the sums of which parts are added up in the body. */
    List<Total> made() {
        return made;
    }
}
