package org.ppl4j.compile.scan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ppl4j.compile.rewrite.LogSum;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.compile.scan.LogarithmicCarries.Kind;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Parameter;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Subtract;

/**
 * A scan whose logarithmic carries are replaced by the numbers themselves. Of a node of its body the number is written where
 * a carry or a result needs it, the node itself where anything else does.
 */
final class ScaledBody {

    private final ScanDraft draft;
    private final LogarithmicCarries found;
    private final Simplifier simplifier;
    private final Map<Node, Boolean> varying = new IdentityHashMap<>();
    private final Map<Node, Boolean> scaledNeeded = new IdentityHashMap<>();
    private final Map<Node, Boolean> plainNeeded = new IdentityHashMap<>();
    private final Map<Node, ScaledNode> scaled = new IdentityHashMap<>();
    private final NodeMap<Node> plain = new NodeMap<>();
    private int parameters;

    ScaledBody(ScanDraft draft, LogarithmicCarries found, Simplifier simplifier) {
        this.draft = draft;
        this.found = found;
        this.simplifier = simplifier;
        // numbers that those of the scan do not have
        this.parameters = draft.carries().size()
                + draft.elements().size()
                + draft.invariants().size();
    }

    /**
     * Returns the parts of the scan's result.
     *
     * @param used which of them are asked for: the last carries, then the outputs
     */
    ScaledParts parts(BitSet used) {
        List<Node> asked = new ArrayList<>();
        for (int j = 0; j < draft.outputs().size(); j++) {
            if (used.get(draft.carries().size() + j)) {
                asked.add(draft.outputs().get(j));
            }
        }
        findVarying();
        findNeeded(asked);
        for (ScanDraft.Carry carry : found.carries()) {
            Shape shape = carry.parameter().shape();
            scaled.put(carry.parameter(), new ScaledNode(parameter(shape), parameter(shape)));
        }
        for (Node node : found.order()) {
            write(node);
        }
        ScanDraft.Built built = new ScanDraft(
                        draft.steps(),
                        draft.backwards(),
                        carries(),
                        draft.elements(),
                        draft.invariants(),
                        outputs(asked))
                .build(simplifier);
        ScaledParts parts = new ScaledParts();
        for (ScanDraft.Carry carry : draft.carries()) {
            if (found.carries().contains(carry)) {
                parts.add(scaled(carry.parameter()).each(node -> flat(built.last(node, simplifier))));
            } else {
                parts.add(flat(built.last(carry.parameter(), simplifier)));
            }
        }
        for (Node output : draft.outputs()) {
            if (!asked.contains(output)) {
                parts.add(ScanDraft.unused(output, draft.steps(), simplifier));
            } else if (isLogarithm(output)) {
                parts.add(scaled(output).each(node -> flat(built.stack(node, simplifier))));
            } else {
                parts.add(flat(built.stack(plain(output), simplifier)));
            }
        }
        return parts;
    }

    private List<ScanDraft.Carry> carries() {
        List<ScanDraft.Carry> carries = new ArrayList<>();
        for (ScanDraft.Carry carry : draft.carries()) {
            if (found.carries().contains(carry)) {
                ScaledNode initial = ScaledNode.ofExp(carry.initial(), node -> true, simplifier);
                ScaledNode before = scaled(carry.parameter());
                ScaledNode after = scaled(carry.next());
                carries.add(new ScanDraft.Carry(before.mantissa(), initial.mantissa(), after.mantissa()));
                carries.add(new ScanDraft.Carry(before.exponent(), initial.exponent(), after.exponent()));
            } else {
                carries.add(new ScanDraft.Carry(carry.parameter(), carry.initial(), plain(carry.next())));
            }
        }
        return carries;
    }

    private List<Node> outputs(List<Node> asked) {
        List<Node> outputs = new ArrayList<>();
        for (Node output : asked) {
            if (isLogarithm(output)) {
                outputs.add(scaled(output).mantissa());
                outputs.add(scaled(output).exponent());
            } else {
                outputs.add(plain(output));
            }
        }
        return outputs;
    }

