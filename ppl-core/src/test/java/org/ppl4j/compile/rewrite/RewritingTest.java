package org.ppl4j.compile.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.Program;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.LessOrEqual;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Power;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.graph.SigmoidComplement;
import org.ppl4j.graph.Softplus;
import org.ppl4j.graph.Topology;
import org.ppl4j.tensor.Tensor;

/** What the rules that save work do, and where they must not. */
class RewritingTest {

    private static final int SIZE = 50;

    private final Node variable = Graphs.variable(SIZE + 2);
    private final Tensor q = Tensor.of(variable);
    private final Tensor vector = q.slice(0, SIZE);
    private final Tensor scalar = q.at(SIZE);

    /** Returns how many computed nodes have an operation, after checking values and gradients against those without rules. */
    private long count(Tensor density, Class<? extends Op> op, Optimization... left) {
        // functions are counted whole
        EnumSet<Optimization> done = EnumSet.complementOf(EnumSet.of(Optimization.FUNCTION_STEPS));
        done.removeAll(List.of(left));
        Program program = new Compiler("some", done).compileWithGradient(List.of(density.node()), variable);
        Program plain = new Compiler("none", EnumSet.noneOf(Optimization.class))
                .compileWithGradient(List.of(density.node()), variable);
        double[] position = new SplittableRandom(3).doubles(SIZE + 2, -1, 1).toArray();
        List<double[]> results = Graphs.run(program, position, Map.of());
        List<double[]> expected = Graphs.run(plain, position, Map.of());
        Graphs.assertClose(results.get(0), expected.get(0), 1e-11, "value");
        Graphs.assertClose(results.get(1), expected.get(1), 1e-11, "gradient");
        return computed(program).filter(node -> op.isInstance(node.op())).count();
    }

    private static Stream<Node> computed(Program program) {
        return Topology.sort(Graphs.outputs(program)).stream()
                .filter(node -> Graphs.schedule(program).unitOf(node) >= 0);
    }

    /** Of numbers greater than zero, and of exponentials, the logarithms are known; of others a power is a power. */
    @Test
    void powersOfWhatIsPositive() {
        Tensor exponent = vector.times(3);
        assertThat(count(data(0.7).power(exponent).sum(), Power.class)).isZero();
        assertThat(count(Tensor.of(0.4).power(exponent).sum(), Power.class)).isZero();
        assertThat(count(data(0.7).power(scalar.exp()).sum(), Power.class)).isZero();
        double[] some = new double[SIZE];
        Arrays.setAll(some, i -> i % 7);
        assertThat(count(Tensor.of(some).power(exponent.exp()).sum(), Power.class))
                .isPositive();
        assertThat(count(Tensor.of(some).times(vector.exp()).power(scalar).sum(), Power.class))
                .isPositive();
        assertThat(count(vector.power(scalar).sum(), Power.class)).isPositive();
        assertThat(count(vector.exp().power(scalar).sum(), Power.class)).isZero();
        assertThat(count(data(0.7).dividedBy(scalar.exp()).power(vector).sum(), Power.class))
                .isZero();
    }

    /** Constants that are only computed with each other, and that are too large to be folded, are moved to an end too. */
    @Test
    void largeDataAmongThemselvesAreRewrittenToAnEnd() {
        double[] values = new double[5000];
        Arrays.setAll(values, i -> 1 + 1e-4 * i);
        Shape shape = Shape.of(values.length);
        // the numbers were met before the data, so that they come first where operands are put into one order
        Tensor two = Tensor.of(2).broadcastTo(shape);
        Tensor three = Tensor.of(3).broadcastTo(shape);
        Tensor before = scalar.times(two).exp().plus(scalar.times(three).sin());
        Tensor large = Tensor.of(values);
        Tensor other = Tensor.of(values).square();
        List<BinaryOperator<Tensor>> operations = List.of(Tensor::plus, Tensor::timesElementwise);
        for (BinaryOperator<Tensor> operation : operations) {
            for (Tensor last : List.of(three, other)) {
                Tensor data = operation.apply(operation.apply(two, large), last);
                count(before.plus(data.logAddExp(scalar)).sum(), Multiply.class);
            }
        }
    }

