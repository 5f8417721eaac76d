package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Variable;

/**
 * Terms that look up what was computed before, each element in its own way: {@code level[t] = level[t - 1].plus(step[t])} in one loop and
 * {@code level[year[i]]} in another, or a list that begins with a constant. They would be a form for each element. Here what they look
 * up is stacked, and picked from.
 */
final class LookedUpTerms {

    /** Larger lists are no list that somebody looks up elements in, but what each term has for itself. */
    private static final int MOST_ELEMENTS = 256;

    private LookedUpTerms() {}

    /** Returns what can be made alike of groups of terms. */
    static List<RaggedSums.Aligned> of(List<RaggedSums.Alike> groups) {
        Map<TermFrame, List<RaggedSums.Alike>> byFrame = new LinkedHashMap<>();
        List<RaggedSums.Alike> single = new ArrayList<>();
        for (RaggedSums.Alike group : groups) {
            TermFrame frame = TermFrame.of(group.first(), group.other().get());
            if (frame == null) {
                single.add(group);
            } else {
                byFrame.computeIfAbsent(frame, absent -> new ArrayList<>()).add(group);
            }
        }
        List<RaggedSums.Aligned> result = new ArrayList<>();
        for (Map.Entry<TermFrame, List<RaggedSums.Alike>> entry : byFrame.entrySet()) {
            TermFrame frame = entry.getKey();
            List<RaggedSums.Alike> together = entry.getValue();
            List<RaggedSums.Alike> others = new ArrayList<>();
            for (RaggedSums.Alike term : single) {
                (frame.leaves(term.first()) == null ? others : together).add(term);
            }
            single = others;
            List<Node> aligned = RaggedSums.areShort(together) ? aligned(frame, together) : null;
            if (aligned != null) {
                result.add(new RaggedSums.Aligned(together, aligned, List.of()));
            }
        }
        return result;
    }

    /** Returns terms with what they look up picked from what is stacked of it; null if that is too much, or nothing. */
    private static @Nullable List<Node> aligned(TermFrame frame, List<RaggedSums.Alike> groups) {
        List<Node> terms = RaggedSums.terms(groups);
        int[] groupOf = RaggedSums.groupOf(groups);
        List<List<Node>> leaves = leaves(frame, terms);
        if (leaves == null) {
            return null;
        }
        int[] allAsFirst = new int[terms.size()];
        boolean[] isShared = new boolean[leaves.get(0).size()];
        boolean[] differs = new boolean[isShared.length];
        for (int slot = 0; slot < isShared.length; slot++) {
            isShared[slot] = areSame(leaves, groupOf, slot);
            differs[slot] = !areSame(leaves, allAsFirst, slot);
        }
        TermFrame sharing = frame.sharing(isShared, differs);
        leaves = Objects.requireNonNull(leaves(sharing, terms));
        boolean haveData = false;
        boolean areLookedUp = false;
        for (int slot = 0; slot < leaves.get(0).size(); slot++) {
            if (!areAlike(leaves, slot)) {
                areLookedUp = true;
                boolean isOfGroup = sharing.isShared(slot) || areSame(leaves, groupOf, slot);
                if (!lookUp(leaves, isOfGroup ? groupOf : null, slot)) {
                    return null;
                }
            } else {
                haveData |= isData(leaves.get(0).get(slot)) && !areSame(leaves, allAsFirst, slot);
            }
        }
        // densities of parameters are better left apart, each kind with a scale of its own
        if (!areLookedUp || !haveData) {
            return null;
        }
        List<Node> result = new ArrayList<>();
        for (List<Node> ofTerm : leaves) {
            result.add(sharing.term(ofTerm));
        }
        return result;
    }

    /** Returns the leaves of terms; null if not all are of a frame. */
    private static @Nullable List<List<Node>> leaves(TermFrame frame, List<Node> terms) {
        List<List<Node>> leaves = new ArrayList<>();
        for (Node term : terms) {
            List<Node> ofTerm = frame.leaves(term);
            if (ofTerm == null) {
                return null;
            }
            leaves.add(ofTerm);
        }
        return leaves;
    }

    /** Whether all leaves at one place are those of the first terms of their groups. */
    private static boolean areSame(List<List<Node>> leaves, int[] groupOf, int slot) {
        for (int i = 0; i < leaves.size(); i++) {
            Node first = leaves.get(groupOf[i]).get(slot);
            if (!LoopInvariant.isSame(first, leaves.get(i).get(slot))) {
                return false;
            }
        }
        return true;
    }

    /** Whether all leaves at one place are one node, numbers, or picked from one tensor. */
    private static boolean areAlike(List<List<Node>> leaves, int slot) {
        Node first = leaves.get(0).get(slot);
        LeafColumn column = LeafColumn.of(first);
        for (List<Node> ofTerm : leaves) {
            Node leaf = ofTerm.get(slot);
            if (column == null ? leaf != first : !column.accepts(leaf)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isData(Node leaf) {
        Node base = LeafColumn.base(leaf);
        return base.inputs().isEmpty() && !(base.op() instanceof Variable);
    }

    /**
     * Picks all leaves at one place from one vector; returns whether they are few.
     *
     * @param groupOf of each term, the first one that has the same leaf; null if each has its own
     */
    private static boolean lookUp(List<List<Node>> leaves, int @Nullable [] groupOf, int slot) {
        List<Node> elements = new ArrayList<>();
        Map<Double, Integer> numbers = new HashMap<>();
        NodeMap<Map<Integer, Integer>> picks = new NodeMap<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            Node leaf = leaves.get(groupOf == null ? i : groupOf[i]).get(slot);
            if (!leaf.shape().isScalar()) {
                return false;
            }
            Integer place = placeOf(leaf, elements.size(), numbers, picks);
            if (place == elements.size()) {
                elements.add(leaf);
            }
            if (elements.size() > MOST_ELEMENTS) {
                return false;
            }
            places.add(place);
        }
        Node list = Node.of(new Concatenate(), elements);
        list.noteOrigin(elements.get(0).origin());
        for (int i = 0; i < places.size(); i++) {
            leaves.get(i).set(slot, Nodes.take(list, Shape.SCALAR, Indices.range(1, places.get(i), 1)));
        }
        return true;
    }

    /** Returns which element of a list a leaf is: the next one, if it is not among those before. */
    private static Integer placeOf(
            Node leaf, Integer next, Map<Double, Integer> numbers, NodeMap<Map<Integer, Integer>> picks) {
        Node base = LeafColumn.base(leaf);
        int element = LeafColumn.place(leaf, 0);
        if (base.op() instanceof Constant) {
            double[] values = Objects.requireNonNull(base.cachedValue());
            Integer known = numbers.putIfAbsent(values[element], next);
            return known == null ? next : known;
        }
        Map<Integer, Integer> ofBase = picks.get(base);
        if (ofBase == null) {
            ofBase = new HashMap<>();
            picks.put(base, ofBase);
        }
        Integer known = ofBase.putIfAbsent(element, next);
        return known == null ? next : known;
    }
}
