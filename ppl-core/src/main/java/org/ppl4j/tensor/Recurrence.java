package org.ppl4j.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.RunningBodies;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBody;
import org.ppl4j.graph.ScanBuilder;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.SymbolicValueException;

/** Traces the body of a {@link Tensor#scan} once, on symbols, or, where it reads values, runs it at every step. */
final class Recurrence {

    private final List<Tensor> initial;
    private final List<Tensor> sequences;
    private final int steps;
    private final BinaryOperator<List<Tensor>> body;

    /**
     * Creates a recurrence.
     *
     * @param initial the carries before the first step
     * @param sequences tensors whose first axis has one element a step; at least one
     * @param body from the carries and the step's elements to the next carries
     */
    Recurrence(List<Tensor> initial, List<Tensor> sequences, BinaryOperator<List<Tensor>> body) {
        this.initial = copy(initial, "initial");
        this.sequences = copy(sequences, "sequences");
        this.steps = requireOneLength();
        this.body = Arguments.nonNull(body, "body");
    }

    private static List<Tensor> copy(List<Tensor> tensors, String name) {
        for (int i = 0; i < Arguments.nonNull(tensors, name).size(); i++) {
            Arguments.nonNull(tensors.get(i), name + "[" + i + "]");
        }
        return List.copyOf(tensors);
    }

    private int requireOneLength() {
        if (initial.isEmpty()) {
            throw error("there is nothing to carry from step to step. Give at least one initial value.");
        }
        if (sequences.isEmpty()) {
            throw error("the number of steps is not known. Give at least one sequence.");
        }
        for (Tensor sequence : sequences) {
            if (sequence.rank() == 0) {
                throw error("a sequence is a scalar. Give a tensor whose first axis has one element a step.");
            }
            if (sequence.rows() != sequences.get(0).rows()) {
                throw error("the sequences have shapes " + sequences.get(0).shape() + " and " + sequence.shape()
                        + ". Give all the same number of steps along the first axis.");
            }
        }
        return sequences.get(0).rows();
    }

    private static IllegalArgumentException error(String problem) {
        return new IllegalArgumentException("scan (" + Origin.ofCaller() + "): " + problem);
    }

    /** Returns, for each carry, its values after all steps, along a new first axis. */
    List<Tensor> run() {
        try {
            return trace();
        } catch (SymbolicValueException reads) {
            boolean isKnown = initial.stream().allMatch(Tensor::isConcrete)
                    && sequences.stream().allMatch(Tensor::isConcrete);
            if (!isKnown) {
                throw reads;
            }
            return unroll();
        }
    }

    private List<Tensor> trace() {
        ScanBuilder builder = new ScanBuilder();
        List<Tensor> carries = new ArrayList<>();
        for (Tensor each : initial) {
            carries.add(Tensor.of(builder.carry(each.node())));
        }
        List<Tensor> elements = new ArrayList<>();
        for (Tensor each : sequences) {
            elements.add(Tensor.of(builder.element(each.node())));
        }
        List<Tensor> next = step(Collections.unmodifiableList(carries), Collections.unmodifiableList(elements));
        List<Node> after = new ArrayList<>();
        for (Tensor each : next) {
            after.add(each.node());
        }
        Origin origin = Origin.ofCaller();
        for (Node node : ScanBody.open(after)) {
            node.noteOrigin(origin);
        }
        for (int i = 0; i < after.size(); i++) {
            builder.next(carries.get(i).node(), after.get(i));
            builder.output(after.get(i));
        }
        Node result = builder.build(steps, false);
        Scan scan = (Scan) result.op();
        List<Tensor> histories = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            histories.add(Tensor.of(scan.stack(result, i)));
        }
        return Collections.unmodifiableList(histories);
    }

    /** Runs the body at every step, each on what the one before returned. */
    private List<Tensor> unroll() {
        List<List<Tensor>> histories = new ArrayList<>();
        initial.forEach(each -> histories.add(new ArrayList<>()));
        List<Tensor> carries = initial;
        for (int t = 0; t < steps; t++) {
            int row = t;
            carries = step(carries, sequences.stream().map(each -> each.at(row)).toList());
            for (int i = 0; i < carries.size(); i++) {
                histories.get(i).add(carries.get(i));
            }
        }
        return IntStream.range(0, initial.size())
                .mapToObj(i -> stack(initial.get(i).shape(), histories.get(i)))
                .toList();
    }

    private static Tensor stack(Shape shape, List<Tensor> history) {
        return history.isEmpty() ? Tensor.of(Shape.of(0).append(shape)) : Tensor.stack(history);
    }

    private List<Tensor> step(List<Tensor> carries, List<Tensor> elements) {
        List<Tensor> next = RunningBodies.run(() -> body.apply(carries, elements));
        boolean hasNull = next == null;
        for (int i = 0; !hasNull && i < next.size(); i++) {
            hasNull = next.get(i) == null;
        }
        if (hasNull) {
            throw error("the body returns null. Return the next value of each carry.");
        }
        if (next.size() != carries.size()) {
            throw error("the body returns " + next.size() + " tensors for " + carries.size()
                    + " carries. Return the next value of each carry, in their order.");
        }
        for (int i = 0; i < next.size(); i++) {
            Shape before = carries.get(i).shape();
            Shape after = next.get(i).shape();
            if (!after.equals(before)) {
                throw error("the body returns shape " + after + " for a carry of shape " + before
                        + ". Return the next carry in the shape of the initial one, or give an initial one of the"
                        + " shape that the body returns.");
            }
        }
        return next;
    }

    /** Returns the numbers of the steps, from 0, as a sequence. */
    static Tensor numbers(int steps) {
        if (steps < 0) {
            throw error("the number of steps must be >= 0, got " + steps + ".");
        }
        double[] numbers = new double[steps];
        for (int t = 0; t < steps; t++) {
            numbers[t] = t;
        }
        return Tensor.of(numbers);
    }
}
