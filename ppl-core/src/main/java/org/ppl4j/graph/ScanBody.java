package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Scan} does at each step: a graph whose leaves are {@link Parameter}s and constants. Two bodies are equal if
 * they compute the same from the same parameters.
 *
 * <p>The parameters are, in this order: the carries before the step, the step's elements of the sequences, and what is the
 * same at all steps. The results are the carries after the step, then what is put out at the step.
 */
public final class ScanBody {

    private final int carryCount;
    private final int elementCount;
    private final List<Node> parameters;
    private final List<Node> results;
    private volatile @Nullable Code code;

    /** What a body computes: for each node its operation, its shape and the numbers of its operands. */
    private record Code(List<Object> text, int hash) {}

    private ScanBody(int carryCount, int elementCount, List<Node> parameters, List<Node> results) {
        this.carryCount = carryCount;
        this.elementCount = elementCount;
        this.parameters = parameters;
        this.results = results;
    }

    /**
     * Returns a body, copied so that its parameters are numbered in order.
     *
     * @param carries the parameters that stand for the carries
     * @param elements the parameters that stand for the sequences' elements
     * @param invariants the parameters that stand for what is the same at all steps
     * @param results the carries after the step, of the carries' shapes, then the outputs; all leaves that they depend on
     *     are parameters given here, or constants
     */
    public static ScanBody of(List<Node> carries, List<Node> elements, List<Node> invariants, List<Node> results) {
        List<Node> given = new ArrayList<>(carries);
        given.addAll(elements);
        given.addAll(invariants);
        List<Node> parameters = new ArrayList<>();
        for (Node parameter : given) {
            parameters.add(Node.symbol(new Parameter(parameters.size()), parameter.shape()));
        }
        return new ScanBody(
                carries.size(),
                elements.size(),
                List.copyOf(parameters),
                Substitution.replace(results, given, parameters));
    }

    /**
     * Returns a body that is written with other parameters, as many of each kind and of the same shapes.
     *
     * @param other the parameters, in order
     * @param graphs graphs of them: the carries after the step, then the outputs
     */
    public ScanBody with(List<Node> other, List<Node> graphs) {
        int invariants = carryCount + elementCount;
        return of(
                other.subList(0, carryCount),
                other.subList(carryCount, invariants),
                other.subList(invariants, other.size()),
                graphs);
    }

    /**
     * Returns a body with the same parameters and other results.
     *
     * @param other graphs of this body's parameters: the carries after the step, then the outputs
     */
    public ScanBody withResults(List<Node> other) {
        return new ScanBody(carryCount, elementCount, parameters, List.copyOf(other));
    }

    /** Returns all parameters. */
    public List<Node> parameters() {
        return parameters;
    }

    /** Returns the parameters that stand for the carries. */
    public List<Node> carries() {
        return parameters.subList(0, carryCount);
    }

    /** Returns the parameters that stand for the sequences' elements. */
    public List<Node> elements() {
        return parameters.subList(carryCount, carryCount + elementCount);
    }

    /** Returns the parameters that stand for what is the same at all steps. */
    public List<Node> invariants() {
        return parameters.subList(carryCount + elementCount, parameters.size());
    }

    /** Returns the carries after the step, then the outputs. */
    public List<Node> results() {
        return results;
    }

    /** Returns the carries after the step. */
    public List<Node> next() {
        return results.subList(0, carryCount);
    }

    /** Returns what is put out at the step. */
    public List<Node> outputs() {
        return results.subList(carryCount, results.size());
    }

    /**
     * Returns the results with other nodes in place of the parameters.
     *
     * @param arguments a node for each parameter, of its shape
     */
    public List<Node> apply(List<Node> arguments) {
        return Substitution.replace(results, parameters, arguments);
    }

    /** Returns what depends on parameters, of all that nodes need, each after its operands. */
    public static List<Node> open(List<Node> nodes) {
        return Topology.sort(nodes, Node::isOpen);
    }

    private Code code() {
        Code known = code;
        if (known == null) {
            List<Object> text = new ArrayList<>(List.of(carryCount, elementCount, parameters.size()));
            Map<Node, Integer> numbers = new IdentityHashMap<>();
            for (Node node : parameters) {
                numbers.put(node, numbers.size());
                text.add(node.shape());
            }
            for (Node node : Topology.sort(results)) {
                if (!numbers.containsKey(node)) {
                    numbers.put(node, numbers.size());
                    text.add(Operations.key(node.op()));
                    text.add(node.shape());
                    for (Node input : node.inputs()) {
                        text.add(numbers.get(input));
                    }
                }
            }
            for (Node node : results) {
                text.add(numbers.get(node));
            }
            known = new Code(text, text.hashCode());
            code = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof ScanBody that
                        && code().hash == that.code().hash
                        && code().text.equals(that.code().text));
    }

    @Override
    public int hashCode() {
        return code().hash;
    }
}
