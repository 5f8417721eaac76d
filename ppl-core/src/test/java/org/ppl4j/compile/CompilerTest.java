package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.emit.ClassEmitter;
import org.ppl4j.compile.emit.ClassFiles;
import org.ppl4j.compile.emit.Computation;
import org.ppl4j.compile.emit.StackCode;
import org.ppl4j.graph.Code;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Log1pOfFraction;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.Tanh;
import org.ppl4j.graph.Topology;
import org.ppl4j.graph.UnaryOp;
import org.ppl4j.tensor.Tensor;

/** What the passes and the emitter do to graphs that matter. */
class CompilerTest {

    /** A compiler that leaves functions whole, so that they can be counted. */
    private static Compiler ofWholeFunctions(String name) {
        return new Compiler(name, EnumSet.complementOf(EnumSet.of(Optimization.FUNCTION_STEPS)));
    }

    private static long count(Program program, Class<?> op) {
        return Topology.sort(program.outputs()).stream()
                .filter(node -> op.isInstance(node.op()))
                .count();
    }

    @Test
    void equalComputationsAreDoneOnce() {
        Node x = Graphs.variable(40);
        Tensor tensor = Tensor.of(x);
        Node twice = tensor.tanh().plus(tensor.tanh().square()).sum().node();
        Program program = ofWholeFunctions("shared").compile(List.of(twice), x);
        assertThat(count(program, Tanh.class)).isEqualTo(1);
        Graphs.run(program, new double[40], Map.of());
    }

    @Test
    void theLogarithmOfASigmoidStaysFiniteFarOut() {
        Node x = Graphs.variable(40);
        Tensor tensor = Tensor.of(x);
        Node scalar = tensor.sigmoid().log().sum().node();
        double[] position = new double[40];
        Arrays.setAll(position, i -> i < 20 ? -800 : 800);
        Program program = ofWholeFunctions("stable").compileWithGradient(List.of(scalar), x);
        assertThat(count(program, Log.class)).isZero();
        List<double[]> outputs = Graphs.run(program, position, Map.of());
        assertThat(outputs.get(0)[0]).isEqualTo(-16_000);
        assertThat(outputs.get(1)[0]).isEqualTo(1);
        assertThat(outputs.get(1)[39]).isEqualTo(0);
        assertThat(Graphs.plain(scalar, position)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void aBernoulliLikelihoodTakesOneSoftplusAPoint() {
        Node x = Graphs.variable(40);
        Tensor probability = Tensor.of(x).sigmoid();
        double[] labels = new double[40];
        Arrays.setAll(labels, i -> i % 2);
        Tensor ones = Tensor.of(labels).equalTo(1);
        Node scalar = Tensor.where(ones, probability.log(), probability.negate().log1p())
                .sum()
                .node();
        Program program = ofWholeFunctions("bernoulli").compileWithGradient(List.of(scalar), x);
        assertThat(count(program, Log1pOfFraction.class)).isEqualTo(1);
        assertThat(count(program, Exp.class)).isEqualTo(1);
        assertThat(count(program, Divide.class)).isEqualTo(1);
        assertThat(count(program, Log.class)).isZero();
    }

    @Test
    void whatIsTheSameForAllTermsLeavesTheSum() {
        Node x = Graphs.variable(2);
        Tensor tensor = Tensor.of(x);
        Tensor data = Tensor.of(new java.util.SplittableRandom(1).doubles(40).toArray());
        Tensor sigma = tensor.at(1).exp();
        Node scalar = data.minus(tensor.at(0))
                .dividedBy(sigma)
                .square()
                .times(-0.5)
                .minus(sigma.log())
                .sum()
                .node();
        Program program = ofWholeFunctions("normal").compileWithGradient(List.of(scalar), x);
        assertThat(count(program, Log.class)).as("log(exp(x)) is x").isZero();
        double[] position = {0.3, -0.4};
        List<double[]> outputs = Graphs.run(program, position, Map.of());
        Graphs.assertClose(outputs.get(1), Graphs.finiteDifferences(scalar, position), 1e-6, "gradient");
    }

    @Test
    void forwardAndBackwardPassOfASmallNetworkAreOneLoop() {
        Node x = Graphs.variable(20);
        Tensor q = Tensor.of(x);
        Tensor inputs = Tensor.of(
                Shape.of(80, 2),
                new java.util.SplittableRandom(1).doubles(160, -1, 1).toArray());
        Tensor hidden =
                inputs.dot(q.slice(0, 6).reshape(2, 3)).plus(q.slice(6, 9)).tanh();
        Tensor output = hidden.dot(q.slice(9, 12)).plus(q.at(12)).sigmoid();
        Node scalar = output.log().sum().plus(q.square().sum()).node();
        Compiler compiler = new Compiler("network");
        Program program = compiler.compileWithGradient(List.of(scalar), x);
        assertThat(program.unitCount()).isLessThanOrEqualTo(4);
        double[] position = new java.util.SplittableRandom(2).doubles(20, -1, 1).toArray();
        List<double[]> outputs = Graphs.run(program, position, Map.of());
        Graphs.assertClose(outputs.get(1), Graphs.finiteDifferences(scalar, position), 1e-6, "gradient");
    }

    @Test
    void theSameGraphOnOtherDataIsTheSameProgram() {
        Compiler compiler = new Compiler("rebound");
        double[] first = new java.util.SplittableRandom(1).doubles(50).toArray();
        double[] second = new java.util.SplittableRandom(2).doubles(50).toArray();
        double[] position = {0.7};
        Program program = compiler.compileWithGradient(List.of(likelihood(first)), variable());
        Program again = compiler.compileWithGradient(List.of(likelihood(second)), variable());
        assertThat(again).isSameAs(program);
        for (double[] data : List.of(first, second)) {
            double expected =
                    -Arrays.stream(data).map(v -> (v - 0.7) * (v - 0.7)).sum();
            assertThat(Graphs.run(program, position, Map.of("data", data)).get(0)[0])
                    .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-12));
        }
        Program other = compiler.compileWithGradient(List.of(likelihood(new double[51])), variable());
        assertThat(other).isNotSameAs(program);
    }