    /** What is not folded, since it is large, is not moved around for ever. */
    @Test
    void largeDataAreRewrittenToAnEnd() {
        double[] values = new double[5000];
        Arrays.setAll(values, i -> 1 + 1e-4 * i);
        Tensor large = Tensor.of(values);
        Tensor other = scalar.times(0.1).plus(2);
        List<BinaryOperator<Tensor>> operations = List.of(
                Tensor::plus,
                Tensor::minus,
                Tensor::timesElementwise,
                Tensor::dividedBy,
                Tensor::power,
                Tensor::maximum,
                Tensor::logAddExp);
        List<UnaryOperator<Tensor>> functions = List.of(
                Tensor::negate, Tensor::reciprocal, Tensor::square, Tensor::log, x -> x.minus(3), x -> x.times(-2));
        for (int i = 0; i < operations.size(); i++) {
            BinaryOperator<Tensor> operation = operations.get(i);
            BinaryOperator<Tensor> next = operations.get((i + 1) % operations.size());
            for (UnaryOperator<Tensor> function : functions) {
                Tensor sum = operation
                        .apply(other, function.apply(large).abs())
                        .plus(operation.apply(large, function.apply(other).abs()))
                        .plus(function.apply(operation.apply(other, large)))
                        .plus(next.apply(operation.apply(large.negate(), other).abs(), large))
                        .plus(next.apply(
                                        operation.apply(other, large),
                                        other.minus(large).negate())
                                .abs())
                        .sum();
                count(sum, Negate.class);
            }
        }
    }

    private static Tensor data(double scale) {
        double[] values = new double[SIZE];
        Arrays.setAll(values, i -> scale * (1 + 0.01 * i));
        return Tensor.of(values);
    }

    @Test
    void divisionsShareAReciprocal() {
        Tensor density =
                vector.minus(1).dividedBy(scalar.square().plus(1)).square().sum();
        assertThat(count(density, Divide.class)).isEqualTo(1);
        Tensor byVector =
                q.at(SIZE + 1).dividedBy(vector.square().plus(1)).tanh().sum();
        assertThat(count(byVector, Divide.class)).isEqualTo(1);
        assertThat(count(byVector, Divide.class, Optimization.RECIPROCALS)).isGreaterThan(1);
    }

    @Test
    void divisionsByDataAreMultiplications() {
        Tensor density = vector.dividedBy(data(2)).tanh().sum();
        assertThat(count(density, Divide.class)).isZero();
        assertThat(count(density, Divide.class, Optimization.RECIPROCALS)).isPositive();
    }

    @Test
    void aFactorAndItsReciprocalCancelOut() {
        Tensor scale = scalar.square().plus(1);
        assertThat(count(vector.times(scale).dividedBy(scale).tanh().sum(), Divide.class))
                .isZero();
    }

    @Test
    void comparisonsThatRangesTellAreDecided() {
        Tensor positive = vector.exp();
        Tensor density = Tensor.where(Tensor.of(0).lessOrEqual(positive), positive, vector)
                .sum();
        assertThat(count(density, LessOrEqual.class)).isZero();
        assertThat(count(density, Select.class)).isZero();
        Tensor open = Tensor.where(Tensor.of(0.5).lessOrEqual(positive), positive, vector)
                .sum();
        assertThat(count(open, Select.class)).isPositive();
    }

    @Test
    void negativesOfManyDataAreLeftToBinding() {
        double[] many = new double[10_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = Math.sin(i);
        }
        Tensor product = scalar.exp().times(Tensor.of(many));
        Tensor density = product.negate()
                .tanh()
                .sum()
                .plus(product.negate().times(Tensor.of(many)).exp().sum());
        double[] position = new double[SIZE + 2];
        Arrays.fill(position, 0.3);
        Program program = new Compiler("many").compileWithGradient(List.of(density.node()), variable);
        assertThat(Graphs.run(program, position, Map.of()).get(0)[0])
                .isCloseTo(Graphs.plain(density.node(), position), within(1e-9));
    }

