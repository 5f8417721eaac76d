package org.ppl4j.compile;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ppl4j.compile.carried.CarriedLoops;
import org.ppl4j.compile.emit.ClassEmitter;
import org.ppl4j.compile.emit.CompilerLog;
import org.ppl4j.compile.emit.GeneratedClasses;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.rewrite.Complements;
import org.ppl4j.compile.rewrite.Exponentials;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.LogisticFunctions;
import org.ppl4j.compile.rewrite.MultiplyAddRules;
import org.ppl4j.compile.rewrite.SharedExponentials;
import org.ppl4j.compile.rewrite.SharedProducts;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.compile.rewrite.Unbundling;
import org.ppl4j.compile.scan.JoinedScans;
import org.ppl4j.compile.scan.Recurrences;
import org.ppl4j.compile.schedule.FunctionSteps;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.LoopPass;
import org.ppl4j.compile.schedule.LoopPasses;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.EqualTo;
import org.ppl4j.graph.LessOrEqual;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Topology;

/** Makes a program of a graph that is derived and simplified: take small tensors apart, schedule, emit. */
final class ProgramBuilder {

    /** Cheap functions of data alone that are longer are computed in the loops that need them, and not kept. */
    private static final int LARGEST_KEPT = 1 << 17;

    private static final Set<Class<?>> CHEAP = Set.of(
            Add.class,
            Subtract.class,
            Multiply.class,
            Negate.class,
            Select.class,
            EqualTo.class,
            LessThan.class,
            LessOrEqual.class,
            Absolute.class);

    private final String name;
    private final Set<Optimization> optimizations;
    private final Simplifier simplifier;
    private final Interner interner;
    private final GeneratedClasses classes = new GeneratedClasses();

    /**
     * Creates a builder.
     *
     * @param name the model's name, for generated classes
     * @param optimizations what it does
     */
    ProgramBuilder(String name, Set<Optimization> optimizations, Simplifier simplifier) {
        this.name = name;
        this.optimizations = optimizations;
        this.simplifier = simplifier;
        this.interner = simplifier.interner();
    }

    /** Returns how many classes were generated: programs whose code is the same share one. */
    int classCount() {
        return classes.count();
    }

    private boolean does(Optimization optimization) {
        return optimizations.contains(optimization);
    }

    /**
     * Builds a program.
     *
     * @param derived what it computes
     * @param simplified what that was derived from
     * @param notes lines for {@link Program#explain}; receives one on what is left of loops
     */
    Program build(List<Node> derived, List<Node> simplified, List<String> notes) {
        List<Node> outputs =
                ScanLowering.apply(name, lowered(derived), body -> lowered(simplifier.simplify(body)), interner);
        if (does(Optimization.FUNCTION_STEPS)) {
            outputs = FunctionSteps.apply(outputs, interner);
        }
        List<Node> order = Topology.sort(outputs);
        Schedule schedule = new Schedule(outputs, dataOnly(order));
        boolean anyLength = hasInputs(order);
        Map<Integer, List<LoopPass>> passes =
                does(Optimization.LOOP_PASSES) ? LoopPasses.ofUnits(schedule, anyLength) : Map.of();
        Layout layout = new Layout(schedule, outputs, passes, anyLength);
        ClassEmitter.Emitted emitted;
        try {
            emitted = ClassEmitter.emit(name, outputs, schedule, layout, classes);
        } catch (RuntimeException failure) {
            CompilerLog.interpreted("the model \"" + name + "\"", failure);
            emitted = ClassEmitter.Emitted.none(schedule, layout);
        }
        notes.addAll(CarriedLoops.remaining(simplified, straightLineMethods(schedule)));
        Forms forms = new Forms(name, schedule, layout, emitted);
        return new Program(outputs, schedule, layout, emitted, forms, notes);
    }

    /** Returns how many stretches of straight-line code follow upon another, or come before one: code that is too long for one. */
    private static int straightLineMethods(Schedule schedule) {
        int methods = 0;
        boolean isAfterOne = false;
        for (int u = 1; u < schedule.units().size(); u++) {
            boolean areTwo = schedule.units().get(u - 1).kind() == Schedule.Kind.SCALAR
                    && schedule.units().get(u).kind() == Schedule.Kind.SCALAR;
            if (areTwo) {
                methods += isAfterOne ? 1 : 2;
            }
            isAfterOne = areTwo;
        }
        return methods;
    }

    /** Whether some data are inputs, which may be given with other lengths. */
    private static boolean hasInputs(List<Node> order) {
        for (Node node : order) {
            if (node.op() instanceof Data) {
                return true;
            }
        }
        return false;
    }

    /** Returns a graph, or the body of a scan, as it is made code of. */
    private List<Node> lowered(List<Node> derived) {
        List<Node> outputs = sharing(derived);
        if (does(Optimization.RECURRENCES)) {
            outputs = Recurrences.apply(outputs, simplifier, this::sharing);
        }
        if (does(Optimization.JOINED_SCANS)) {
            outputs = JoinedScans.apply(outputs, simplifier);
        }
        if (does(Optimization.UNBUNDLING)) {
            outputs = Unbundling.apply(outputs, simplifier);
        }
        if (does(Optimization.EXPONENTIALS)) {
            outputs = Exponentials.apply(outputs, simplifier);
        }
        if (does(Optimization.COMPLEMENTS)) {
            outputs = Complements.apply(outputs, interner);
        }
        if (does(Optimization.LOGISTIC_FUNCTIONS)) {
            outputs = LogisticFunctions.apply(outputs, simplifier);
        }
        if (does(Optimization.SHARED_PRODUCTS)) {
            outputs = SharedProducts.apply(outputs, interner);
        }
        return does(Optimization.MULTIPLY_ADD) ? MultiplyAddRules.apply(outputs, interner) : outputs;
    }

    private List<Node> sharing(List<Node> nodes) {
        return does(Optimization.SHARED_EXPONENTIALS) ? SharedExponentials.apply(nodes, simplifier) : nodes;
    }

    /** Returns the computed nodes that depend on data alone: they are evaluated when the data are bound. */
    private Map<Node, Boolean> dataOnly(List<Node> order) {
        Map<Node, Boolean> leaves = new IdentityHashMap<>();
        for (Node node : order) {
            if (!Access.isView(node) && !interner.dependsOnVariables(node) && !isComputedAgain(node)) {
                leaves.put(node, true);
            }
        }
        return leaves;
    }

    /** Whether keeping a node's value would take more memory than computing it anew in each loop takes time. */
    private static boolean isComputedAgain(Node node) {
        return node.size() > LARGEST_KEPT
                && node.op() instanceof ElementwiseOp
                && CHEAP.contains(node.op().getClass());
    }
}
