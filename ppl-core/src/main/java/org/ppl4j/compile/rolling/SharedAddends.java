package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Subtract;

/**
 * Terms of several forms that add one function in common, and else what is linear: a survival time that was observed adds the logarithm of
 * its hazard to what a censored one adds too. The functions of all are one loop.
 */
final class SharedAddends {

    private final FormKeys keys = new FormKeys(false, Followed.WITHOUT_LOOPS);

    private SharedAddends() {}

    /** Returns what has functions in common of groups of terms. */
    static List<RaggedSums.Aligned> of(List<RaggedSums.Alike> groups) {
        SharedAddends shared = new SharedAddends();
        Map<Long, List<RaggedSums.Alike>> byFunction = new LinkedHashMap<>();
        for (RaggedSums.Alike group : groups) {
            long function = shared.onlyFunction(group);
            if (function != FormKeys.NONE) {
                byFunction
                        .computeIfAbsent(function, absent -> new ArrayList<>())
                        .add(group);
            }
        }
        List<RaggedSums.Aligned> result = new ArrayList<>();
        byFunction.forEach((function, together) -> {
            // what adds nothing else is left as it is, or it would be looked at again and again
            boolean addsMore =
                    together.stream().anyMatch(group -> addends(group.first()).size() > 1);
            if (addsMore && RaggedSums.areShort(together)) {
                List<Node> terms = new ArrayList<>();
                RaggedSums.terms(together).forEach(term -> shared.divide(term, function, terms));
                result.add(new RaggedSums.Aligned(together, terms, List.of()));
            }
        });
        return result;
    }

    /** Returns the form of the only summand in which functions are computed that differ from term to term; none if it is not the only one. */
    private long onlyFunction(RaggedSums.Alike group) {
        List<Node> first = addends(group.first());
        List<Node> other = addends(group.other().get());
        long found = FormKeys.NONE;
        for (int k = 0; k < first.size() && first.size() == other.size(); k++) {
            if (hasFunctions(first.get(k), other.get(k), new NodeMap<>())) {
                if (found != FormKeys.NONE) {
                    return FormKeys.NONE;
                }
                found = keys.of(first.get(k));
            }
        }
        return found;
    }

    /** Whether functions are computed that are not the same in another term. */
    private static boolean hasFunctions(Node first, Node other, NodeMap<Boolean> met) {
        if (first == other || LeafColumn.isLeaf(first) || !met.put(first, true)) {
            return false;
        }
        boolean isInverse = first.op() instanceof Log && first.input(0).op() instanceof Exp;
        if (isInverse && other.input(0).op() instanceof Exp) {
            return hasFunctions(first.input(0).input(0), other.input(0).input(0), met);
        }
        if (Operations.isFunction(first.op()) && !LoopInvariant.isSame(first, other)) {
            return true;
        }
        for (int i = 0; i < first.inputs().size() && i < other.inputs().size(); i++) {
            if (hasFunctions(first.input(i), other.input(i), met)) {
                return true;
            }
        }
        return false;
    }

    /** Adds what a term adds of a form, and the sum of the rest. */
    private void divide(Node term, long function, List<Node> terms) {
        Node rest = null;
        for (Node addend : addends(term)) {
            if (keys.of(addend) == function) {
                terms.add(addend);
            } else {
                rest = rest == null ? addend : Nodes.add(rest, addend);
            }
        }
        if (rest != null) {
            rest.noteOrigin(term.origin());
            terms.add(rest);
        }
    }

    /** Returns what a term adds up; what it subtracts with the other sign. */
    private static List<Node> addends(Node term) {
        List<Node> addends = new ArrayList<>();
        gather(term, false, addends, Collections.newSetFromMap(new IdentityHashMap<>()));
        addends.forEach(addend -> addend.noteOrigin(term.origin()));
        return addends;
    }

    private static void gather(Node node, boolean isSubtracted, List<Node> into, Set<Node> met) {
        boolean isSum = node.op() instanceof Add || node.op() instanceof Subtract || node.op() instanceof Negate;
        // a sum that is added twice would be gone through again and again
        if (!isSum || !node.shape().isScalar() || !met.add(node)) {
            into.add(signed(node, isSubtracted));
            return;
        }
        for (int side = 0; side < node.inputs().size(); side++) {
            gather(node.input(side), isSubtracted != SumFrame.isMinus(node, side), into, met);
        }
    }

    /** Returns a multiple of data with the data last and with their sign, anything else as it is or negated. */
    private static Node signed(Node node, boolean isSubtracted) {
        ConstantMultiple multiple = ConstantMultiple.of(node);
        if (multiple.node() != node) {
            return Nodes.multiply(
                    multiple.node(), Nodes.constant(isSubtracted ? -multiple.number() : multiple.number()));
        }
        return isSubtracted ? Nodes.negate(node) : node;
    }
}