    @Test
    void numbersThatAreNotAmongDataAreNotLookedFor() {
        double[] counts = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            counts[i] = i + 1;
        }
        assertThat(count(whereZero(counts), Select.class)).isZero();
        counts[SIZE / 2] = -0.0;
        assertThat(count(whereZero(counts), Select.class)).isPositive();
        counts[SIZE / 2] = Double.NaN;
        assertThat(count(whereZero(counts), Select.class)).isZero();
    }

    private Tensor whereZero(double[] data) {
        return Tensor.where(Tensor.of(data).equalTo(0), vector, vector.square()).sum();
    }

    @Test
    void scalarsAreJoinedBeforeTheyMeetAVector() {
        Tensor product =
                vector.tanh().times(scalar.exp()).times(q.at(SIZE + 1)).sin().sum();
        long joined = largeOnes(product, Optimization.MULTIPLY_ADD);
        assertThat(joined).isLessThan(largeOnes(product, Optimization.MULTIPLY_ADD, Optimization.INVARIANTS));
    }

    /** Returns how many products of vectors there are. */
    private long largeOnes(Tensor density, Optimization... left) {
        EnumSet<Optimization> done = EnumSet.allOf(Optimization.class);
        done.removeAll(List.of(left));
        Program program = new Compiler("some", done).compile(List.of(density.node()), variable);
        return computed(program)
                .filter(node -> node.op() instanceof Multiply && node.size() == SIZE)
                .count();
    }

    @Test
    void squaresOfHugeNumbersAreScaledFirst() {
        Tensor residual = data(1e180)
                .minus(scalar.times(1e180))
                .dividedBy(Tensor.of(1e180).times(q.at(SIZE + 1).exp()));
        Program program = new Compiler("huge")
                .compileWithGradient(List.of(residual.square().sum().node()), variable);
        double[] position = new double[SIZE + 2];
        List<double[]> results = Graphs.run(program, position, Map.of());
        Tensor unit = data(1).minus(scalar).dividedBy(q.at(SIZE + 1).exp());
        Program expected = new Compiler("unit")
                .compileWithGradient(List.of(unit.square().sum().node()), variable);
        List<double[]> small = Graphs.run(expected, position, Map.of());
        Graphs.assertClose(results.get(0), small.get(0), 1e-12, "value");
        Graphs.assertClose(results.get(1), small.get(1), 1e-12, "gradient");
    }

    @Test
    void smallDifferencesOfLargeNumbersStay() {
        Tensor density = data(1e10).minus(scalar).minus(q.at(SIZE + 1)).tanh().sum();
        Program program = new Compiler("large").compile(List.of(density.node()), variable);
        double[] position = new double[SIZE + 2];
        position[SIZE] = 1e10;
        position[SIZE + 1] = 1e-9;
        double first = Math.tanh((1e10 - 1e10) - 1e-9);
        double rest = SIZE - 1;
        assertThat(Graphs.run(program, position, Map.of()).get(0)[0] - rest)
                .isCloseTo(first, org.assertj.core.api.Assertions.within(1e-13));
    }

    @Test
    void reciprocalsOfExponentialsAreExponentials() {
        Tensor density = vector.dividedBy(scalar.exp()).tanh().sum();
        assertThat(count(density, Divide.class)).isZero();
        assertThat(count(density, Divide.class, Optimization.EXPONENTIALS)).isEqualTo(1);
        Tensor both = density.plus(scalar.exp().sin());
        assertThat(count(both, Divide.class)).isEqualTo(1);
        assertThat(count(both, Exp.class)).isEqualTo(1);
    }

    @Test
    void logisticFunctionsOfANumberAndItsNegativeSharePartOfTheirWork() {
        Tensor density = vector.tanh().logAddExp(vector.times(scalar).tanh()).sum();
        Optimization other = Optimization.SHARED_EXPONENTIALS;
        Optimization later = Optimization.LOGISTIC_FUNCTIONS;
        assertThat(count(density, Sigmoid.class, other, later)).isEqualTo(1);
        assertThat(count(density, SigmoidComplement.class, other, later)).isEqualTo(1);
        assertThat(count(density, SigmoidComplement.class, other, Optimization.COMPLEMENTS))
                .isZero();
    }

    /** Also where the difference of the two exponents, which derivatives are functions of, is written as a sum or a negative. */
    @Test
    void aSumOfExponentialsAndItsDerivativesShareAnExponential() {
        Tensor x = vector.tanh();
        Tensor y = vector.times(scalar).tanh();
        for (Tensor density : List.of(
                x.logAddExp(y),
                x.logAddExp(y.negate()),
                x.negate().logAddExp(y),
                x.negate().logAddExp(y.negate()),
                x.plus(y).logAddExp(y.square().negate()))) {
            assertThat(count(density.sum(), LogAddExp.class)).isZero();
            assertThat(count(density.sum(), Exp.class, Optimization.LOGISTIC_FUNCTIONS))
                    .isEqualTo(1);
        }
    }

    @Test
    void sumsOfExponentialsTwoByTwoTakeOneLogarithm() {
        Tensor ladder = vector.tanh();
        for (int k = 2; k <= 5; k++) {
            ladder = ladder.logAddExp(vector.times(k).tanh());
        }
        assertThat(count(ladder.sum(), Log.class)).isEqualTo(1);
        assertThat(count(ladder.sum(), Exp.class)).isEqualTo(5);
        // what a sum of fewer is needed for is computed as it is
        Tensor few = vector.logAddExp(vector.tanh());
        Tensor more = few.logAddExp(vector.square().negate());
        Tensor all = more.logAddExp(vector.cos()).plus(more.times(few));
        assertThat(count(all.sum(), Log.class)).isZero();
    }

    @Test
    void sumsOfExponentialsTwoByTwoNeitherOverflowNorVanish() {
        Tensor ladder = q.at(0).logAddExp(q.at(1)).logAddExp(q.at(2)).logAddExp(q.at(3));
        Program program = new Compiler("ladder").compileWithGradient(List.of(ladder.node()), variable);
        double[] position = new double[SIZE + 2];
        for (double largest : new double[] {-1e4, 1e4, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}) {
            Arrays.fill(position, 0, 4, largest);
            assertThat(Graphs.run(program, position, Map.of()).get(0)[0]).isEqualTo(largest + Math.log(4));
            position[1] = Double.NEGATIVE_INFINITY;
            position[3] = Double.NEGATIVE_INFINITY;
            List<double[]> results = Graphs.run(program, position, Map.of());
            assertThat(results.get(0)[0]).isEqualTo(largest + Math.log(2));
            if (Double.isFinite(largest)) {
                assertThat(Arrays.copyOf(results.get(1), 4)).containsExactly(0.5, 0, 0.5, 0);
            }
        }
        position[2] = Double.NaN;
        assertThat(Graphs.run(program, position, Map.of()).get(0)[0]).isNaN();
    }

    /** The difference of two exponents may be simpler than these, and its logistic function computed before they are. */
    @Test
    void aLogisticFunctionThatComesBeforeTheExponentsDoesNotWaitForThem() {
        Tensor difference = q.at(0).times(3);
        Tensor exponent = q.at(1).tanh();
        Tensor logarithm = exponent.plus(difference).logAddExp(exponent);
        Tensor density = difference.sigmoid().plus(2).square().times(logarithm);
        assertThat(count(density, LogAddExp.class)).isZero();
    }

    @Test
    void aSoftplusAndItsDerivativeShareAnExponential() {
        Tensor density =
                vector.softplus().sum().plus(vector.negate().softplus().square().sum());
        assertThat(count(density, Exp.class)).isEqualTo(1);
        assertThat(count(density, Softplus.class)
                        + count(density, Sigmoid.class)
                        + count(density, SigmoidComplement.class))
                .isZero();
        assertThat(count(density, Softplus.class, Optimization.LOGISTIC_FUNCTIONS))
                .isEqualTo(2);
    }

    @Test
    void theLogarithmOfOnePlusASquareTakesTheBasesExponential() {
        Tensor scale = scalar.exp();
        Tensor density = scale.dividedBy(5)
                .square()
                .log1p()
                .plus(vector.times(scale).tanh().sum());
        assertThat(count(density, Exp.class)).isEqualTo(1);
        assertThat(count(density, Softplus.class, Optimization.LOGISTIC_FUNCTIONS))
                .isEqualTo(1);
        Tensor inverse = scalar.negate().exp().square().times(3).log1p().plus(scale.tanh());
        assertThat(count(inverse, Softplus.class)).isZero();
    }

    @Test
    void powersOfAnExponentialThatIsOutOfRangeDoNotSpreadToFunctions() {
        Tensor scale = scalar.exp();
        Tensor density = scale.dividedBy(5)
                .square()
                .log1p()
                .plus(q.at(0).times(scale.negate().exp()));
        Program program = new Compiler("shared").compileWithGradient(List.of(density.node()), variable);
        assertThat(computed(program).filter(node -> node.op() instanceof Softplus))
                .isEmpty();
        EnumSet<Optimization> others = EnumSet.complementOf(EnumSet.of(Optimization.LOGISTIC_FUNCTIONS));
        Program without = new Compiler("own", others).compileWithGradient(List.of(density.node()), variable);
        for (double x :
                new double[] {-2000, -800, -400, -350, -300, -1, 0, 1.6094379124341003, 1.7, 30, 300, 350, 400, 700}) {
            double[] position = new double[SIZE + 2];
            position[SIZE] = x;
            List<double[]> results = Graphs.run(program, position, Map.of());
            List<double[]> expected = Graphs.run(without, position, Map.of());
            Graphs.assertClose(results.get(0), expected.get(0), 1e-14, "value at " + x);
            Graphs.assertClose(results.get(1), expected.get(1), 1e-14, "gradient at " + x);
        }
    }

    @Test
    void aSignChosenByDataIsAFactor() {
        double[] outcomes = new double[SIZE];
        Arrays.setAll(outcomes, i -> i % 3 == 0 ? 1 : 0);
        Tensor x = vector.times(scalar);
        Tensor density =
                Tensor.where(Tensor.of(outcomes), x.negate(), x).softplus().sum();
        assertThat(count(density, Select.class, Optimization.LOGISTIC_FUNCTIONS))
                .isZero();
        assertThat(count(density, Negate.class)).isLessThanOrEqualTo(1);
    }

    @Test
    void logAddExpKeepsAnInfiniteTerm() {
        Tensor density = Tensor.of(Double.NEGATIVE_INFINITY).logAddExp(scalar);
        Program program = new Compiler("infinite").compileWithGradient(List.of(density.node()), variable);
        double[] position = new double[SIZE + 2];
        position[SIZE] = 3;
        List<double[]> results = Graphs.run(program, position, Map.of());
        assertThat(results.get(0)).containsExactly(3);
        assertThat(results.get(1)[SIZE]).isEqualTo(1);
    }

    @Test
    void aMultipleOfASquareIsSharedWithTheDerivative() {
        Tensor density = vector.tanh().dividedBy(data(2)).square().sum();
        long without = multiplications(density, Optimization.MULTIPLY_ADD, Optimization.SHARED_PRODUCTS);
        assertThat(multiplications(density, Optimization.MULTIPLY_ADD)).isLessThanOrEqualTo(without);
    }

    private long multiplications(Tensor density, Optimization... left) {
        return count(density, Multiply.class, left);
    }
}
