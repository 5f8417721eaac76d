package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Take;

/**
 * Compiles graphs: simplify, differentiate, simplify again, take small tensors apart, schedule, emit.
 *
 * <p>A compiler remembers what it compiled: the same graph again, also on other data, gives the same program.
 */
public final class Compiler {

    private static final System.Logger LOGGER = System.getLogger(Compiler.class.getName());

    private record Request(List<Integer> values, int differentiated) {}

    private final String name;
    private final Interner interner = new Interner();
    private final Simplifier simplifier = new Simplifier(
            interner,
            List.of(
                    new StructureRules(),
                    new ArithmeticRules(),
                    new StableRules(),
                    new ReductionRules(),
                    new ProductRules()));
    private final Map<Request, Program> programs = new HashMap<>();

    /**
     * Creates a compiler.
     *
     * @param name the model's name, for generated classes
     */
    public Compiler(String name) {
        this.name = name;
    }

    /**
     * Compiles some values.
     *
     * @param values the nodes to compute
     */
    public synchronized Program compile(List<Node> values) {
        return compile(values, -1, null);
    }

    /**
     * Compiles some values and a gradient, which becomes the last output.
     *
     * @param values the nodes to compute
     * @param differentiated which of them to differentiate, from 0
     * @param variable what to differentiate it with respect to
     */
    public synchronized Program compile(List<Node> values, int differentiated, @Nullable Node variable) {
        List<Node> roots = new ArrayList<>(values);
        if (variable != null) {
            roots.add(variable);
        }
        List<Node> simplified = simplifier.simplify(roots);
        Request request = new Request(simplified.stream().map(interner::serial).toList(), differentiated);
        return programs.computeIfAbsent(request, absent -> build(simplified, differentiated, variable != null));
    }

    private Program build(List<Node> simplified, int differentiated, boolean withGradient) {
        List<Node> outputs = simplified;
        if (withGradient) {
            Node variable = simplified.get(simplified.size() - 1);
            outputs = new ArrayList<>(simplified.subList(0, simplified.size() - 1));
            outputs.addAll(Differentiation.gradient(outputs.get(differentiated), List.of(variable)));
            outputs = simplifier.simplify(outputs);
        }
        outputs = Unbundling.apply(outputs, simplifier);
        outputs = MultiplyAddRules.apply(outputs, interner);
        Schedule schedule = new Schedule(outputs, dataOnly(outputs));
        Layout layout = new Layout(schedule);
        Computation computation;
        try {
            computation = ClassEmitter.emit(name, schedule, layout);
        } catch (RuntimeException failure) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "No code could be generated for the model \"" + name + "\"; it is interpreted, which is slower.",
                    failure);
            computation = new InterpretedComputation(schedule, layout);
        }
        return new Program(outputs, schedule, layout, computation);
    }

    /** Returns the computed nodes that depend on data alone: they are evaluated when the data are bound. */
    private Map<Node, Boolean> dataOnly(List<Node> outputs) {
        Map<Node, Boolean> leaves = new IdentityHashMap<>();
        for (Node node : Topology.sort(outputs)) {
            boolean view = node.op() instanceof Broadcast || node.op() instanceof Take || node.op() instanceof Reshape;
            if (!view && !interner.dependsOnVariables(node)) {
                leaves.put(node, true);
            }
        }
        return leaves;
    }
}
