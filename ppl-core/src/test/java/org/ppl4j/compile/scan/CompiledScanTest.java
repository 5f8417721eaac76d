package org.ppl4j.compile.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.Program;
import org.ppl4j.compile.Workspace;
import org.ppl4j.compile.emit.Interpreter;
import org.ppl4j.graph.Differentiation;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** The code of scans, for random bodies and all lengths, against the same loops unrolled and interpreted. */
class CompiledScanTest {

    private static final int BODIES = 12;
    private static final int SIZE = 130;

    private static final Shape[] SMALL = {Shape.SCALAR, Shape.of(2), Shape.of(2, 3), Shape.of(1)};
    private static final Shape[] ALL = {Shape.SCALAR, Shape.of(3), Shape.of(40), Shape.of(2, 2)};

    /** A recurrence of random carries and sequences, as a scan and as a loop. */
    private static final class Case {

        private final SplittableRandom random;
        private final int steps;
        private final List<Tensor> initial = new ArrayList<>();
        private final List<Tensor> sequences = new ArrayList<>();
        private final Tensor position;
        private final long bodySeed;

        Case(long seed, int steps, Shape[] shapes, Tensor position) {
            this.random = new SplittableRandom(seed);
            this.steps = steps;
            this.position = position;
            int carries = 1 + random.nextInt(3);
            for (int i = 0; i < carries; i++) {
                Shape shape = shapes[random.nextInt(shapes.length)];
                initial.add(position.slice(i, i + shape.size()).reshape(shape));
            }
            int from = position.size() - steps;
            sequences.add(
                    from >= 0 && steps < 40
                            ? position.slice(from, position.size())
                            : Tensor.of(random.doubles(steps, -1, 1).toArray()));
            if (random.nextBoolean()) {
                double[] values = random.doubles(2L * steps, -1, 1).toArray();
                sequences.add(Tensor.of(values).reshape(steps, 2));
            }
            this.bodySeed = random.nextLong();
        }

        List<Tensor> step(List<Tensor> carries, List<Tensor> elements) {
            SplittableRandom body = new SplittableRandom(bodySeed);
            List<Tensor> scalars =
                    new ArrayList<>(List.of(position.at(7), position.at(8).exp()));
            carries.forEach(each -> scalars.add(each.mean()));
            elements.forEach(each -> scalars.add(each.sum().sin()));
            List<Tensor> next = new ArrayList<>();
            for (Tensor carry : carries) {
                Tensor value = carry;
                int operations = 1 + body.nextInt(5);
                for (int k = 0; k < operations; k++) {
                    value = operation(value, scalars.get(body.nextInt(scalars.size())), body);
                    scalars.add(value.mean());
                }
                next.add(body.nextInt(6) == 0 ? carry.plus(value.tanh()) : value.times(0.6));
            }
            return next;
        }

        private static Tensor operation(Tensor x, Tensor scalar, SplittableRandom body) {
            return switch (body.nextInt(9)) {
                case 0 -> x.plus(scalar);
                case 1 -> x.times(scalar.tanh());
                case 2 -> x.tanh().exp().minus(scalar);
                case 3 -> x.minus(scalar).sin();
                case 4 -> x.sigmoid().plus(x.times(0.1));
                case 5 -> x.dividedBy(scalar.square().plus(1));
                case 6 -> Tensor.where(x.lessThan(scalar), x, scalar.times(0.5).plus(x.times(0.2)));
                case 7 -> Tensor.stack(x, scalar.broadcastTo(x.shape())).logSumExp(0);
                default ->
                    x.rank() == 0 ? x.softplus() : x.plus(x.logSumExp(-1).sum().times(0.1));
            };
        }

        Tensor scanned() {
            List<Tensor> states = Tensor.scan(initial, sequences, this::step);
            Tensor sum = Tensor.of(0);
            for (int i = 0; i < states.size(); i++) {
                Tensor state = states.get(i);
                sum = i % 2 == 0 || steps == 0
                        ? sum.plus(state.square().sum().times(1.0 / (1 + steps)))
                        : sum.plus(state.at(steps - 1).sum());
            }
            return sum;
        }

        Tensor looped() {
            Tensor sum = Tensor.of(0);
            List<Tensor> carries = initial;
            List<Tensor> sums = new ArrayList<>();
            initial.forEach(each -> sums.add(Tensor.of(0)));
            for (int t = 0; t < steps; t++) {
                int row = t;
                carries = step(
                        carries, sequences.stream().map(each -> each.at(row)).toList());
                for (int i = 0; i < carries.size(); i++) {
                    sums.set(i, sums.get(i).plus(carries.get(i).square().sum()));
                }
            }
            for (int i = 0; i < carries.size(); i++) {
                sum = i % 2 == 0 || steps == 0
                        ? sum.plus(sums.get(i).times(1.0 / (1 + steps)))
                        : sum.plus(carries.get(i).sum());
            }
            return sum;
        }
    }

