package org.ppl4j.compile.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.Program;
import org.ppl4j.compile.vector.VectorModule;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Loops in passes over blocks: the bits stay, no more than a block is kept, and there are passes only where they pay. */
class LoopPassesTest {

    private static final int COLUMNS = 6;
    private static final String PASSES = " passes";

    @ParameterizedTest
    @ValueSource(ints = {40, 47, 48, 127, 255, 256, 257, 512, 1700})
    void blocksGiveTheInterpretersBits(int rows) {
        Node variable = variable(rows);
        Tensor predictor = predictor(variable, rows);
        Tensor scaled = predictor.times(0.5);
        // arithmetic is also an output, is also read by what is none, and functions follow functions
        Tensor total = predictor
                .softplus()
                .plus(scaled.tanh().times(predictor).plus(scaled).exp())
                .plus(predictor.square().plus(1).log().sigmoid())
                .sum();
        Program program = new Compiler("blocks").compileWithGradient(List.of(total.node(), predictor.node()), variable);
        assertThat(program.explain().contains(PASSES)).isEqualTo(rows >= LoopPasses.SHORTEST);
        double[] position =
                new SplittableRandom(rows).doubles(variable.size(), -1, 1).toArray();
        List<double[]> results = Graphs.run(program, position, Map.of());
        if (VectorModule.isPresent()) {
            for (int lanes : new int[] {2, 4, 8}) {
                Graphs.assertVectorsGiveTheSame(program, position, Map.of(), lanes, results);
            }
        }
    }

    /** As long as the loops that data part a loop of the user's into are. */
    @Test
    void loopsOfAFewDozenHavePasses() {
        Node variable = variable(72);
        Tensor total = predictor(variable, 72).softplus().sum();
        assertThat(new Compiler("dozens")
                        .compileWithGradient(List.of(total.node()), variable)
                        .explain())
                .contains(PASSES);
    }

    /** A loop that waits for no function is as fast at once, until it is long. */
    @ParameterizedTest
    @ValueSource(ints = {85, 200})
    void arithmeticAloneHasPassesInLongLoops(int rows) {
        Node variable = variable(rows);
        Tensor q = Tensor.of(variable);
        Tensor x = q.slice(0, rows);
        Tensor mean = q.at(0).plus(q.at(1).times(x)).plus(x.square().times(q.at(2)));
        Tensor total = mean.minus(0.5).square().times(x.plus(1)).times(mean.plus(q.at(1)));
        assertThat(new Compiler("arithmetic")
                        .compileWithGradient(List.of(total.sum().node()), variable)
                        .explain()
                        .contains(PASSES))
                .isEqualTo(rows >= 128);
    }

    @Test
    void choicesAndComparisonsGiveTheInterpretersBits() {
        double[] special = {0.0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        int rows = special.length * special.length;
        Node variable = Graphs.variable(2 * rows);
        Tensor a = Tensor.of(Graphs.part(variable, 0, Shape.of(rows)));
        Tensor b = Tensor.of(Graphs.part(variable, rows, Shape.of(rows)));
        List<Node> outputs = List.of(
                Tensor.where(a.lessThan(b), a.exp(), b.tanh()).node(),
                Tensor.where(a.lessOrEqual(b), a.log(), b.sigmoid()).node(),
                Tensor.where(a.equalTo(b), a, b.softplus()).node(),
                Tensor.where(a, a.plus(2).exp(), b).node(),
                // a comparison is also read as a number
                a.lessThan(b).times(b.exp()).node());
        double[] position = new double[2 * rows];
        for (int i = 0; i < rows; i++) {
            position[i] = special[i / special.length];
            position[rows + i] = special[i % special.length];
        }
        Graphs.run(new Compiler("choices").compile(outputs, variable), position, Map.of());
    }

    @Test
    void withoutStepsAndPassesTheBitsAreTheSame() {
        Node variable = variable(300);
        Node total = predictor(variable, 300).softplus().sum().node();
        Set<Optimization> others = EnumSet.allOf(Optimization.class);
        others.remove(Optimization.FUNCTION_STEPS);
        others.remove(Optimization.LOOP_PASSES);
        double[] position = new SplittableRandom(5).doubles(variable.size()).toArray();
        Program all = new Compiler("all").compileWithGradient(List.of(total), variable);
        Program some = new Compiler("some", others).compileWithGradient(List.of(total), variable);
        assertThat(some.explain()).doesNotContain(PASSES);
        List<double[]> expected = Graphs.run(some, position, Map.of());
        List<double[]> actual = Graphs.run(all, position, Map.of());
        for (int i = 0; i < expected.size(); i++) {
            Graphs.assertSameBits(actual.get(i), expected.get(i), "output " + i);
        }
    }

    @Test
    void aBlockIsAllThatIsKept() {
        long small = numbers(logistic(2_000));
        long large = numbers(logistic(20_000));
        assertThat(large - small).isEqualTo(COLUMNS * 18_000L);
    }

    @Test
    void littleArithmeticStaysWhereItIsUsed() {
        Node variable = Graphs.variable(1000);
        Tensor x = Tensor.of(variable);
        Program program = new Compiler("little")
                .compile(List.of(x.times(2).plus(x.logGamma()).digamma().sum().node()), variable);
        assertThat(program.explain()).contains("one loop of 1000").doesNotContain(PASSES);
    }

    private static Program logistic(int rows) {
        Node variable = variable(rows);
        Program program = new Compiler("logistic")
                .compile(List.of(predictor(variable, rows).softplus().sum().node()), variable);
        assertThat(program.explain()).contains(PASSES);
        return program;
    }

    private static long numbers(Program program) {
        return Graphs.layout(program).sizes().stream()
                .mapToLong(Integer::longValue)
                .sum();
    }

    private static Node variable(int rows) {
        return Graphs.variable(COLUMNS * (1 + rows));
    }

    private static Tensor predictor(Node variable, int rows) {
        Tensor sum = Tensor.of(0.25);
        for (int column = 0; column < COLUMNS; column++) {
            Tensor values = Tensor.of(Graphs.part(variable, COLUMNS + column * rows, Shape.of(rows)));
            sum = sum.plus(values.times(Tensor.of(Graphs.part(variable, column, Shape.SCALAR))));
        }
        return sum;
    }
}
