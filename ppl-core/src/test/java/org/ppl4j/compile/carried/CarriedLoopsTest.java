package org.ppl4j.compile.carried;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Program;
import org.ppl4j.compile.emit.Interpreter;
import org.ppl4j.graph.Code;
import org.ppl4j.graph.Differentiation;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Topology;
import org.ppl4j.graph.UnaryOp;
import org.ppl4j.tensor.Tensor;

/** Java loops that carry values from step to step are found, and mean what they say. */
class CarriedLoopsTest {

    private static final int SIZE = LoopChecks.SIZE;
    private static final int STEPS = 40;

    private final double[] y = new SplittableRandom(11).doubles(2_000, -1, 1).toArray();
    private final double[] position = LoopChecks.position();

    /** Returns how many values each recurrence carries. */
    private static List<Integer> carries(List<Node> roots) {
        return Topology.sort(roots).stream()
                .filter(node -> node.op() instanceof Scan)
                .map(node -> ((Scan) node.op()).body().carries().size())
                .toList();
    }

    private Tensor misfit(Tensor mean, int t) {
        return mean.minus(y[t]).square().times(-0.5);
    }

    @Test
    void aLoopOfManyStepsIsFoundInFewAttempts() {
        int steps = 20_000;
        double[] data = new SplittableRandom(14).doubles(steps, -1, 1).toArray();
        Node variable = Graphs.variable(SIZE);
        Tensor q = Tensor.of(variable);
        List<Tensor> terms = new ArrayList<>();
        Tensor variance = q.at(0).exp();
        Tensor persistence = q.at(1).sigmoid();
        for (double value : data) {
            variance = q.at(2)
                    .exp()
                    .plus(persistence.times(variance))
                    .plus(q.at(3).exp().times(value * value));
            terms.add(variance.log().plus(Tensor.of(value * value).dividedBy(variance)));
        }
        Node sum = Tensor.stack(terms).sum().node();
        assertThat(LoopChecks.scans(CarriedLoops.apply(List.of(sum)))).isEqualTo(1);
        Program program = new Compiler("many").compileWithGradient(List.of(sum), variable);
        assertThat(Graphs.run(program, position, Map.of()).get(0)[0])
                .isCloseTo(Graphs.plain(sum, position), within(1e-6));
    }

    /** The sine of another number at each step, which counts how often two are compared. */
    private record CountedSine(AtomicInteger comparisons) implements UnaryOp {

        @Override
        public double apply(double x) {
            return Math.sin(x);
        }

