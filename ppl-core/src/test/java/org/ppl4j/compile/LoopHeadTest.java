package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** What leads to functions runs ahead of them, by blocks: the bits stay, and no more than a block is kept. */
class LoopHeadTest {

    private static final int COLUMNS = 6;
    private static final String AHEAD = "operations ahead of the functions";

    @ParameterizedTest
    @ValueSource(ints = {40, 511, 512, 513, 1024, 1700})
    void blocksGiveTheInterpretersBits(int rows) {
        Node variable = variable(rows);
        Tensor predictor = predictor(variable, rows);
        Tensor scaled = predictor.times(0.5);
        // what runs ahead is also an output, is also read by what is no function, and functions follow functions
        Tensor total = predictor
                .softplus()
                .plus(scaled.tanh().times(predictor).plus(scaled).exp())
                .sum();
        Program program = new Compiler("blocks").compileWithGradient(List.of(total.node(), predictor.node()), variable);
        assertThat(program.explain()).contains(AHEAD);
        double[] position =
                new SplittableRandom(rows).doubles(variable.size(), -1, 1).toArray();
        List<double[]> results = Graphs.run(program, position, Map.of());
        if (VectorModule.isPresent()) {
            for (int lanes : new int[] {2, 4, 8}) {
                Graphs.assertVectorsGiveTheSame(program, position, Map.of(), lanes, results);
            }
        }
    }

    @Test
    void aBlockIsAllThatIsKept() {
        long small = numbers(logistic(2_000));
        long large = numbers(logistic(20_000));
        assertThat(large - small).isEqualTo(COLUMNS * 18_000L);
    }

    @Test
    void littleArithmeticStaysWithItsFunction() {
        Node variable = Graphs.variable(1000);
        Tensor x = Tensor.of(variable);
        Program program = new Compiler("little")
                .compile(List.of(x.times(2).plus(x.exp()).tanh().sum().node()), variable);
        assertThat(program.explain()).contains("one loop of 1000").doesNotContain(AHEAD);
    }

    @Test
    void arithmeticWithoutFunctionsIsOneLoop() {
        Node variable = variable(1000);
        Program program = new Compiler("arithmetic")
                .compile(List.of(predictor(variable, 1000).sum().node()), variable);
        assertThat(program.explain()).doesNotContain(AHEAD);
    }

    private static Program logistic(int rows) {
        Node variable = variable(rows);
        Program program = new Compiler("logistic")
                .compile(List.of(predictor(variable, rows).softplus().sum().node()), variable);
        assertThat(program.explain()).contains(AHEAD);
        return program;
    }

    private static long numbers(Program program) {
        return program.layout().sizes().stream().mapToLong(Integer::longValue).sum();
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