    private boolean isLogarithm(Node node) {
        return found.kind(node) == Kind.LOGARITHM;
    }

    private Node flat(Node node) {
        return simplifier.make(new Reshape(Shape.of(node.size())), node);
    }

    private Node parameter(Shape shape) {
        return simplifier.interner().intern(Node.symbol(new Parameter(parameters++), shape));
    }

    private void findVarying() {
        for (ScanDraft.Operand element : draft.elements()) {
            varying.put(element.parameter(), true);
        }
        for (ScanDraft.Carry carry : draft.carries()) {
            varying.put(carry.parameter(), true);
        }
        for (Node node : found.order()) {
            for (Node input : node.inputs()) {
                if (varying.containsKey(input)) {
                    varying.put(node, true);
                }
            }
        }
    }

    private void findNeeded(List<Node> outputs) {
        for (ScanDraft.Carry carry : draft.carries()) {
            (found.carries().contains(carry) ? scaledNeeded : plainNeeded).put(carry.next(), true);
        }
        for (Node output : outputs) {
            (isLogarithm(output) ? scaledNeeded : plainNeeded).put(output, true);
        }
        List<Node> order = found.order();
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            Kind kind = found.kind(node);
            if (kind == Kind.LOGARITHM && plainNeeded.containsKey(node)) {
                scaledNeeded.put(node, true);
            }
            if (kind == Kind.LOGARITHM && scaledNeeded.containsKey(node)) {
                for (Node operand : found.operands(node)) {
                    scaledNeeded.put(operand, true);
                }
            } else if (kind == Kind.OTHER && plainNeeded.containsKey(node)) {
                for (Node input : node.inputs()) {
                    plainNeeded.put(input, true);
                }
            }
        }
    }

    private void write(Node node) {
        simplifier.locate(node.origin());
        Kind kind = found.kind(node);
        if (scaledNeeded.containsKey(node) && !scaled.containsKey(node)) {
            ScaledNode made = kind == Kind.FREE ? ScaledNode.ofExp(node, varying::containsKey, simplifier) : made(node);
            scaled.put(node, isCarriedOn(node) ? made.normal(simplifier) : made);
        }
        if (kind == Kind.FREE) {
            plain.put(node, node);
        } else if (plainNeeded.containsKey(node)) {
            plain.put(
                    node,
                    kind == Kind.LOGARITHM
                            ? scaled(node).logarithm(simplifier)
                            : simplifier.make(node.op(), Simplifier.mapped(node.inputs(), plain)));
        }
    }

    private boolean isCarriedOn(Node node) {
        for (ScanDraft.Carry carry : found.carries()) {
            if (carry.next() == node) {
                return true;
            }
        }
        return false;
    }

    private ScaledNode made(Node logarithm) {
        List<ScaledNode> operands = new ArrayList<>();
        for (Node operand : found.operands(logarithm)) {
            operands.add(scaled(operand));
        }
        LogSum sum = found.sum(logarithm);
        if (sum != null) {
            return sum.axes() == null
                    ? ScaledNode.sum(operands, simplifier)
                    : operands.get(0).sumOver(sum.axes(), simplifier);
        }
        if (logarithm.op() instanceof Add) {
            return operands.get(0).times(operands.get(1), simplifier);
        }
        if (logarithm.op() instanceof Subtract) {
            return operands.get(0).over(operands.get(1), simplifier);
        }
        return logarithm.op() instanceof Select
                ? ScaledNode.choice(logarithm.input(0), operands.get(0), operands.get(1), simplifier)
                : ScaledNode.moved(logarithm.op(), operands, simplifier);
    }

    private ScaledNode scaled(Node node) {
        return Objects.requireNonNull(scaled.get(node));
    }

    private Node plain(Node node) {
        return Objects.requireNonNull(plain.get(node));
    }
}
