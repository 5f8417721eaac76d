package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.ppl4j.compile.carried.CarriedLoops;
import org.ppl4j.compile.emit.ClassEmitter;
import org.ppl4j.compile.emit.CompilerLog;
import org.ppl4j.compile.emit.GeneratedClasses;
import org.ppl4j.compile.fold.ColumnSums;
import org.ppl4j.compile.fold.RepeatedData;
import org.ppl4j.compile.fold.RowChoices;
import org.ppl4j.compile.fold.ScatterFold;
import org.ppl4j.compile.fold.SufficientStatistics;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.rewrite.Complements;
import org.ppl4j.compile.rewrite.Exponentials;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.LogisticFunctions;
import org.ppl4j.compile.rewrite.MultiplyAddRules;
import org.ppl4j.compile.rewrite.Rule;
import org.ppl4j.compile.rewrite.SharedExponentials;
import org.ppl4j.compile.rewrite.SharedProducts;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.compile.rewrite.TrianglePacking;
import org.ppl4j.compile.rewrite.Unbundling;
import org.ppl4j.compile.rolling.LogarithmicSums;
import org.ppl4j.compile.rolling.Rerolling;
import org.ppl4j.compile.rolling.RollingSum;
import org.ppl4j.compile.scan.LogarithmicRecurrences;
import org.ppl4j.compile.scan.Recurrences;
import org.ppl4j.compile.scan.SmallFactors;
import org.ppl4j.compile.schedule.FunctionSteps;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.LoopPass;
import org.ppl4j.compile.schedule.LoopPasses;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Differentiation;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.EqualTo;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.LessOrEqual;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Substitution;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Topology;

/**
 * Compiles graphs: re-roll, simplify, fold sums over data, differentiate, simplify again, take small tensors apart, schedule, emit.
 *
 * <p>A compiler remembers what it compiled: the same graph again, also on other data, gives the same program, and a graph
 * that differs in lengths alone runs the same class.
 */
