package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.ppl4j.compile.carried.CarriedLoops;
import org.ppl4j.compile.emit.CompilerLog;
import org.ppl4j.compile.fold.ColumnSums;
import org.ppl4j.compile.fold.JoinedProducts;
import org.ppl4j.compile.fold.LowerElements;
import org.ppl4j.compile.fold.RepeatedData;
import org.ppl4j.compile.fold.RepeatedRows;
import org.ppl4j.compile.fold.RowChoices;
import org.ppl4j.compile.fold.ScatterFold;
import org.ppl4j.compile.fold.SmallSolutions;
import org.ppl4j.compile.fold.SufficientStatistics;
import org.ppl4j.compile.rewrite.CrossedRows;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.LogarithmicLadders;
import org.ppl4j.compile.rewrite.Rule;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.compile.rewrite.TrianglePacking;
import org.ppl4j.compile.rolling.LogarithmicSums;
import org.ppl4j.compile.rolling.Rerolling;
import org.ppl4j.compile.rolling.RollingSum;
import org.ppl4j.compile.rolling.SubtractedTerms;
import org.ppl4j.compile.scan.LogarithmicRecurrences;
import org.ppl4j.compile.scan.SmallFactors;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Differentiation;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Substitution;
import org.ppl4j.graph.Topology;

/**
 * Compiles graphs: re-roll, simplify, fold sums over data, differentiate, simplify again, take small tensors apart, schedule, emit.
 *
 * <p>A compiler remembers what it compiled: the same graph again, also on other data, gives the same program, and a graph
 * that differs in lengths alone runs the same class.
 */
public final class Compiler {

    private final String name;
    private final Set<Optimization> optimizations;

    /** Why it is to optimise nothing; nothing if nobody said so. */
    private final List<String> reasons;

    private final Interner interner = new Interner();
    private final Simplifier simplifier;
    private final Map<List<Integer>, Program> programs = new HashMap<>();
    private final ProgramBuilder builder;

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
        this(name, optimizations, List.of());
    }

    private Compiler(String name, Set<Optimization> optimizations, List<String> reasons) {
        this.name = name;
        this.reasons = reasons;
        this.optimizations = Set.copyOf(optimizations);
        this.simplifier = new Simplifier(interner, rules(optimizations));
        this.builder = new ProgramBuilder(name, this.optimizations, simplifier);
    }

    /**
     * Returns a compiler that takes graphs as they were traced, for what this one failed on.
     *
     * @param failure what this one failed with, for {@link Program#explain}
     */
    public Compiler withoutOptimizations(Throwable failure) {
        return new Compiler(
                name, Set.of(), List.of("compiled as it was traced, as an optimisation failed: " + failure));
    }

    /**
     * Says in the log that a model is compiled without optimisations.
     *
     * @param failure what an optimisation failed with: an error of its own, as without them there is none
     */
    public void sayWhy(Throwable failure) {
        CompilerLog.failed(name, failure);
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
        List<Node> summed = does(Optimization.REROLLING) ? sums(roots) : roots;
        List<Node> looped = does(Optimization.CARRIED_LOOPS) ? CarriedLoops.apply(summed) : summed;
        return does(Optimization.REROLLING) ? Rerolling.apply(looped, notes) : looped;
    }

    /** Returns nodes with long sums written as what they add up. */
    private static List<Node> sums(List<Node> roots) {
        List<Node> order = Topology.sort(roots);
        List<Node> added = SubtractedTerms.apply(roots, order);
        return LogarithmicSums.apply(added, added == roots ? order : Topology.sort(added));
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
        simplifier.takeNotes();
        List<String> notes = new ArrayList<>(reasons);
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
            notes.addAll(simplifier.takeNotes());
            List<Node> folded = simplified;
            if (does(Optimization.TRIANGLES)) {
                folded = LowerElements.apply(folded, simplifier);
            }
            if (does(Optimization.REPEATED_DATA)) {
                folded = RepeatedData.apply(folded, simplifier, notes);
            }
            if (does(Optimization.SUFFICIENT_STATISTICS)) {
                folded = ScatterFold.apply(folded, simplifier, notes);
            }
            if (does(Optimization.SMALL_SOLUTIONS)) {
                folded = SmallSolutions.apply(folded, simplifier);
            }
            if (does(Optimization.SUFFICIENT_STATISTICS)) {
                folded = ColumnSums.apply(folded, simplifier);
                folded = SufficientStatistics.apply(folded, simplifier, notes);
            }
            if (does(Optimization.ROW_CHOICES)) {
                List<Node> parted = RowChoices.apply(folded, simplifier, notes);
                boolean folds = !parted.equals(folded) && does(Optimization.SUFFICIENT_STATISTICS);
                folded = folds ? SufficientStatistics.apply(parted, simplifier, notes) : parted;
            }
            if (does(Optimization.REPEATED_ROWS)) {
                folded = RepeatedRows.apply(folded, simplifier, notes);
            }
            if (does(Optimization.JOINED_PRODUCTS)) {
                folded = JoinedProducts.apply(folded, simplifier, notes);
            }
            if (does(Optimization.CROSSED_ROWS)) {
                folded = CrossedRows.apply(folded, simplifier, notes);
            }
            if (does(Optimization.SMALL_FACTORS)) {
                folded = SmallFactors.apply(folded, simplifier, notes);
            }
            if (does(Optimization.LOGARITHMIC_RECURRENCES)) {
                folded = LogarithmicRecurrences.apply(folded, simplifier, notes);
            }
            if (does(Optimization.LOGARITHMIC_LADDERS)) {
                folded = LogarithmicLadders.apply(folded, simplifier);
            }
            program = builder.build(derive.apply(folded), simplified, notes);
            programs.put(request, program);
        }
        return program;
    }

    /** Returns how many classes were generated: programs whose code is the same share one. */
    synchronized int classCount() {
        return builder.classCount();
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

    private List<Node> packed(List<Node> outputs) {
        return does(Optimization.TRIANGLES) ? TrianglePacking.apply(outputs, simplifier) : outputs;
    }
}
