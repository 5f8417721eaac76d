package org.ppl4j.compile.scan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.compile.rewrite.Unbundling;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Parameter;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Substitution;
import org.ppl4j.graph.Take;

/** A scan with small tensors taken apart: each scalar that is carried, read or put out stands alone. */
final class ScanScalars {

    private final Simplifier simplifier;
    private final ScanDraft whole;
    private final boolean isWhole;
    private final boolean takesLarger;
    private final List<ScanDraft.Carry> carries = new ArrayList<>();
    private final List<ScanDraft.Operand> elements = new ArrayList<>();
    private final List<ScanDraft.Operand> invariants = new ArrayList<>();
    private final Map<Node, List<Node>> parts = new IdentityHashMap<>();
    private int parameters;

    private ScanScalars(ScanDraft whole, Simplifier simplifier, boolean takesLarger) {
        this.whole = whole;
        this.simplifier = simplifier;
        this.takesLarger = takesLarger;
        // a step that needs vectors as a whole is no better off with their elements
        this.isWhole = LogarithmicProducts.areAmong(whole.results());
    }

    /**
     * A scan in scalars.
     *
     * @param draft the scan
     * @param places for each carry's parameter and each output of the first scan what is there in its place
     */
    record Apart(ScanDraft draft, Map<Node, List<Node>> places) {
        List<Node> parts(Node node) {
            return java.util.Objects.requireNonNull(places.get(node));
        }
    }

    /** Returns what was put out at all steps, put together of its parts. */
    static Node stack(Node output, List<Node> stacks, int steps, Simplifier simplifier) {
        Shape shape = Shape.of(steps).append(output.shape());
        if (stacks.size() == 1) {
            return reshaped(stacks.get(0), shape, simplifier);
        }
        int width = stacks.size();
        return simplifier.make(
                new Take(Indices.transposed(width, steps), shape), simplifier.make(new Concatenate(), stacks));
    }

    /** Takes a scan apart, larger matrices too if all of it becomes scalars then. */
    static Apart apply(ScanDraft whole, Simplifier simplifier) {
        ScanScalars scalars = new ScanScalars(whole, simplifier, false);
        Apart apart = scalars.run();
        if (scalars.isWhole || apart.draft.isOfScalars()) {
            return apart;
        }
        Apart larger = new ScanScalars(whole, simplifier, true).run();
        return larger.draft.isOfScalars() ? larger : apart;
    }

    /** Returns parts as one tensor. */
    static Node joined(List<Node> nodes, Shape shape, Simplifier simplifier) {
        return reshaped(
                nodes.size() == 1 ? nodes.get(0) : simplifier.make(new Concatenate(), nodes), shape, simplifier);
    }

    private static Node reshaped(Node node, Shape shape, Simplifier simplifier) {
        return node.shape().equals(shape) ? node : simplifier.make(new Reshape(shape), node);
    }

    private boolean isApart(Node node) {
        if (isWhole || node.size() == 0) {
            return node.size() == 1;
        }
        return takesLarger ? Unbundling.isApartInStep(node.shape()) : Unbundling.isApart(node.shape());
    }

    private Apart run() {
        List<Node> given = new ArrayList<>();
        List<Node> replacements = new ArrayList<>();
        for (ScanDraft.Carry carry : whole.carries()) {
            given.add(carry.parameter());
            replacements.add(apart(carry.parameter()));
        }
        for (ScanDraft.Operand each : whole.elements()) {
            given.add(each.parameter());
            replacements.add(apart(each.parameter()));
            elements(each);
        }
        for (ScanDraft.Operand each : whole.invariants()) {
            given.add(each.parameter());
            replacements.add(apart(each.parameter()));
            scalars(parts(each.parameter()), each.node(), invariants);
        }
        List<Node> results = simplifier.simplify(Substitution.replace(whole.results(), given, replacements));
        List<Node> roots = new ArrayList<>();
        for (Node result : results) {
            roots.addAll(isApart(result) ? picked(result) : List.of(result));
        }
        roots = takesLarger ? Unbundling.ofStep(roots, simplifier) : Unbundling.apply(roots, simplifier);
        int at = 0;
        for (ScanDraft.Carry carry : whole.carries()) {
            List<ScanDraft.Operand> initial = new ArrayList<>();
            scalars(parts(carry.parameter()), carry.initial(), initial);
            for (ScanDraft.Operand each : initial) {
                carries.add(new ScanDraft.Carry(each.parameter(), each.node(), roots.get(at++)));
            }
        }
        List<Node> outputs = new ArrayList<>();
        for (Node output : whole.outputs()) {
            int count = isApart(output) ? output.size() : 1;
            parts.putIfAbsent(output, roots.subList(at, at + count));
            outputs.addAll(roots.subList(at, at + count));
            at += count;
        }
        ScanDraft draft = new ScanDraft(whole.steps(), whole.backwards(), carries, elements, invariants, outputs);
        return new Apart(draft, parts);
    }

    private List<Node> parts(Node node) {
        return java.util.Objects.requireNonNull(parts.get(node));
    }

    private Node parameter(Shape shape) {
        return simplifier.interner().intern(Node.symbol(new Parameter(parameters++), shape));
    }

    /** Returns what takes the place of a parameter in the body. */
    private Node apart(Node parameter) {
        if (!isApart(parameter)) {
            Node other = parameter(parameter.shape());
            parts.put(parameter, List.of(other));
            return other;
        }
        List<Node> scalars = new ArrayList<>();
        for (int i = 0; i < parameter.size(); i++) {
            scalars.add(parameter(Shape.SCALAR));
        }
        parts.put(parameter, scalars);
        return joined(scalars, parameter.shape(), simplifier);
    }

    private List<Node> picked(Node node) {
        if (node.shape().isScalar()) {
            return List.of(node);
        }
        List<Node> scalars = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            scalars.add(simplifier.make(new Take(Indices.range(1, i, 1), Shape.SCALAR), node));
        }
        return scalars;
    }

    /** Adds a node that is the same at all steps, or a first value, in parts. */
    private void scalars(List<Node> of, Node node, List<ScanDraft.Operand> target) {
        if (!isApart(node)) {
            target.add(new ScanDraft.Operand(of.get(0), node));
            return;
        }
        List<Node> picked = picked(node);
        for (int i = 0; i < of.size(); i++) {
            target.add(new ScanDraft.Operand(of.get(i), picked.get(i)));
        }
    }

    private void elements(ScanDraft.Operand sequence) {
        List<Node> of = parts(sequence.parameter());
        if (!isApart(sequence.parameter())) {
            elements.add(new ScanDraft.Operand(of.get(0), sequence.node()));
            return;
        }
        int width = of.size();
        if (sequence.parameter().shape().isScalar()) {
            elements.add(new ScanDraft.Operand(of.get(0), sequence.node()));
            return;
        }
        for (int j = 0; j < width; j++) {
            Indices column = Indices.range(whole.steps(), j, width);
            elements.add(new ScanDraft.Operand(
                    of.get(j), simplifier.make(new Take(column, Shape.of(whole.steps())), sequence.node())));
        }
    }
}
