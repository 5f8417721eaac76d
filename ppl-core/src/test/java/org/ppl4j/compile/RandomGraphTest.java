package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.emit.Interpreter;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Differentiation;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Random graphs: compiled code gives the interpreter's bits, and the passes change nothing but rounding. */
class RandomGraphTest {

    private static final int GRAPHS = 60;

    /** Sizes on both sides of the limits up to which tensors are taken apart. */
    private static final Shape[] SHAPES = {
        Shape.SCALAR,
        Shape.of(3),
        Shape.of(40),
        Shape.of(4, 3),
        Shape.of(40, 3),
        Shape.of(40, 1),
        Shape.of(1, 40),
        Shape.of(5, 40),
        Shape.of(6, 6)
    };

    private final List<Tensor> pool = new ArrayList<>();
    private SplittableRandom random = new SplittableRandom(0);

    @ParameterizedTest
    @ValueSource(ints = {5, 20, 60})
    void compiledGraphsGiveTheInterpretersBits(int operations) {
        compare(operations, EnumSet.allOf(Optimization.class));
    }

    @ParameterizedTest
    @EnumSource
    void soTheyDoWithoutEachOptimization(Optimization optimization) {
        compare(20, EnumSet.complementOf(EnumSet.of(optimization)));
    }

    @Test
    void soTheyDoWithoutAnyOptimization() {
        compare(20, EnumSet.noneOf(Optimization.class));
    }

    private void compare(int operations, Set<Optimization> optimizations) {
        for (int seed = 0; seed < GRAPHS; seed++) {
            random = new SplittableRandom(1_000L * operations + seed);
            Node variable = Graphs.variable(200);
            Node scalar = graph(Tensor.of(variable), operations).node();
            double[] position = random.doubles(200, -1.5, 1.5).toArray();
            Compiler compiler = new Compiler("random_" + seed, optimizations);
            List<double[]> outputs;
            try {
                outputs = Graphs.run(compiler.compileWithGradient(List.of(scalar), variable), position, Map.of());
            } catch (RuntimeException failure) {
                throw new AssertionError("seed " + seed + ", " + operations + " operations", failure);
            }
            List<Node> plain = new ArrayList<>(List.of(scalar));
            plain.addAll(Differentiation.gradient(scalar, List.of(variable)));
            List<double[]> expected = Interpreter.evaluate(plain, Map.of("x", position));
            String what = "seed " + seed + ", " + operations + " operations, ";
            Graphs.assertClose(outputs.get(0), expected.get(0), 1e-10, what + "value");
            Graphs.assertClose(outputs.get(1), expected.get(1), 1e-10, what + "gradient");
        }
    }

    @Test
    void theComparisonNoticesAWrongGraph() {
        random = new SplittableRandom(7);
        Node variable = Graphs.variable(200);
        Node scalar = graph(Tensor.of(variable), 20).node();
        double[] position = random.doubles(200, -1.5, 1.5).toArray();
        double value = Graphs.plain(scalar, position);
        double other = Graphs.plain(Nodes.add(scalar, Nodes.constant(1e-6)), position);
        assertThat(Math.abs(value - other)).isGreaterThan(1e-10 * Math.max(1, Math.abs(value)));
    }

    /** Builds a graph from what was built before, and reduces the last results to a scalar. */
    private Tensor graph(Tensor variable, int operations) {
        pool.clear();
        int offset = 0;
        for (Shape shape : SHAPES) {
            pool.add(variable.take(shape, Indices.range(shape.size(), offset, 1)));
            offset = (offset + 17) % (200 - 40 * 5 + 1);
            double[] values = random.doubles(shape.size(), -1, 1).toArray();
            pool.add(Tensor.of(Constant.of(shape, values)));
        }
        for (int i = 0; i < operations; i++) {
            pool.add(step());
        }
        Tensor sum = Tensor.of(0);
        for (Tensor last : pool.subList(pool.size() - Math.min(6, operations), pool.size())) {
            sum = sum.plus(last.times(random.nextDouble(0.5, 1.5)).sum());
        }
        return sum;
    }

    private Tensor any() {
        return pool.get(random.nextInt(pool.size()));
    }

    /** Returns a tensor that fits another one's shape: of the pool if there is one, else the same. */
    private Tensor fitting(Tensor x) {
        for (int attempt = 0; attempt < 20; attempt++) {
            Tensor other = any();
            if (other.shape().isCompatible(x.shape())
                    && other.shape().broadcast(x.shape()).size() <= 400) {
                return other;
            }
        }
        return x;
    }

    private Tensor step() {
        Tensor x = any();
        Tensor y = fitting(x);
        return switch (random.nextInt(27)) {
            case 0 -> x.plus(y);
            case 1 -> x.minus(y);
            case 2 -> Tensor.of(Nodes.multiply(x.node(), y.node()));
            case 3 -> x.dividedBy(y.square().plus(1));
            case 4 -> x.tanh();
            case 5 -> x.sigmoid();
            case 6 -> x.sigmoid().log();
            case 7 -> x.sigmoid().negate().log1p();
            case 8 -> x.negate();
            case 9 -> x.tanh().exp();
            case 10 -> x.softplus();
            case 11 -> x.sin();
            case 12 -> x.square().plus(0.5).log();
            case 13 -> Tensor.where(x.lessThan(y), x, y.times(2));
            case 14 -> x.sum();
            case 15 -> x.rank() > 0 ? x.sum(random.nextInt(x.rank())) : x;
            case 16 -> x.rank() == 2 ? x.transpose() : x.times(0.5);
            case 17 -> x.rank() == 2 && x.size() <= 200 ? x.transpose().dot(x).tanh() : x.plus(1);
            case 18 -> x.rank() == 2 && x.size() <= 200 ? x.dot(x.transpose()).tanh() : x.minus(2);
            case 19 ->
                x.rank() > 0
                        ? x.gather(indices(x.rows(), random.nextInt(1, 50))).tanh()
                        : x.cos();
            case 20 -> x.rank() > 0 ? x.slice(0, Math.max(1, x.rows() / 2)) : x.power(2);
            case 21 -> x.rank() > 0 ? x.logSumExp(-1) : x.square();
            case 22 -> Tensor.concatenate(x.flatten().slice(0, Math.min(3, x.size())), Tensor.of(1, 2));
            case 23 -> x.tanh().exp().plus(y.tanh().exp()).log();
            case 24 -> x.rank() > 0 ? carried(x.flatten()) : x.negate();
            case 25 ->
                x.rank() > 0
                        ? Tensor.scan(
                                x.flatten().at(0),
                                x.flatten(),
                                (before, each) -> before.times(0.5).plus(each).tanh())
                        : x.exp().log();
            default -> x.reshape(x.size());
        };
    }

    /** A loop that carries a value from step to step. */
    private static Tensor carried(Tensor x) {
        Tensor state = x.at(0);
        for (int t = 0; t < 20; t++) {
            state = state.times(x.at(0)).plus(x.at((t * 7) % x.size())).sin();
        }
        return x.plus(state);
    }

    private int[] indices(int rows, int count) {
        return random.ints(count, 0, rows).toArray();
    }
}
