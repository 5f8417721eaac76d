package org.ppl4j.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.distribution.LogNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.DifferentiableFunction;
import org.ppl4j.graph.Shape;
import org.ppl4j.math.Elementary;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.ode.DifferentialEquation;
import org.ppl4j.tensor.Tensor;

/** Second derivatives of varied models: compiled, eager, and as the slopes of the gradient. */
class SecondDerivativesTest {

    private static Stream<DensityCases.Case> cases() {
        return DensityCases.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theHessianIsTheSlopeOfTheGradient(DensityCases.Case example) {
        ModelDensity density = example.compiled().density();
        double[] position =
                new SplittableRandom(6).doubles(density.dimension(), -1, 1).toArray();
        double[][] hessian = density.hessian(position);
        double scale = largest(hessian);
        assertThat(scale).isPositive();
        double step = 1e-5;
        for (int i = 0; i < position.length; i++) {
            double[] above = gradient(density, position, i, step);
            double[] below = gradient(density, position, i, -step);
            for (int j = 0; j < position.length; j++) {
                double slope = (above[j] - below[j]) / (2 * step);
                assertThat(hessian[i][j]).as("%d, %d", i, j).isCloseTo(slope, within(2e-6 * scale));
                assertThat(hessian[i][j]).isEqualTo(hessian[j][i]);
            }
        }
    }

    private static double[] gradient(ModelDensity density, double[] position, int moved, double step) {
        double[] other = position.clone();
        other[moved] += step;
        double[] gradient = new double[position.length];
        density.logDensityAndGradient(other, gradient);
        return gradient;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void compiledIsEager(DensityCases.Case example) {
        ModelDensity compiled = example.compiled().density();
        ModelDensity eager = example.eager().density();
        SplittableRandom random = new SplittableRandom(7);
        double[] position = random.doubles(compiled.dimension(), -1, 1).toArray();
        double[] vector = random.doubles(compiled.dimension(), -1, 1).toArray();
        double[] product = new double[position.length];
        double[] expected = new double[position.length];
        compiled.hessianVectorProduct(position, vector, product);
        eager.hessianVectorProduct(position, vector, expected);
        double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        assertThat(product).containsExactly(expected, within(1e-9 * Math.max(1, scale)));
    }

    private static double largest(double[][] matrix) {
        return Arrays.stream(matrix)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    @Test
    void aNormalHasTheInverseOfItsVariance() {
        ModelDensity density = Model.of("normal", m -> {
                    Tensor x = m.sample("x", Normal.of(0, 2));
                    m.sample("y", Normal.of(x.times(3), 0.5));
                })
                .density();
        double[][] hessian = density.hessian(new double[] {0.3, -0.7});
        assertThat(hessian[0]).containsExactly(new double[] {-0.25 - 36, 12}, within(1e-12));
        assertThat(hessian[1]).containsExactly(new double[] {12, -4}, within(1e-12));
    }

    @Test
    void nothingIsAllocatedForAProduct() {
        ModelDensity density = cases().findFirst().orElseThrow().compiled().density();
        double[] position = new double[density.dimension()];
        double[] vector = new double[density.dimension()];
        double[] product = new double[density.dimension()];
        Runnable call = () -> density.hessianVectorProduct(position, vector, product);
        for (int i = 0; i < 20_000; i++) {
            call.run();
        }
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            call.run();
        }
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 10_000).isZero();
    }

    /** A function of the user's that is also written out, so that its second derivatives are known. */
    private record Sine() implements DifferentiableFunction {
        @Override
        public String name() {
            return "sine";
        }

        @Override
        public Shape outputShape(List<Shape> inputs) {
            return inputs.get(0);
        }

        @Override
        public void evaluate(double[][] inputs, List<Shape> inputShapes, double[] output) {
            Arrays.setAll(output, i -> Elementary.sin(inputs[0][i]));
        }

        @Override
        public void vectorJacobianProduct(
                double[][] inputs, List<Shape> inputShapes, double[] outputAdjoint, double[][] inputAdjoints) {
            Arrays.setAll(inputAdjoints[0], i -> outputAdjoint[i] * Elementary.cos(inputs[0][i]));
        }
    }

    private static ModelDensity waves(UnaryOperator<Tensor> sine, boolean isDynamic) {
        return Model.of("waves", m -> {
                    Tensor x = m.sample("x", Normal.of(0, 1).iid(3));
                    if (isDynamic) {
                        x.at(0).doubleValue();
                    }
                    m.observe("y", Normal.of(sine.apply(x.times(x.at(0).exp())), 0.5), 1.0, 2, 3);
                })
                .density();
    }

    @Test
    void aCalledFunctionHasDifferencesOfGradients() {
        ModelDensity exact = waves(Tensor::sin, false);
        double[] position = {0.3, -0.4, 1.2};
        double[][] expected = exact.hessian(position);
        for (boolean isDynamic : new boolean[] {false, true}) {
            ModelDensity called = waves(x -> Tensor.call(new Sine(), x), isDynamic);
            double[][] hessian = called.hessian(position);
            for (int i = 0; i < hessian.length; i++) {
                assertThat(hessian[i]).containsExactly(expected[i], within(1e-9 * largest(expected)));
                for (int j = 0; j < i; j++) {
                    assertThat(hessian[i][j]).isEqualTo(hessian[j][i]);
                }
            }
            // as long as the vector may be, and as short
            for (double length : new double[] {1, 1e200, 1e-200, Double.MIN_VALUE, 0}) {
                double[] vector = {length, -length, 0};
                double[] product = new double[3];
                double[] wanted = new double[3];
                called.hessianVectorProduct(position, vector, product);
                exact.hessianVectorProduct(position, vector, wanted);
                double tolerance = 1e-9 * largest(expected) * length + 32 * Double.MIN_VALUE;
                assertThat(product).containsExactly(wanted, within(tolerance));
            }
        }
        assertThat(exact.explain()).doesNotContain("differences");
    }

    @Test
    void farFromZeroADifferenceIsTakenFarEnough() {
        double far = 1e12;
        ModelDensity called = Model.of("far", m -> {
                    Tensor x = m.sample("x", Normal.of(far, 1e6));
                    m.factor("wave", Tensor.call(new Sine(), x.minus(far).dividedBy(1e4)));
                })
                .density();
        double[][] hessian = called.hessian(new double[] {far});
        assertThat(hessian[0][0]).isCloseTo(-1e-12, within(1e-13));
    }

    @Test
    void soHasTheSolutionOfADifferentialEquation() {
        DifferentialEquation decay =
                DifferentialEquation.of((time, state, p) -> state.times(p.at(0)).negate());
        double[] times = {0.5, 1, 2};
        ModelDensity solved = decayOf(
                (start, rate) -> decay.solve(start, 0, times, rate.flatten()).column(0));
        ModelDensity exact = decayOf(
                (start, rate) -> Tensor.of(times).times(rate).negate().exp().times(start));
        double[] position = {0.4, -0.3};
        double[][] expected = exact.hessian(position);
        double[][] hessian = solved.hessian(position);
        for (int i = 0; i < hessian.length; i++) {
            assertThat(hessian[i]).containsExactly(expected[i], within(1e-6 * largest(expected)));
        }
        assertThat(hessian[0][1]).isEqualTo(hessian[1][0]);
        assertThat(solved.explain())
                .contains(
                        "second derivatives are differences of gradients, since the function \"differential equation\" is"
                                + " known by its value and first derivative only" + System.lineSeparator());
    }

    private static ModelDensity decayOf(BinaryOperator<Tensor> states) {
        return Model.of("decay", m -> {
                    Tensor start = m.sample("start", LogNormal.of(0, 1));
                    Tensor rate = m.sample("rate", LogNormal.of(0, 1));
                    m.observe("y", Normal.of(states.apply(start, rate), 0.1), 1.0, 0.6, 0.3);
                })
                .density();
    }

    @Test
    void whatDoesNotDependOnACalledFunctionIsExact() {
        ModelDensity density = Model.of("of data alone", m -> {
                    Tensor x = m.sample("x", Normal.of(0, 2));
                    m.factor(
                            "f",
                            Tensor.call(new Sine(), Tensor.of(1.0)).times(x).square());
                })
                .density();
        double sine = Math.sin(1);
        assertThat(density.hessian(new double[] {0.7})[0])
                .containsExactly(new double[] {-0.25 + 2 * sine * sine}, within(1e-15));
        assertThat(density.explain()).doesNotContain("differences");
    }

    @Test
    void aFunctionThatIsCalledInARecurrenceIsFound() {
        ModelDensity called = recurrence(x -> Tensor.call(new Sine(), x));
        ModelDensity exact = recurrence(Tensor::sin);
        double[] position = {0.7};
        assertThat(called.hessian(position)[0]).containsExactly(exact.hessian(position)[0], within(1e-9));
        assertThat(called.explain())
                .contains("second derivatives are differences of gradients, since the function \"sine\"");
    }

    private static ModelDensity recurrence(UnaryOperator<Tensor> sine) {
        return Model.of("recurrence", m -> {
                    Tensor x = m.sample("x", Normal.of(0, 1));
                    m.factor(
                            "f",
                            Tensor.scan(x, 20, (state, i) -> sine.apply(state.times(1.1)))
                                    .sum());
                })
                .density();
    }

    @Test
    void arraysOfAnotherLengthAreRefused() {
        ModelDensity density =
                Model.of("one", m -> m.sample("x", Normal.of(0, 1))).density();
        assertThatThrownBy(() -> density.hessianVectorProduct(new double[1], new double[2], new double[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A Hessian-vector product has 1 elements here, as has the vector; got arrays of 1 and 2.");
    }
}
