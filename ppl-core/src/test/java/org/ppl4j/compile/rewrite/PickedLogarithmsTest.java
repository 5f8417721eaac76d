package org.ppl4j.compile.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.Program;
import org.ppl4j.distribution.Categorical;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Topology;
import org.ppl4j.tensor.Tensor;

/** Logarithms of tables, of which a few are picked, are computed of these. */
class PickedLogarithmsTest {

    private static final int ROWS = 40;
    private static final int COLUMNS = 5;

    private final Node variable = Graphs.variable(ROWS + COLUMNS);
    private final Tensor q = Tensor.of(variable);

    /** Probabilities of categories, one row each. */
    private Tensor probabilities() {
        Tensor weights = q.slice(0, ROWS)
                .insertAxis(1)
                .plus(q.slice(ROWS, ROWS + COLUMNS))
                .tanh()
                .plus(2);
        return weights.dividedBy(weights.sum(-1).insertAxis(1));
    }

    /** Returns how many logarithms a density takes, after checking values and gradients against those without rules. */
    private int logarithms(Tensor density) {
        EnumSet<Optimization> done = EnumSet.complementOf(EnumSet.of(Optimization.FUNCTION_STEPS));
        Program program = new Compiler("picked", done).compileWithGradient(List.of(density.node()), variable);
        Program plain = new Compiler("plain", EnumSet.noneOf(Optimization.class))
                .compileWithGradient(List.of(density.node()), variable);
        double[] position =
                new SplittableRandom(4).doubles(ROWS + COLUMNS, -1, 1).toArray();
        List<double[]> results = Graphs.run(program, position, Map.of());
        List<double[]> expected = Graphs.run(plain, position, Map.of());
        Graphs.assertClose(results.get(0), expected.get(0), 1e-11, "value");
        Graphs.assertClose(results.get(1), expected.get(1), 1e-11, "gradient");
        return Topology.sort(Graphs.outputs(program)).stream()
                .filter(node -> node.op() instanceof Log)
                .mapToInt(Node::size)
                .sum();
    }

    @Test
    void categories() {
        int[] categories = new int[ROWS];
        Arrays.setAll(categories, i -> i * i % COLUMNS);
        Tensor outcomes = Tensor.of(Arrays.stream(categories).asDoubleStream().toArray());
        Tensor density = Categorical.of(probabilities()).logDensity(outcomes).sum();
        assertThat(logarithms(density)).isPositive().isLessThanOrEqualTo(ROWS);
    }

    /** Columns are parts of one table: all of it is computed at once. */
    @Test
    void columns() {
        Tensor logarithms = probabilities().log();
        Tensor density = Tensor.of(0);
        for (int column = 0; column < COLUMNS; column++) {
            Tensor one = logarithms.transpose().at(column);
            density = density.plus(one.times(column + 1).exp().sum());
        }
        assertThat(logarithms(density)).isEqualTo(ROWS * COLUMNS);
    }
}
