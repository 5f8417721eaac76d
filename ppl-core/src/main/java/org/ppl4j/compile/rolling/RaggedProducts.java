package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.PositiveFactors;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;

/**
 * Products of probabilities that data choose, such as {@code likelihood = likelihood.times(seen ? p : one.minus(p))}: a form for each
 * pattern of answers, or number of visits. As exponentials of sums of logarithms they are {@linkplain RaggedSums sums} that differ in how
 * many they add of each form.
 */
final class RaggedProducts {

    /** Shorter products have few patterns. */
    private static final int FEWEST_FACTORS = 3;

    /** Fewer forms are as few loops, which need no logarithms. */
    private static final int FEWEST_PATTERNS = 8;

    private static final int DEEPEST = 200;

    private final FormKeys keys = new FormKeys(false, Followed.WITHOUT_LOOPS);

    /** The forms of factors of products that are long enough. */
    private final Set<Long> forms = new HashSet<>();

    private final NodeMap<Boolean> arePositive = new NodeMap<>();
    private final NodeMap<Node> logarithms = new NodeMap<>();
    private final NodeMap<Node> changed = new NodeMap<>();

    private RaggedProducts() {}

    /** Returns what can be made alike of groups of terms. */
    static List<RaggedSums.Aligned> of(List<RaggedSums.Alike> groups) {
        RaggedProducts products = new RaggedProducts();
        for (RaggedSums.Alike group : groups) {
            products.findForms(group.first());
        }
        List<RaggedSums.Aligned> result = new ArrayList<>();
        if (products.forms.isEmpty()) {
            return result;
        }
        Map<RaggedSums.Alike, RaggedSums.Alike> before = new IdentityHashMap<>();
        List<RaggedSums.Alike> changed = new ArrayList<>();
        for (RaggedSums.Alike group : groups) {
            Node first = products.changed(group.first());
            if (first != group.first()) {
                RaggedSums.Alike ofSums = new RaggedSums.Alike(
                        first,
                        group.count(),
                        () -> products.changed(group.other().get()),
                        () -> group.terms().get().stream()
                                .map(products::changed)
                                .toList());
                before.put(ofSums, group);
                changed.add(ofSums);
            }
        }
        if (changed.size() < FEWEST_PATTERNS) {
            return result;
        }
        for (RaggedSums.Aligned aligned : RaggedSums.of(changed)) {
            List<RaggedSums.Alike> ofAligned =
                    aligned.groups().stream().map(before::get).toList();
            result.add(new RaggedSums.Aligned(ofAligned, aligned.terms(), aligned.notes()));
        }
        return result;
    }

    private static boolean isProduct(Node node) {
        return node.op() instanceof Multiply && node.shape().isScalar();
    }

    /** Finds the forms of factors of a term's products. */
    private void findForms(Node term) {
        TermNodes all = new TermNodes(term);
        for (Node node : all.nodes()) {
            List<Node> factors = isProduct(node) ? factors(node, all) : new ArrayList<>();
            factors.removeIf(factor -> !isPositive(factor));
            if (factors.size() >= FEWEST_FACTORS) {
                factors.forEach(factor -> forms.add(keys.of(factor)));
            }
        }
        forms.remove(FormKeys.NONE);
    }

    private boolean isPositive(Node factor) {
        Boolean known = arePositive.get(factor);
        if (known == null) {
            known = !(factor.op() instanceof Constant) && PositiveFactors.contains(factor);
            arePositive.put(factor, known);
        }
        return known;
    }

    /** Returns a term with sums of logarithms in place of products. */
    private Node changed(Node term) {
        TermNodes all = new TermNodes(term);
        return all.areTooMany() ? term : changed(term, all, 0);
    }

    private Node changed(Node node, TermNodes in, int depth) {
        Node before = changed.get(node);
        if (before != null || TermNodes.isLeaf(node) || depth > DEEPEST) {
            return before == null ? node : before;
        }
        Node result = isProduct(node) ? product(node, in, depth) : null;
        if (result == null) {
            Node[] inputs = node.inputs().stream()
                    .map(input -> changed(input, in, depth + 1))
                    .toArray(Node[]::new);
            result = Arrays.asList(inputs).equals(node.inputs()) ? node : Node.of(node.op(), inputs);
        }
        result.noteOrigin(node.origin());
        changed.put(node, result);
        return result;
    }

    /** Returns a product with its factors' logarithms added; null if there are not several of them. */
    private @Nullable Node product(Node product, TermNodes in, int depth) {
        Node rest = null;
        Node sum = null;
        int added = 0;
        for (Node factor : factors(product, in)) {
            Node own = changed(factor, in, depth + 1);
            if (own == factor && isPositive(factor) && forms.contains(keys.of(factor))) {
                Node logarithm = logarithm(factor);
                sum = sum == null ? logarithm : Nodes.add(sum, logarithm);
                added++;
            } else if (!own.isConstant(1)) {
                rest = rest == null ? own : Nodes.multiply(rest, own);
            }
        }
        if (sum == null || added < 2) {
            return null;
        }
        Node all = Nodes.apply(new Exp(), sum);
        all.noteOrigin(product.origin());
        return rest == null ? all : Nodes.multiply(rest, all);
    }

    private Node logarithm(Node factor) {
        Node known = logarithms.get(factor);
        if (known == null) {
            known = Nodes.apply(new Log(), factor);
            known.noteOrigin(factor.origin());
            logarithms.put(factor, known);
        }
        return known;
    }

    /** Returns what a product multiplies, with what products multiply that nothing else in the term uses. */
    private static List<Node> factors(Node product, TermNodes in) {
        List<Node> factors = new ArrayList<>();
        gather(product, in, factors);
        return factors;
    }

    private static void gather(Node product, TermNodes in, List<Node> factors) {
        for (Node input : product.inputs()) {
            if (isProduct(input) && in.isUsedOnce(input)) {
                gather(input, in, factors);
            } else {
                factors.add(input);
            }
        }
    }
}
