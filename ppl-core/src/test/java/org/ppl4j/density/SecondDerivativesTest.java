package org.ppl4j.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.tensor.Tensor;

/** Second derivatives of varied models: compiled, eager, and as the slopes of the gradient. */
class SecondDerivativesTest {

    private static Stream<DensityCases.Case> cases() {
        return DensityCases.cases().filter(example -> !example.name().equals("opaque function"));
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

    @Test
    void aCalledFunctionHasNone() {
        ModelDensity density = DensityCases.cases()
                .filter(example -> example.name().equals("opaque function"))
                .findFirst()
                .orElseThrow()
                .compiled()
                .density();
        assertThatThrownBy(() -> density.hessian(new double[density.dimension()]))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("The function \"product\" is known by its value and first derivative only; a second"
                        + " derivative was asked for.");
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