    private static void compare(long seed, int steps, Shape[] shapes, Set<Optimization> optimizations) {
        String what = "seed " + seed + ", " + steps + " steps, ";
        Node variable = Graphs.variable(SIZE);
        Case recurrence = new Case(seed, steps, shapes, Tensor.of(variable));
        Node scanned = recurrence.scanned().node();
        Node looped = recurrence.looped().node();
        double[] position =
                new SplittableRandom(seed + 1).doubles(SIZE, -0.8, 0.8).toArray();
        Compiler compiler = new Compiler("scan_" + seed, optimizations);
        List<double[]> compiled;
        try {
            compiled = Graphs.run(compiler.compileWithGradient(List.of(scanned), variable), position, Map.of());
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(what, failure);
        }
        List<Node> plain = new ArrayList<>(List.of(looped));
        plain.addAll(Differentiation.gradient(looped, List.of(variable)));
        List<double[]> expected = Interpreter.evaluate(plain, Map.of("x", position));
        Graphs.assertClose(compiled.get(0), expected.get(0), 1e-10, what + "value");
        Graphs.assertClose(compiled.get(1), expected.get(1), 1e-10, what + "gradient");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 17})
    void smallTensors(int steps) {
        for (int seed = 0; seed < BODIES; seed++) {
            compare(100L * steps + seed, steps, SMALL, EnumSet.allOf(Optimization.class));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 11})
    void largeTensors(int steps) {
        for (int seed = 0; seed < BODIES; seed++) {
            compare(5_000L + 100L * steps + seed, steps, ALL, EnumSet.allOf(Optimization.class));
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutEachOptimization(Optimization optimization) {
        for (int seed = 0; seed < 4; seed++) {
            Set<Optimization> others = EnumSet.complementOf(EnumSet.of(optimization));
            compare(9_000L + seed, 5, SMALL, others);
            compare(9_500L + seed, 5, ALL, others);
        }
    }

    @Test
    void withoutAnyOptimization() {
        for (int seed = 0; seed < 4; seed++) {
            compare(7_000L + seed, 6, ALL, EnumSet.noneOf(Optimization.class));
        }
    }

    @Test
    void theComparisonNoticesAWrongStep() {
        Node variable = Graphs.variable(SIZE);
        double[] position = new SplittableRandom(4).doubles(SIZE, -0.8, 0.8).toArray();
        double value = Graphs.plain(
                new Case(3, 5, SMALL, Tensor.of(variable)).scanned().node(), position);
        double shorter =
                Graphs.plain(new Case(3, 4, SMALL, Tensor.of(variable)).looped().node(), position);
        assertThatThrownBy(() -> Graphs.assertClose(new double[] {shorter}, new double[] {value}, 1e-10, "value"))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9})
    void secondDerivatives(int steps) {
        for (int seed = 0; seed < 6; seed++) {
            String what = "seed " + seed + ", " + steps + " steps";
            Node variable = Graphs.variable(SIZE);
            Case recurrence = new Case(20_000L + seed, steps, SMALL, Tensor.of(variable));
            double[] position =
                    new SplittableRandom(seed).doubles(2 * SIZE, -0.7, 0.7).toArray();
            Program program = new Compiler("twice")
                    .compileHessianVectorProduct(recurrence.scanned().node(), variable);
            double[] product = Graphs.run(program, position, Map.of()).get(0);
            Node vector =
                    Tensor.of(Arrays.copyOfRange(position, SIZE, 2 * SIZE)).node();
            Node expected =
                    Differentiation.hessianVectorProduct(recurrence.looped().node(), variable, vector);
            double[] interpreted = Interpreter.evaluate(List.of(expected), Map.of("x", Arrays.copyOf(position, SIZE)))
                    .get(0);
            Graphs.assertClose(Arrays.copyOf(product, SIZE), interpreted, 1e-10, what);
        }
    }

    private static Tensor markov(Tensor q, double[] y) {
        Tensor transitions = q.slice(0, 4).reshape(2, 2).logSoftmax();
        Tensor means = q.slice(4, 6);
        Tensor emissions = Tensor.of(y).insertAxis(1).minus(means).square().times(-0.5);
        BinaryOperator<Tensor> step = (before, emission) ->
                before.insertAxis(1).plus(transitions).logSumExp(0).plus(emission);
        Tensor forward = Tensor.scan(emissions.row(0), emissions.slice(1, y.length), step);
        return forward.row(y.length - 2).logSumExp();
    }

    private static Program gradient(Function<Tensor, Tensor> model, Node variable) {
        return new Compiler("model")
                .compileWithGradient(List.of(model.apply(Tensor.of(variable)).node()), variable);
    }

    @Test
    void aForwardAlgorithmIsTwoLoopsOfScalars() {
        double[] y = new SplittableRandom(5).doubles(200, -2, 2).toArray();
        Program program = gradient(q -> markov(q, y), Graphs.variable(6));
        assertThat(program.explain())
                .contains("a recurrence of 199 steps, 4 carried")
                .contains("a recurrence of 199 steps back")
                .contains("as a loop of scalar code")
                .doesNotContain("a call of");
    }

    @Test
    void whatDoesNotDependOnTheCarriesIsComputedBefore() {
        double[] y = new SplittableRandom(6).doubles(100, 0.5, 2).toArray();
        Program program = gradient(
                q -> Tensor.scan(
                                q.at(0),
                                Tensor.of(y),
                                (before, value) -> before.times(q.at(1))
                                        .plus(value.times(q.at(2)).sin().tanh()))
                        .sum(),
                Graphs.variable(3));
        assertThat(program.explain())
                .containsPattern("one loop of 100: .*1 sine, .*1 tanh")
                .containsOnlyOnce("tanh")
                .contains("a recurrence of 100 steps, 1 carried, 1 put out, as a loop of scalar code");
    }

    /** Also where a sum has it between what does: one sequence is left of it, and a step waits for one product. */
    @Test
    void termsThatDoNotDependOnTheCarriesAreAddedUpBefore() {
        double[] y = new SplittableRandom(6).doubles(100, 0.5, 2).toArray();
        Program program = gradient(
                q -> Tensor.scan(
                                q.at(0),
                                Tensor.of(y),
                                (before, value) -> value.times(q.at(1))
                                        .plus(before.times(q.at(2)))
                                        .plus(value.square().times(q.at(3)))
                                        .minus(value.exp().times(q.at(4))))
                        .square()
                        .sum(),
                Graphs.variable(5));
        assertThat(program.explain()).contains("one loop of 100: 2 fusedMultiplyAdd, 1 multiply, 1 negate");
    }

    /** Time and memory grow with the steps, not faster; what is generated does not grow. */
    @Test
    void tenThousandSteps() {
        double[] y = new SplittableRandom(7).doubles(10_000, -2, 2).toArray();
        Program small = gradient(q -> markov(q, Arrays.copyOf(y, 1_000)), Graphs.variable(6));
        Program large = gradient(q -> markov(q, y), Graphs.variable(6));
        assertThat(large.unitCount()).isEqualTo(small.unitCount());
        assertThat(numbersOfMemory(large)).isLessThan(11 * numbersOfMemory(small));
        double[] q = {0.3, -0.2, 0.1, 0.5, -1, 1};
        Node variable = Graphs.variable(6);
        Node scalar = markov(Tensor.of(variable), Arrays.copyOf(y, 1_000)).node();
        List<double[]> results = Graphs.run(small, q, Map.of());
        Graphs.assertClose(results.get(1), Graphs.finiteDifferences(scalar, q), 1e-6, "gradient");
        Graphs.run(large, q, Map.of());
    }

    private static long numbersOfMemory(Program program) {
        String text = program.explain();
        String number = text.replaceAll("(?s).*class file, (\\d+) numbers.*", "$1");
        return Long.parseLong(number.strip());
    }

    @Test
    void anEvaluationAllocatesNothing() {
        double[] y = new SplittableRandom(8).doubles(100, -2, 2).toArray();
        for (int wide : new int[] {2, 40}) {
            Program program = gradient(
                    q -> markov(q, y)
                            .plus(Tensor.scan(
                                            q.slice(0, 1).broadcastTo(Shape.of(wide)),
                                            Tensor.of(y),
                                            (before, value) -> before.times(0.5)
                                                    .plus(value)
                                                    .tanh())
                                    .sum()),
                    Graphs.variable(6));
            Workspace workspace = program.bind(Map.of()).newWorkspace();
            double[] q = {0.3, -0.2, 0.1, 0.5, -1, 1};
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long id = Thread.currentThread().getId();
            workspace.run(q);
            long before = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < 50; i++) {
                workspace.run(q);
            }
            assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(2_000);
        }
    }
}