    private static Node variable() {
        return Graphs.variable(1);
    }

    private static Node likelihood(double[] data) {
        Node input = Node.leaf(new Data("data"), Shape.of(data.length), data);
        return Tensor.of(input)
                .minus(Tensor.of(variable()).at(0))
                .square()
                .sum()
                .negate()
                .node();
    }

    @Test
    void noMethodIsTooLongForHotSpot() {
        Node x = Graphs.variable(60);
        Tensor q = Tensor.of(x);
        List<Tensor> terms = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            terms.add(q.at(i % 60).times(q.at((i * 7 + 1) % 60)).plus(i).tanh());
        }
        for (int i = 0; i < 400; i++) {
            Tensor column = Tensor.of(Constant.of(
                    Shape.of(40), new java.util.SplittableRandom(i).doubles(40).toArray()));
            terms.add(column.times(q.at(i % 60)).plus(0.1 * i).sin().sum());
        }
        Node scalar = Tensor.stack(terms).sum().node();
        Program program = new Compiler("long").compileWithGradient(List.of(scalar), x);
        ClassFiles files = new ClassFiles("Long", null, Computation.class);
        ClassEmitter.write(files, program.schedule(), program.layout(), StackCode.newLoaders());
        List<Integer> sizes = CodeSizes.of(files.finished().get(0).bytes());
        assertThat(sizes).hasSizeGreaterThan(5);
        assertThat(sizes).allMatch(size -> size < 8_000);
        double[] position = new java.util.SplittableRandom(2).doubles(60, -1, 1).toArray();
        List<double[]> outputs = Graphs.run(program, position, Map.of());
        Graphs.assertClose(outputs.get(1), Graphs.finiteDifferences(scalar, position), 1e-5, "gradient");
    }

    /** A user's operation that fails on negative operands. */
    public record Picky() implements UnaryOp {
        @Override
        public double apply(double x) {
            return check(x);
        }

        /**
         * Returns the operand.
         *
         * @param x the operand
         */
        public static double check(double x) {
            if (x < 0) {
                throw new ArithmeticException("negative");
            }
            return x;
        }

        @Override
        public void emit(Code code) {
            code.call(Picky.class, "check", 1);
        }

        @Override
        public Node derivative(Node x, Node y) {
            return Nodes.constant(1);
        }
    }

    @Test
    void stackTracesShowTheUsersLine() {
        Node x = Graphs.variable(40);
        Node picky = Nodes.apply(new Picky(), x);
        picky.noteOrigin(new Origin("MyModel.java", 42));
        Program program = new Compiler("lines").compile(List.of(Nodes.sum(picky)), x);
        Workspace workspace = program.bind(Map.of()).newWorkspace();
        double[] position = new double[40];
        position[3] = -1;
        assertThatThrownBy(() -> workspace.run(position))
                .isInstanceOf(ArithmeticException.class)
                .satisfies(thrown -> assertThat(thrown.getStackTrace()[1])
                        .hasToString("org.ppl4j.generated.lines.loop0(MyModel.java:42)"));
    }

    @Test
    void sumsGoInEightLanes() {
        double[] values =
                new java.util.SplittableRandom(3).doubles(1_000, -1e8, 1e8).toArray();
        Node x = Graphs.variable(1_000);
        Program program = new Compiler("lanes").compile(List.of(Node.of(new Sum(List.of(0)), x)), x);
        double[] lanes = new double[8];
        for (int i = 0; i < values.length; i++) {
            lanes[i % 8] += values[i];
        }
        double expected =
                ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
        assertThat(Graphs.run(program, values, Map.of()).get(0)[0]).isEqualTo(expected);
    }

    @Test
    void evaluatingAllocatesNothing() {
        Node x = Graphs.variable(60);
        Tensor q = Tensor.of(x);
        Tensor matrix = Tensor.of(
                Shape.of(200, 60),
                new java.util.SplittableRandom(1).doubles(12_000).toArray());
        Node scalar = matrix.dot(q).softplus().sum().plus(q.square().sum()).node();
        Workspace workspace = new Compiler("quiet")
                .compileWithGradient(List.of(scalar), x)
                .bind(Map.of())
                .newWorkspace();
        double[] position = new double[60];
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 2_000; i++) {
            workspace.run(position);
        }
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 1_000; i++) {
            workspace.run(position);
        }
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        assertThat(allocated).as("bytes in 1,000 evaluations").isLessThan(1_000);
    }
}
