package org.ppl4j.compile.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Program;
import org.ppl4j.compile.Workspace;
import org.ppl4j.compile.emit.ClassEmitter;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Products of a matrix and a vector in SIMD form give the scalar bits, whatever else is done with the same rows. */
class VectorProductsTest {

    private static final int[] ROWS = {16, 17, 39, 63, 64, 200};
    private static final int[] WIDTHS = {8, 9, 15, 17, 50, 67, 130};

    @BeforeEach
    void needsTheModule() {
        assumeTrue(VectorModule.isPresent(), "started without --add-modules " + VectorModule.NAME);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void productsAndTheirAdjointsGiveTheScalarBits(int lanes) {
        for (int rows : ROWS) {
            for (int width : WIDTHS) {
                Node variable = Graphs.variable(width + rows);
                Tensor predictor = predictor(rows, width, variable);
                Tensor loss = predictor.softplus().sum().plus(predictor.sum().tanh());
                compare(List.of(loss.node(), predictor.node()), variable, lanes);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsAndColumnsAsEitherOperandGiveTheScalarBits(boolean transposed) {
        for (int rows : ROWS) {
            for (int width : WIDTHS) {
                Node variable = Graphs.variable(width + rows);
                Node matrix = Constant.of(Shape.of(rows, width), random(rows * width, rows));
                Node narrow = Graphs.part(variable, 0, transposed ? Shape.of(1, width) : Shape.of(width, 1));
                Node tall = Graphs.part(variable, width, transposed ? Shape.of(rows, 1) : Shape.of(1, rows));
                List<Node> products = List.of(
                        Nodes.matrixMultiply(matrix, narrow, false, transposed),
                        Nodes.matrixMultiply(narrow, matrix, !transposed, true),
                        Nodes.matrixMultiply(matrix, tall, true, !transposed),
                        Nodes.matrixMultiply(tall, matrix, transposed, false));
                compare(products, variable, VectorModule.lanes());
            }
        }
    }

    @Test
    void aRegressionGoesThroughItsRowsOnce() {
        Node variable = Graphs.variable(1_050);
        Tensor predictor = predictor(1_000, 50, variable);
        Program program = new Compiler("regression")
                .compileWithGradient(List.of(predictor.softplus().sum().node()), variable);
        List<RowBlocks.Block> blocks = blocks(program);
        RowBlocks.Block all = blocks.stream()
                .filter(block -> block.methods().size() > 1)
                .findFirst()
                .orElseThrow();
        assertThat(all.methods()).hasSize(3);
        assertThat(all.rowsAtOnce()).isEqualTo(56);
    }

    @Test
    void whatReadsOtherRowsRunsAfterAllAreThere() {
        int rows = 200;
        Node variable = Graphs.variable(rows + 50);
        Tensor predictor = predictor(rows, 50, variable);
        int[] reversed = new int[rows];
        Arrays.setAll(reversed, i -> rows - 1 - i);
        Tensor loss = predictor.times(predictor.gather(reversed)).tanh().sum();
        compare(List.of(loss.node()), variable, VectorModule.lanes());
        Program program = new Compiler("reversed").compile(List.of(loss.node()), variable);
        List<RowBlocks.Block> blocks = blocks(program);
        assertThat(blocks.get(blocks.size() - 2).methods())
                .as("product and sum")
                .hasSize(2);
        assertThat(blocks.get(blocks.size() - 1).methods())
                .as("what reads both ways")
                .hasSize(1);
    }

    @Test
    void aProductOfAWholeSumWaitsForIt() {
        int rows = 200;
        Node variable = Graphs.variable(rows + 50);
        Tensor predictor = predictor(rows, 50, variable);
        Tensor scaled = predictor.times(predictor.exp().sum().log());
        Node x = Constant.of(Shape.of(rows, 50), random(rows * 50, rows));
        Node sums = Nodes.matrixMultiply(x, Nodes.reshape(scaled.node(), Shape.of(rows, 1)), true, false);
        Node again = Nodes.matrixMultiply(x, sums, false, false);
        compare(List.of(again), variable, VectorModule.lanes());
    }

    private static List<RowBlocks.Block> blocks(Program program) {
        Schedule schedule = Graphs.schedule(program);
        Map<Integer, Integer> rows = new java.util.HashMap<>();
        for (int m = 0; m < schedule.methods().units().size(); m++) {
            int count = VectorLoops.iterations(ClassEmitter.first(schedule, m));
            if (count > 0) {
                rows.put(m, count);
            }
        }
        return RowBlocks.of(schedule, rows);
    }

    private static Tensor predictor(int rows, int width, Node variable) {
        Tensor x = Tensor.of(Constant.of(Shape.of(rows, width), random(rows * width, rows)));
        Tensor weights = Tensor.of(Graphs.part(variable, 0, Shape.of(width)));
        return x.times(weights).plus(Tensor.of(Graphs.part(variable, width, Shape.of(rows))));
    }

    private static void compare(List<Node> outputs, Node variable, int lanes) {
        boolean withGradient = outputs.get(0).size() == 1;
        Compiler compiler = new Compiler("products");
        Program program =
                withGradient ? compiler.compileWithGradient(outputs, variable) : compiler.compile(outputs, variable);
        assertThat(VectorLoops.isWorthwhile(Graphs.schedule(program))).isTrue();
        double[] position = random(variable.size(), 7);
        Workspace workspace = program.bind(Map.of()).newWorkspace();
        workspace.run(position);
        List<double[]> expected = java.util.stream.IntStream.range(0, outputs.size() + (withGradient ? 1 : 0))
                .mapToObj(i -> workspace.output(i).clone())
                .toList();
        Graphs.assertVectorsGiveTheSame(program, position, Map.of(), lanes, expected);
    }

    private static double[] random(int size, long seed) {
        return new SplittableRandom(seed).doubles(size, -2, 2).toArray();
    }
}
