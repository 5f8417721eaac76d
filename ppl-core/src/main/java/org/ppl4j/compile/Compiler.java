package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Take;

/**
 * Compiles graphs: re-roll, simplify, differentiate, simplify again, take small tensors apart, schedule, emit.
 *
 * <p>A compiler remembers what it compiled: the same graph again, also on other data, gives the same program.
 */
public final class Compiler {

    private static final System.Logger LOGGER = System.getLogger(Compiler.class.getName());

    private final String name;
    private final Set<Optimization> optimizations;
    private final Interner interner = new Interner();
    private final Simplifier simplifier;
    private final Map<List<Integer>, Program> programs = new HashMap<>();

    /**
     * Creates a compiler that does all that the system property {@value Optimization#PROPERTY} does not leave out.
     *
     * @param name the model's name, for generated classes
     */
    public Compiler(String name) {
        this(name, Optimization.chosen());
    }

    /**
     * Creates a compiler.
     *
     * @param name the model's name, for generated classes
     * @param optimizations what it does
     */
    public Compiler(String name, Set<Optimization> optimizations) {
        this.name = name;
        this.optimizations = Set.copyOf(optimizations);
        this.simplifier = new Simplifier(
                interner,
                Arrays.stream(Optimization.values())
                        .filter(optimizations::contains)
                        .map(Optimization::rule)
                        .filter(Objects::nonNull)
                        .toList());
    }

    /**
     * Compiles some values.
     *
     * @param values the nodes to compute
     * @param variable what the program is a function of
     */
    public Program compile(List<Node> values, Node variable) {
        return compile(values, variable, false);
    }

    /**
     * Compiles some values and the gradient of the first, which becomes the last output.
     *
     * @param values the nodes to compute
     * @param variable what the program is a function of
     */
    public Program compileWithGradient(List<Node> values, Node variable) {
        return compile(values, variable, true);
    }

    private synchronized Program compile(List<Node> values, Node variable, boolean withGradient) {
        List<Node> roots = new ArrayList<>(values);
        roots.add(variable);
        List<Node> simplified = simplifier.simplify(does(Optimization.REROLLING) ? Rerolling.apply(roots) : roots);
        List<Integer> request = new ArrayList<>();
        request.add(withGradient ? 1 : 0);
        for (Node node : simplified) {
            request.add(interner.serial(node));
        }
        return programs.computeIfAbsent(request, absent -> build(simplified, withGradient));
    }

    private boolean does(Optimization optimization) {
        return optimizations.contains(optimization);
    }

    private Program build(List<Node> simplified, boolean withGradient) {
        Node variable = simplified.get(simplified.size() - 1);
        List<Node> outputs = new ArrayList<>(simplified.subList(0, simplified.size() - 1));
        outputs = packed(outputs);
        if (withGradient) {
            outputs.addAll(Differentiation.gradient(outputs.get(0), List.of(variable)));
            outputs = packed(simplifier.simplify(outputs));
        }
        if (does(Optimization.UNBUNDLING)) {
            outputs = Unbundling.apply(outputs, simplifier);
        }
        if (does(Optimization.MULTIPLY_ADD)) {
            outputs = MultiplyAddRules.apply(outputs, interner);
        }
        Schedule schedule = new Schedule(outputs, dataOnly(outputs));
        Layout layout = new Layout(schedule);
        ClassEmitter.Emitted emitted;
        try {
            emitted = ClassEmitter.emit(name, outputs, schedule, layout);
        } catch (RuntimeException failure) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "No code could be generated for the model \"" + name + "\"; it is interpreted, which is slower.",
                    failure);
            emitted = new ClassEmitter.Emitted(new InterpretedComputation(schedule, layout), 0);
        }
        return new Program(outputs, schedule, layout, emitted);
    }

    private List<Node> packed(List<Node> outputs) {
        return does(Optimization.TRIANGLES) ? new ArrayList<>(TrianglePacking.apply(outputs, simplifier)) : outputs;
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