public final class Compiler {

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
    private final Interner interner = new Interner();
    private final Simplifier simplifier;
    private final Map<List<Integer>, Program> programs = new HashMap<>();
    private final GeneratedClasses classes = new GeneratedClasses();

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
        this.simplifier = new Simplifier(interner, rules(optimizations));
    }

    private static List<Rule> rules(Set<Optimization> optimizations) {
        List<Rule> rules = new ArrayList<>();
        for (Optimization optimization : Optimization.values()) {
            Rule rule = optimizations.contains(optimization) ? optimization.rule() : null;
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }

    /** Returns an empty sum for the terms of a model's density, as they are traced. */
    public RollingSum newSum() {
        return does(Optimization.REROLLING) ? RollingSum.ofTraced() : RollingSum.ofSeparate();
    }

    /**
     * Returns nodes with what a loop unrolled made vector operations. Compiling does so too; done before, it is done once for
     * all programs, and what else looks at the nodes sees few.
     *
     * @param roots the nodes
     * @param notes receives a line for each loop, for {@link Program#explain}
     */
    public List<Node> reroll(List<Node> roots, List<String> notes) {
        List<Node> summed = does(Optimization.REROLLING) ? LogarithmicSums.apply(roots) : roots;
        List<Node> looped = does(Optimization.CARRIED_LOOPS) ? CarriedLoops.apply(summed) : summed;
        return does(Optimization.REROLLING) ? Rerolling.apply(looped, notes) : looped;
    }

    /**
     * Compiles some values.
     *
     * @param values the nodes to compute
     * @param variable what the program is a function of
     */
    public Program compile(List<Node> values, Node variable) {
        return compile(values, variable, this::valuesOf, 0);
    }

    /**
     * Compiles some values and the gradient of the first, which becomes the last output.
     *
     * @param values the nodes to compute
     * @param variable what the program is a function of
     */
    public Program compileWithGradient(List<Node> values, Node variable) {
        return compile(values, variable, this::withGradient, 1);
    }

    /**
     * Compiles a vector and its Jacobian, {@code [vector, variable]}, row-major, which is the second output. Meant for
     * few elements: each row is a gradient of its own.
     *
     * @param vector what to differentiate
     * @param variable what it is a function of, a vector
     */
    public Program compileWithJacobian(Node vector, Node variable) {
        return compile(List.of(vector), variable, this::withJacobian, 3);
    }

    /**
     * Compiles the product of a scalar's matrix of second derivatives and a vector. The program's variable is the
     * variable's elements and then the vector's; so is its only output: the product's elements and then the gradient's.
     *
     * @param scalar what to differentiate
     * @param variable what it is a function of
     */
    public Program compileHessianVectorProduct(Node scalar, Node variable) {
        int size = variable.size();
        Node both = Node.symbol(variable.op(), Shape.of(2 * size));
        Node first = Nodes.take(both, variable.shape(), Indices.range(size, 0, 1));
        return compile(Substitution.replace(List.of(scalar), variable, first), both, this::curvature, 2);
    }

    private synchronized Program compile(List<Node> values, Node variable, UnaryOperator<List<Node>> derive, int what) {
        for (Node node : values) {
            if (node.isOpen()) {
                throw new IllegalArgumentException(
                        "The value " + node + " depends on an argument of a scan's body, and is"
                                + " used outside of it. Have the body return it.");
            }
        }
        interner.rankAnew();
        List<String> notes = new ArrayList<>();
        List<Node> roots = new ArrayList<>(values);
        roots.add(variable);
        List<Node> simplified = simplifier.simplify(reroll(roots, notes));
        List<Integer> request = new ArrayList<>();
        request.add(what);
        for (Node node : simplified) {
            request.add(interner.serial(node));
        }
        Program program = programs.get(request);
        if (program == null) {
            notes.addAll(CarriedLoops.remaining(simplified));
            List<Node> folded = simplified;
            if (does(Optimization.REPEATED_DATA)) {
                folded = RepeatedData.apply(folded, simplifier, notes);
            }
            if (does(Optimization.SUFFICIENT_STATISTICS)) {
                folded = ScatterFold.apply(folded, simplifier, notes);
                folded = ColumnSums.apply(folded, simplifier);
                folded = SufficientStatistics.apply(folded, simplifier, notes);
            }
            if (does(Optimization.ROW_CHOICES)) {
                List<Node> parted = RowChoices.apply(folded, simplifier, notes);
                boolean folds = !parted.equals(folded) && does(Optimization.SUFFICIENT_STATISTICS);
                folded = folds ? SufficientStatistics.apply(parted, simplifier, notes) : parted;
            }
            if (does(Optimization.SMALL_FACTORS)) {
                folded = SmallFactors.apply(folded, simplifier, notes);
            }
            if (does(Optimization.LOGARITHMIC_RECURRENCES)) {
                folded = LogarithmicRecurrences.apply(folded, simplifier, notes);
            }
            program = build(derive.apply(folded), notes);
            programs.put(request, program);
        }
        return program;
    }

    /** Returns how many classes were generated: programs whose code is the same share one. */
    synchronized int classCount() {
        return classes.count();
    }

    private boolean does(Optimization optimization) {
        return optimizations.contains(optimization);
    }

    /** Returns all but the variable, their symmetric matrices packed. */
    private List<Node> valuesOf(List<Node> simplified) {
        return packed(simplified.subList(0, simplified.size() - 1));
    }

    private List<Node> withGradient(List<Node> simplified) {
        Node variable = simplified.get(simplified.size() - 1);
        List<Node> outputs = new ArrayList<>(valuesOf(simplified));
        outputs.addAll(Differentiation.gradient(outputs.get(0), List.of(variable)));
        return packed(simplifier.simplify(outputs));
    }

    private List<Node> withJacobian(List<Node> simplified) {
        Node vector = simplified.get(0);
        List<Node> rows = new ArrayList<>();
        for (int i = 0; i < vector.size(); i++) {
            Node element = Nodes.take(vector, Shape.SCALAR, Indices.range(1, i, 1));
            rows.addAll(Differentiation.gradient(element, List.of(simplified.get(1))));
        }
        return simplifier.simplify(List.of(vector, Node.of(new Concatenate(), rows)));
    }

    /** With H the matrix of second derivatives and v the vector, the derivative of the slope along v: Hv and the gradient. */
    private List<Node> curvature(List<Node> simplified) {
        Node variable = simplified.get(1);
        Node gradient = simplifier
                .simplify(Differentiation.gradient(simplified.get(0), List.of(variable)))
                .get(0);
        int size = variable.size() / 2;
        Shape half = Shape.of(size);
        Node slope = Nodes.multiply(
                Nodes.take(gradient, half, Indices.range(size, 0, 1)),
                Nodes.take(variable, half, Indices.range(size, size, 1)));
        return simplifier.simplify(Differentiation.gradient(Nodes.sum(slope), List.of(variable)));
    }

    private Program build(List<Node> derived, List<String> notes) {
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
            CompilerLog.get()
                    .log(
                            System.Logger.Level.WARNING,
                            "No code could be generated for the model \"" + name
                                    + "\"; it is interpreted, which is slower.",
                            failure);
            emitted = ClassEmitter.Emitted.none(schedule, layout);
        }
        Forms forms = new Forms(name, schedule, layout, emitted);
        return new Program(outputs, schedule, layout, emitted, forms, notes);
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

    private List<Node> packed(List<Node> outputs) {
        return does(Optimization.TRIANGLES) ? TrianglePacking.apply(outputs, simplifier) : outputs;
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
