package org.ppl4j.compile.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.Program;
import org.ppl4j.compile.emit.Interpreter;
import org.ppl4j.compile.rolling.SubtractedTerms;
import org.ppl4j.graph.Differentiation;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Topology;
import org.ppl4j.tensor.Tensor;

/** Holds loops that carry values on to the graph as it was traced. */
public final class LoopChecks {

    public static final int SIZE = 160;

    private LoopChecks() {}

    /** Returns where values and derivatives are compared. */
    public static double[] position() {
        return new SplittableRandom(12).doubles(SIZE, -0.7, 0.7).toArray();
    }

    /** Returns how many recurrences a graph has. */
    public static long scans(List<Node> roots) {
        return Topology.sort(roots).stream()
                .filter(node -> node.op() instanceof Scan)
                .count();
    }

    /** Returns the graph of a scalar with its loops as recurrences, as the compiler makes it. */
    private static List<Node> rolled(Node scalar) {
        List<Node> roots = List.of(scalar);
        return CarriedLoops.apply(SubtractedTerms.apply(roots, Topology.sort(roots)));
    }

    /** Returns how many steps each of the recurrences has that a graph's loops become. */
    public static List<Integer> steps(UnaryOperator<Tensor> model) {
        List<Integer> steps = new ArrayList<>();
        for (Node node : Topology.sort(
                rolled(model.apply(Tensor.of(Graphs.variable(SIZE))).node()))) {
            if (node.op() instanceof Scan scan) {
                steps.add(scan.steps());
            }
        }
        return steps;
    }

    /** Checks values and derivatives of a graph with its loops as recurrences, and how many these are. */
    public static void check(UnaryOperator<Tensor> model, int expectedScans) {
        Node scalar = model.apply(Tensor.of(Graphs.variable(SIZE))).node();
        assertThat(scans(rolled(scalar))).isEqualTo(expectedScans);
        check(model);
    }

    /** Checks values and derivatives of a graph with its loops as recurrences against the graph as it was traced. */
    public static void check(UnaryOperator<Tensor> model) {
        double[] position = position();
        Node variable = Graphs.variable(SIZE);
        Node scalar = model.apply(Tensor.of(variable)).node();
        List<Node> rolled = rolled(scalar);
        List<Node> traced = new ArrayList<>(List.of(scalar));
        traced.addAll(Differentiation.gradient(scalar, List.of(variable)));
        List<double[]> expected = Interpreter.evaluate(traced, Map.of("x", position));
        Graphs.assertClose(
                Interpreter.evaluate(rolled, Map.of("x", position)).get(0), expected.get(0), 1e-12, "rolled");
        for (EnumSet<Optimization> optimizations : List.of(
                EnumSet.allOf(Optimization.class),
                EnumSet.complementOf(EnumSet.of(Optimization.CARRIED_LOOPS)),
                EnumSet.of(Optimization.CARRIED_LOOPS))) {
            Program program = new Compiler("loops", optimizations).compileWithGradient(List.of(scalar), variable);
            List<double[]> compiled = Graphs.run(program, position, Map.of());
            Graphs.assertClose(compiled.get(0), expected.get(0), 1e-10, optimizations + " value");
            Graphs.assertClose(compiled.get(1), expected.get(1), 1e-10, optimizations + " gradient");
        }
        Program twice = new Compiler("twice").compileHessianVectorProduct(scalar, variable);
        double[] vector = new SplittableRandom(13).doubles(SIZE, -1, 1).toArray();
        double[] both = Arrays.copyOf(position, 2 * SIZE);
        System.arraycopy(vector, 0, both, SIZE, SIZE);
        double[] product = Graphs.run(twice, both, Map.of()).get(0);
        Node plain = Differentiation.hessianVectorProduct(
                scalar, variable, Tensor.of(vector).node());
        double[] interpreted =
                Interpreter.evaluate(List.of(plain), Map.of("x", position)).get(0);
        Graphs.assertClose(Arrays.copyOf(product, SIZE), interpreted, 1e-10, "second derivatives");
    }
}