        @Override
        public void emit(Code code) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Node derivative(Node x, Node y) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean equals(Object other) {
            comparisons.incrementAndGet();
            return other instanceof CountedSine;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** With the innovation as the state the level would be carried too, which needs itself: least is carried without. */
    @Test
    void theStateIsWhatIsCarriedAlone() {
        int steps = 2_000;
        AtomicInteger comparisons = new AtomicInteger();
        Tensor q = Tensor.of(Graphs.variable(2));
        Tensor level = q.at(0);
        Tensor sum = Tensor.of(0);
        for (int t = 0; t < steps; t++) {
            Tensor innovation = Tensor.of(y[t]).minus(level);
            Node bounded = Node.of(new CountedSine(comparisons), innovation.node());
            level = level.plus(q.at(1).times(Tensor.of(bounded)));
            sum = sum.plus(level.square());
        }
        assertThat(carries(CarriedLoops.apply(List.of(sum.node())))).containsExactly(1);
        assertThat(comparisons.get()).isBetween(steps - 10, 10 * steps);
    }

    @Test
    void twoValuesThatDependOnEachOtherForLongAreFewCarries() {
        Tensor q = Tensor.of(Graphs.variable(3));
        Tensor prey = q.at(0);
        Tensor predators = q.at(1);
        Tensor sum = Tensor.of(0);
        for (int t = 0; t < 1_000; t++) {
            Tensor eaten = prey.times(predators).times(q.at(2));
            prey = prey.times(1.01).minus(eaten).tanh();
            predators = predators.times(0.9).plus(eaten).tanh();
            sum = sum.plus(misfit(prey, t)).plus(misfit(predators, t));
        }
        List<Node> rolled = CarriedLoops.apply(List.of(sum.node()));
        assertThat(carries(rolled)).hasSize(1).allMatch(count -> count <= 3);
        Map<String, double[]> at = Map.of("x", new double[] {0.4, 0.3, 0.2});
        assertThat(Interpreter.evaluate(rolled, at).get(0))
                .isEqualTo(Interpreter.evaluate(List.of(sum.node()), at).get(0));
    }

    /** A state and the probability to go on from it are added for each of the next states: the states alone are carried. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void aForwardAlgorithmInNumbersCarriesItsStatesAlone(int states) {
        UnaryOperator<Tensor> model = q -> {
            Tensor[] now = new Tensor[states];
            for (int k = 0; k < states; k++) {
                now[k] = q.at(k);
            }
            for (int t = 0; t < STEPS; t++) {
                Tensor[] next = new Tensor[states];
                for (int k = 0; k < states; k++) {
                    next[k] = now[0].plus(q.at(20 + k));
                    for (int j = 1; j < states; j++) {
                        next[k] = next[k].logAddExp(now[j].plus(q.at(20 + states * j + k)));
                    }
                    next[k] = next[k].plus(misfit(q.at(10 + k), t));
                }
                now = next;
            }
            Tensor total = now[0];
            for (int k = 1; k < states; k++) {
                total = total.logAddExp(now[k]);
            }
            return total;
        };
        LoopChecks.check(model, 1);
        Node scalar = model.apply(Tensor.of(Graphs.variable(SIZE))).node();
        assertThat(carries(CarriedLoops.apply(List.of(scalar)))).containsExactly(states);
    }

    @Test
    void stochasticVolatility() {
        LoopChecks.check(
                q -> {
                    Tensor mu = q.at(0);
                    Tensor phi = q.at(1).tanh();
                    Tensor sigma = q.at(2).exp();
                    Tensor h = mu.plus(sigma.times(q.at(3)));
                    Tensor sum = misfit(h, 0);
                    for (int t = 1; t < STEPS; t++) {
                        h = mu.plus(phi.times(h.minus(mu))).plus(sigma.times(q.at(3 + t)));
                        sum = sum.plus(h.negate().exp().times(y[t] * y[t]).plus(h));
                    }
                    return sum;
                },
                1);
    }

    @Test
    void autoregressionOfThirdOrder() {
        LoopChecks.check(
                q -> {
                    List<Tensor> x = new ArrayList<>(List.of(q.at(10), q.at(11), q.at(12)));
                    for (int t = 3; t < STEPS; t++) {
                        x.add(x.get(t - 1)
                                .times(q.at(0))
                                .plus(x.get(t - 2).times(q.at(1)))
                                .plus(x.get(t - 3).times(q.at(2)))
                                .plus(q.at(10 + t))
                                .tanh());
                    }
                    Tensor sum = Tensor.of(0);
                    for (int t = 0; t < STEPS; t++) {
                        sum = sum.plus(misfit(x.get(t), t));
                    }
                    return sum;
                },
                1);
    }

    /** The first turns have fewer values before them, and so fewer operations. */
    @ParameterizedTest
    @ValueSource(ints = {5, 7, 14})
    void aWindowOfManyValuesBefore(int lags) {
        LoopChecks.check(
                q -> {
                    List<Tensor> infections = new ArrayList<>(List.of(q.at(0).exp()));
                    Tensor sum = Tensor.of(0);
                    for (int t = 1; t < 60; t++) {
                        Tensor force = Tensor.of(0);
                        for (int k = 0; k < Math.min(lags, t); k++) {
                            force = force.plus(infections.get(t - 1 - k).times(1.0 / (k + 2)));
                        }
                        infections.add(force.times(q.at(1).exp()).tanh().plus(q.at(2 + t)));
                        sum = sum.plus(misfit(infections.get(t), t));
                    }
                    return sum;
                },
                1);
    }

    @Test
    void garch() {
        LoopChecks.check(
                q -> {
                    Tensor variance = q.at(0).exp();
                    List<Tensor> all = new ArrayList<>(List.of(variance));
                    for (int t = 1; t < STEPS; t++) {
                        Tensor shock = Tensor.of(y[t - 1]).minus(q.at(1)).square();
                        variance = q.at(0)
                                .exp()
                                .plus(q.at(2).sigmoid().times(shock))
                                .plus(q.at(3).sigmoid().times(variance));
                        all.add(variance);
                    }
                    Tensor stacked = Tensor.stack(all);
                    return stacked.log()
                            .plus(Tensor.of(Arrays.copyOf(y, STEPS)).square().dividedBy(stacked))
                            .sum();
                },
                1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aForwardAlgorithm(int states) {
        LoopChecks.check(
                q -> {
                    Tensor transitions =
                            q.slice(0, states * states).reshape(states, states).logSoftmax();
                    Tensor means = q.slice(20, 20 + states);
                    Tensor forward = misfit(means, 0);
                    for (int t = 1; t < STEPS; t++) {
                        forward = forward.insertAxis(1)
                                .plus(transitions)
                                .logSumExp(0)
                                .plus(misfit(means, t));
                    }
                    return forward.logSumExp();
                },
                1);
    }

    /** Constants that each turn makes anew are one, so that what depends on them is simplified as it would be in a scan. */
    @Test
    void constantsThatEachTurnMakes() {
        Tensor q = Tensor.of(Graphs.variable(SIZE));
        Tensor transitions = q.slice(0, 9).reshape(3, 3);
        Tensor forward = q.slice(20, 23);
        for (int t = 1; t < STEPS; t++) {
            forward = transitions.plus(forward).logSumExp(1).plus(misfit(q.slice(30, 33), t));
        }
        List<Scan> loops = Topology.sort(
                        CarriedLoops.apply(List.of(forward.logSumExp().node())))
                .stream()
                .filter(node -> node.op() instanceof Scan)
                .map(node -> (Scan) node.op())
                .toList();
        assertThat(loops).hasSize(1);
        assertThat(loops.get(0).body().elements())
                .as("a sequence: the observations")
                .hasSize(1);
    }

    @Test
    void twoValuesThatDependOnEachOther() {
        LoopChecks.check(
                q -> {
                    Tensor place = q.at(0);
                    Tensor speed = q.at(1);
                    Tensor sum = Tensor.of(0);
                    for (int t = 0; t < STEPS; t++) {
                        Tensor before = place;
                        place = place.plus(speed.times(0.1));
                        speed = speed.minus(before.sin().times(q.at(2).exp()).times(0.1))
                                .times(0.99)
                                .plus(q.at(20 + t).times(0.1));
                        sum = sum.plus(misfit(place, t)).plus(misfit(speed, t + 1));
                    }
                    return sum;
                },
                1);
    }

    @Test
    void twoLoops() {
        LoopChecks.check(
                q -> {
                    Tensor first = q.at(0);
                    Tensor second = q.at(1);
                    Tensor sum = Tensor.of(0);
                    for (int t = 0; t < STEPS; t++) {
                        first = first.times(q.at(2)).plus(q.at(10 + t)).tanh();
                        sum = sum.plus(misfit(first, t));
                    }
                    for (int t = 0; t < 30; t++) {
                        second = second.times(q.at(3)).plus(q.at(60 + t)).sin().exp();
                        sum = sum.plus(second.square());
                    }
                    return sum;
                },
                2);
    }

    /** Series of their own lengths, as panels have. */
    @Test
    void fortyLoopsOfUnequalLengths() {
        Node variable = Graphs.variable(2);
        Tensor q = Tensor.of(variable);
        Tensor sum = Tensor.of(0);
        for (int series = 0; series < 40; series++) {
            Tensor state = q.at(0);
            for (int t = 0; t < 15 + series; t++) {
                state = state.times(q.at(1)).plus(y[40 * series + t]).tanh();
                sum = sum.plus(misfit(state, t));
            }
        }
        List<Node> rolled = CarriedLoops.apply(List.of(sum.node()));
        assertThat(LoopChecks.scans(rolled)).isEqualTo(1);
        double[] at = {0.4, 0.3};
        assertThat(Interpreter.evaluate(rolled, Map.of("x", at)).get(0)[0])
                .isCloseTo(Graphs.plain(sum.node(), at), within(1e-10));
    }

    @Test
    void aRandomWalk() {
        LoopChecks.check(
                q -> {
                    Tensor walk = q.at(0);
                    Tensor sum = misfit(walk, 0);
                    for (int t = 1; t < STEPS; t++) {
                        walk = walk.plus(q.at(t));
                        sum = sum.plus(misfit(walk, t).exp());
                    }
                    return sum;
                },
                1);
    }

    @Test
    void aSumIsNotARecurrence() {
        LoopChecks.check(
                q -> {
                    Tensor sum = Tensor.of(0);
                    for (int t = 0; t < STEPS; t++) {
                        sum = sum.plus(misfit(q.at(t).sin(), t));
                    }
                    return sum;
                },
                0);
    }

    /** Steps that are hardly ever the same are left as they were traced, and the program says so if they are many. */
    @Test
    void stepsOfManyFormsAreLeftAsTheyAre() {
        SplittableRandom random = new SplittableRandom(14);
        Node variable = Graphs.variable(4);
        Tensor q = Tensor.of(variable);
        Tensor state = q.at(0);
        for (int t = 0; t < 600; t++) {
            state = switch (random.nextInt(8)) {
                case 0 -> state.sin();
                case 1 -> state.tanh();
                case 2 -> state.times(q.at(1));
                case 3 -> state.exp().log1p();
                case 4 -> state.plus(q.at(2));
                case 5 -> state.square().plus(1).sqrt();
                case 6 -> q.at(3).minus(state);
                default -> state.cos();
            };
        }
        assertThat(LoopChecks.scans(CarriedLoops.apply(List.of(state.node())))).isZero();
        Program program = new Compiler("irregular").compileWithGradient(List.of(state.node()), variable);
        Graphs.run(program, new double[] {0.3, 0.9, 0.1, 0}, Map.of());
        assertThat(program.explain()).contains("in which no loop was found whose steps are all alike");
    }

    /** Returns which of some kinds each turn of a loop is. */
    private static int[] kinds(int count) {
        return new SplittableRandom(21).ints(STEPS, 0, count).toArray();
    }

    @Test
    void aForwardAlgorithmWithMissingObservations() {
        int[] kinds = kinds(4);
        LoopChecks.check(
                q -> {
                    Tensor stay = q.at(0).sigmoid();
                    Tensor first = Tensor.of(0);
                    Tensor second = Tensor.of(0);
                    for (int t = 0; t < STEPS; t++) {
                        Tensor toFirst = first.plus(stay.log())
                                .logAddExp(second.plus(stay.negate().plus(1).log()));
                        Tensor toSecond =
                                first.plus(stay.negate().plus(1).log()).logAddExp(second.plus(stay.log()));
                        boolean isMissing = kinds[t] == 0;
                        first = isMissing ? toFirst : toFirst.plus(misfit(q.at(1), t));
                        second = isMissing ? toSecond : toSecond.plus(misfit(q.at(2), t));
                    }
                    return first.logAddExp(second);
                },
                1);
    }

    @Test
    void aFilterWithMissingObservations() {
        int[] kinds = kinds(3);
        LoopChecks.check(
                q -> {
                    Tensor noise = q.at(0).exp();
                    Tensor error = q.at(1).exp();
                    Tensor mean = q.at(2);
                    Tensor variance = q.at(3).exp();
                    Tensor sum = Tensor.of(0);
                    for (int t = 0; t < STEPS; t++) {
                        mean = mean.times(q.at(4));
                        variance = variance.times(q.at(4).square()).plus(noise);
                        if (kinds[t] == 0) {
                            continue;
                        }
                        Tensor total = variance.plus(error);
                        Tensor gain = variance.dividedBy(total);
                        Tensor innovation = Tensor.of(y[t]).minus(mean);
                        sum = sum.plus(innovation
                                .square()
                                .dividedBy(total)
                                .plus(total.log())
                                .times(-0.5));
                        mean = mean.plus(gain.times(innovation));
                        variance = gain.negate().plus(1).times(variance);
                    }
                    return sum;
                },
                1);
    }

    @Test
    void aTermThatSomeStepsHave() {
        LoopChecks.check(
                q -> {
                    Tensor variance = q.at(0).exp();
                    Tensor sum = Tensor.of(0);
                    for (int t = 1; t < STEPS; t++) {
                        variance = q.at(1).exp().plus(variance.times(q.at(2).sigmoid()));
                        if (y[t - 1] < 0) {
                            variance = variance.plus(q.at(3).exp().times(y[t - 1] * y[t - 1]));
                        }
                        sum = sum.plus(Tensor.of(y[t] * y[t])
                                .dividedBy(variance)
                                .plus(variance.log())
                                .times(-0.5));
                    }
                    return sum;
                },
                1);
    }

    @Test
    void threeFormsOfAStep() {
        int[] kinds = kinds(3);
        LoopChecks.check(
                q -> {
                    Tensor state = q.at(0);
                    Tensor sum = Tensor.of(0);
                    for (int t = 0; t < STEPS; t++) {
                        Tensor moved = state.times(q.at(1)).plus(q.at(2 + t));
                        state = switch (kinds[t]) {
                            case 0 -> moved.tanh();
                            case 1 -> moved.square().plus(q.at(2 + t).exp()).log();
                            default -> moved.dividedBy(q.at(1).exp().plus(1));
                        };
                        sum = sum.plus(misfit(state, t));
                    }
                    return sum;
                },
                1);
    }

    /**
     * The logarithm of a negative number, the root of one and a division by zero are what steps of another form would
     * compute; nothing of that is in the value or its derivatives.
     */
    @Test
    void aFormIsNotComputedOfWhatItCannotBeComputedOf() {
        LoopChecks.check(
                q -> {
                    Tensor state = Tensor.of(0);
                    Tensor sum = Tensor.of(0);
                    for (int t = 0; t < STEPS; t++) {
                        Tensor moved = state.times(0.5).plus(q.at(t).times(0.1));
                        if (t % 5 == 3 || t % 7 == 2) {
                            moved = moved.plus(1.5);
                            sum = sum.plus(moved.log()).plus(moved.sqrt()).minus(moved.reciprocal());
                            state = moved.log()
                                    .plus(moved.sqrt())
                                    .plus(moved.minus(1.5).exp())
                                    .minus(1.5);
                        } else {
                            state = moved.tanh().minus(q.at(t).square().plus(0.2));
                        }
                        sum = sum.plus(state.sin());
                    }
                    return sum;
                },
                1);
    }

    @Test
    void theComparisonNoticesAnotherLoop() {
        Node variable = Graphs.variable(SIZE);
        Tensor q = Tensor.of(variable);
        Tensor state = q.at(0);
        Tensor other = q.at(0);
        for (int t = 0; t < STEPS; t++) {
            state = state.times(0.9).plus(q.at(t)).tanh();
            other = other.times(0.9).plus(q.at(t == 7 ? 8 : t)).tanh();
        }
        double[] value = Interpreter.evaluate(CarriedLoops.apply(List.of(state.node())), Map.of("x", position))
                .get(0);
        double[] wrong = Interpreter.evaluate(List.of(other.node()), Map.of("x", position))
                .get(0);
        assertThatThrownBy(() -> Graphs.assertClose(value, wrong, 1e-10, "value"))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 100, 2_000})
    void anyLength(int steps) {
        Node variable = Graphs.variable(3);
        Tensor q = Tensor.of(variable);
        Tensor state = q.at(0);
        Tensor sum = Tensor.of(0);
        for (int t = 0; t < steps; t++) {
            state = state.times(q.at(1)).plus(y[t]).tanh().plus(q.at(2));
            sum = sum.plus(state.square());
        }
        double[] at = {0.3, 0.8, -0.1};
        Program program = new Compiler("length").compileWithGradient(List.of(sum.node()), variable);
        List<double[]> results = Graphs.run(program, at, Map.of());
        List<Node> traced = new ArrayList<>(List.of(sum.node()));
        traced.addAll(Differentiation.gradient(sum.node(), List.of(variable)));
        List<double[]> expected = Interpreter.evaluate(traced, Map.of("x", at));
        Graphs.assertClose(results.get(0), expected.get(0), 1e-10, "value");
        Graphs.assertClose(results.get(1), expected.get(1), 1e-10, "gradient");
        assertThat(program.explain()).contains("a recurrence of ").doesNotContain("no loop was found");
        assertThat(program.unitCount()).isLessThan(20);
    }
}
