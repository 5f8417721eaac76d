package org.ppl4j.compile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.Program;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.Node;
import org.ppl4j.tensor.Tensor;

/** What tests of folded sums share: the same density with and without statistics of the data. */
public final class Folding {

    private static final double RELATIVE = 1e-10;

    private Folding() {}

    public static Program folded(Tensor density, Node variable) {
        return new Compiler("folded").compileWithGradient(List.of(density.node()), variable);
    }

    public static Program unfolded(Tensor density, Node variable) {
        EnumSet<Optimization> others =
                EnumSet.complementOf(EnumSet.of(Optimization.SUFFICIENT_STATISTICS, Optimization.ROW_CHOICES));
        return new Compiler("unfolded", others).compileWithGradient(List.of(density.node()), variable);
    }

    /** Checks that no loop goes over so many rows or more, and that values and gradients are those of the loop. */
    public static void assertFolded(Tensor density, Node variable, int rows) {
        assertFolded(density, variable, rows, Map.of());
    }

    public static void assertFolded(Tensor density, Node variable, int rows, Map<String, double[]> data) {
        Program folded = folded(density, variable);
        assertThat(longestLoop(folded)).as(folded.explain()).isLessThan(rows);
        assertThat(folded.explain()).contains("sum folded: " + rows + " terms into ");
        assertThat(longestLoop(unfolded(density, variable))).isGreaterThanOrEqualTo(rows);
        assertSame(folded, unfolded(density, variable), variable, data);
    }

    /** Checks that a sum over so many rows is left as a loop. */
    public static void assertLeft(Tensor density, Node variable, int rows) {
        Program program = folded(density, variable);
        assertThat(program.explain()).doesNotContain("sum folded: " + rows);
        assertSame(program, unfolded(density, variable), variable, Map.of());
    }

    /** Returns the most elements that anything but a leaf has, or is computed from. */
    public static int longestLoop(Program program) {
        Schedule schedule = Graphs.schedule(program);
        return schedule.units().stream()
                .flatMap(unit -> unit.nodes().stream())
                .flatMap(node -> Stream.concat(Stream.of(node), node.inputs().stream()))
                .filter(node -> schedule.kind(node) != Schedule.Kind.LEAF)
                .mapToInt(Node::size)
                .max()
                .orElse(0);
    }

    public static void assertSame(Program program, Program expected, Node variable, Map<String, double[]> data) {
        for (int seed = 1; seed <= 3; seed++) {
            double[] position =
                    new SplittableRandom(seed).doubles(variable.size(), -1, 1).toArray();
            List<double[]> results = Graphs.run(program, position, data);
            List<double[]> loop = Graphs.run(expected, position, data);
            Graphs.assertClose(results.get(0), loop.get(0), RELATIVE, "value, seed " + seed);
            Graphs.assertClose(results.get(1), loop.get(1), RELATIVE, "gradient, seed " + seed);
        }
    }
}
