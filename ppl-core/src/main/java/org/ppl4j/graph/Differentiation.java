package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reverse-mode differentiation, from a graph to a graph: the result can be optimised, and differentiated again. */
public final class Differentiation {

    private Differentiation() {}

    /**
     * Returns the derivatives of a scalar.
     *
     * @param scalar what to differentiate, a single element
     * @param withRespectTo the nodes to differentiate with respect to
     * @return a node of the same shape for each of those
     */
    public static List<Node> gradient(Node scalar, List<Node> withRespectTo) {
        if (scalar.size() != 1) {
            throw new IllegalArgumentException(
                    "Only a scalar can be differentiated, got shape " + scalar.shape() + ".");
        }
        Node one = Nodes.broadcast(Nodes.constant(1), scalar.shape());
        List<@Nullable Node> adjoints = adjoints(List.of(scalar), List.of(one), withRespectTo);
        List<Node> gradient = new ArrayList<>();
        for (int i = 0; i < withRespectTo.size(); i++) {
            Node adjoint = adjoints.get(i);
            gradient.add(adjoint == null ? Nodes.zeros(withRespectTo.get(i)) : adjoint);
        }
        return gradient;
    }

    /**
     * Returns the derivatives of a scalar that some values lead to, given its derivatives with respect to those values: the
     * vector-Jacobian product of a whole graph.
     *
     * @param values the values
     * @param valueAdjoints the scalar's derivative with respect to each of them, of its shape
     * @param withRespectTo the nodes to differentiate with respect to
     * @return a node of the same shape for each of those, or null if the values do not depend on it
     */
    public static List<@Nullable Node> adjoints(List<Node> values, List<Node> valueAdjoints, List<Node> withRespectTo) {
        List<Node> order = Topology.sort(values);
        NodeMap<Boolean> active = active(order, withRespectTo);
        Adjoints adjoints = new Adjoints(withRespectTo);
        for (int i = 0; i < values.size(); i++) {
            adjoints.contribute(valueAdjoints.get(i), values.get(i), null);
        }
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            if (!active.containsKey(node)
                    || !adjoints.complete(node)
                    || node.inputs().isEmpty()) {
                continue;
            }
            List<@Nullable Node> flowing = adjoints.flowing(node);
            for (int k = 0; k < flowing.size(); k++) {
                Node term = flowing.get(k);
                Node input = node.input(k);
                if (term != null && active.containsKey(input)) {
                    term.noteOrigin(node.origin());
                    adjoints.contribute(broadcastLike(term, input), input, Mask.behind(node, k, adjoints.mask(node)));
                }
            }
        }
        List<@Nullable Node> result = new ArrayList<>();
        for (Node node : withRespectTo) {
            result.add(adjoints.total(node));
        }
        return result;
    }

    /** Returns the nodes that depend on some nodes, with these. */
    private static NodeMap<Boolean> active(List<Node> order, List<Node> withRespectTo) {
        NodeMap<Boolean> active = new NodeMap<>();
        for (Node node : withRespectTo) {
            active.put(node, true);
        }
        for (Node node : order) {
            for (Node input : node.inputs()) {
                if (active.containsKey(input)) {
                    active.put(node, true);
                }
            }
        }
        return active;
    }

    /**
     * Returns the product of a scalar's matrix of second derivatives and a vector: the derivatives of the gradient's
     * component along the vector.
     *
     * @param scalar what to differentiate, a single element
     * @param variable the node to differentiate with respect to
     * @param vector of the variable's shape, and independent of it
     * @return of the variable's shape
     */
    public static Node hessianVectorProduct(Node scalar, Node variable, Node vector) {
        Node slope = Nodes.multiply(gradient(scalar, List.of(variable)).get(0), vector);
        return gradient(Nodes.sum(slope), List.of(variable)).get(0);
    }

    private static Node broadcastLike(Node term, Node input) {
        return term.shape().equals(input.shape()) ? term : Nodes.broadcast(term, input.shape());
    }

    /**
     * Adds up adjoints. Those of few picked elements are put back in one step rather than one by one; of as many as there are to pick from,
     * and more, each where they are computed, as a loop that computes them can put them back at once.
     */
    static Node total(List<Node> terms) {
        List<Node> stretches = new ArrayList<>();
        List<Node> puts = new ArrayList<>();
        List<Node> others = new ArrayList<>();
        for (Node term : terms) {
            boolean isPut = term.op() instanceof Put put && put.indices().size() > 0;
            if (isPut && Stretches.isOne(term)) {
                stretches.add(term);
            } else {
                (isPut && term.input(0).size() < term.size() ? puts : others).add(term);
            }
        }
        stretches.addAll(Stretches.interleaved(puts));
        List<Node> sums = new ArrayList<>();
        if (Stretches.areWorthJoining(stretches)) {
            sums.addAll(Stretches.joined(stretches));
        } else {
            puts.addAll(stretches);
        }
        if (puts.size() > 1) {
            puts.sort(
                    Comparator.comparingInt(term -> ((Put) term.op()).indices().at(0)));
            sums.add(joinedPut(puts));
        } else {
            sums.addAll(puts);
        }
        sums.addAll(others);
        Node sum = sums.get(0);
        for (Node term : sums.subList(1, sums.size())) {
            sum = Nodes.add(sum, term);
        }
        return sum;
    }

    private static Node joinedPut(List<Node> puts) {
        List<Node> values = new ArrayList<>();
        int size = 0;
        for (Node put : puts) {
            size += put.input(0).size();
        }
        int[] indices = new int[size];
        int at = 0;
        for (Node put : puts) {
            Node value = put.input(0);
            values.add(value.op() instanceof Broadcast ? value : Nodes.reshape(value, Shape.of(value.size())));
            Indices places = ((Put) put.op()).indices();
            for (int i = 0; i < places.size(); i++) {
                indices[at++] = places.at(i);
            }
        }
        return Node.of(new Put(Indices.of(indices), puts.get(0).shape()), Node.of(new Concatenate(), values));
    }
}
