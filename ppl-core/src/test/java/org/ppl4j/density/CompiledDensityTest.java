package org.ppl4j.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.compile.Optimization;
import org.ppl4j.density.ComponentDensity.Components;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.tensor.SourceLine;
import org.ppl4j.tensor.Tensor;

/** Compiled densities of varied models against the same models run eagerly, and against finite differences. */
class CompiledDensityTest {

    @ParameterizedTest
    @MethodSource("org.ppl4j.density.DensityCases#cases")
    void compiledIsEager(DensityCases.Case example) {
        ModelDensity compiled = example.compiled().density();
        ModelDensity eager = example.eager().density();
        assertThat(compiled.isDynamic()).isFalse();
        assertThat(eager.isDynamic()).isTrue();
        int size = compiled.recorded().stream()
                .mapToInt(recorded -> recorded.shape().size())
                .sum();
        SplittableRandom random = new SplittableRandom(99);
        for (int repetition = 0; repetition < 4; repetition++) {
            double[] position = random.doubles(compiled.dimension(), -1.5, 1.5).toArray();
            double[] gradient = new double[position.length];
            double[] expected = new double[position.length];
            double value = eager.logDensityAndGradient(position, expected);
            assertClose(compiled.logDensityAndGradient(position, gradient), value, 1e-10);
            double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0);
            assertThat(gradient).containsExactly(expected, within(1e-10 * Math.max(1, scale)));
            assertClose(compiled.logDensity(position), value, 1e-10);
            Components parts = compiled.components(position);
            Components eagerParts = eager.components(position);
            assertClose(parts.logPrior(), eagerParts.logPrior(), 1e-10);
            assertClose(parts.logLikelihood(), eagerParts.logLikelihood(), 1e-10);
            assertClose(parts.logJacobian(), eagerParts.logJacobian(), 1e-10);
            double[] values = new double[size];
            double[] eagerValues = new double[size];
            assertClose(compiled.record(position, values), eager.record(position, eagerValues), 1e-10);
            assertThat(values).containsExactly(eagerValues, within(1e-12));
        }
    }

    /** Says nothing if this JVM has no vector module. */
    @ParameterizedTest
    @MethodSource("org.ppl4j.density.DensityCases#cases")
    void theSimdFormGivesTheScalarBits(DensityCases.Case example) {
        ModelDensity scalar = with("off", example.compiled());
        ModelDensity vectors = with("on", example.compiled());
        SplittableRandom random = new SplittableRandom(7);
        for (int repetition = 0; repetition < 4; repetition++) {
            double[] position = random.doubles(scalar.dimension(), -1.5, 1.5).toArray();
            double[] expected = new double[position.length];
            double[] gradient = new double[position.length];
            double value = scalar.logDensityAndGradient(position, expected);
            assertThat(Double.valueOf(vectors.logDensityAndGradient(position, gradient)))
                    .isEqualTo(value);
            assertThat(Arrays.equals(gradient, expected)).isTrue();
        }
    }

    private static ModelDensity with(String simd, Model model) {
        System.setProperty("ppl4j.simd", simd);
        try {
            ModelDensity density = model.density();
            density.compile();
            return density;
        } finally {
            System.clearProperty("ppl4j.simd");
        }
    }

    @ParameterizedTest
    @EnumSource
    void compiledIsEagerWithoutEachOptimization(Optimization left) {
        System.setProperty("ppl4j.without", left.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        try {
            DensityCases.cases().forEach(this::compiledIsEager);
        } finally {
            System.clearProperty("ppl4j.without");
        }
    }

    @ParameterizedTest
    @MethodSource("org.ppl4j.density.DensityCases#cases")
    void theGradientIsTheSlope(DensityCases.Case example) {
        ModelDensity density = example.compiled().density();
        double[] position =
                new SplittableRandom(5).doubles(density.dimension(), -1, 1).toArray();
        double[] gradient = new double[position.length];
        density.logDensityAndGradient(position, gradient);
        double step = 1e-5;
        for (int i = 0; i < position.length; i++) {
            double[] moved = position.clone();
            moved[i] = position[i] + step;
            double above = density.logDensity(moved);
            moved[i] = position[i] - step;
            double slope = (above - density.logDensity(moved)) / (2 * step);
            assertThat(gradient[i])
                    .as("coordinate %d", i)
                    .isCloseTo(slope, within(2e-6 * Math.max(1, Math.abs(slope))));
        }
    }

    private static void assertClose(double actual, double expected, double relative) {
        assertThat(actual).isCloseTo(expected, within(relative * Math.max(1, Math.abs(expected))));
    }

    @Test
    void constantsOnly() {
        Model model = Model.of("constants", m -> {
            m.observe("y", Normal.of(0, 1), 1.0);
            m.deterministic("answer", Tensor.of(42));
        });
        ModelDensity density = model.density();
        double expected = -0.5 - 0.5 * Math.log(2 * Math.PI);
        assertThat(density.dimension()).isZero();
        assertThat(density.logDensityAndGradient(new double[0], new double[0])).isCloseTo(expected, within(1e-14));
        double[] values = new double[1];
        assertThat(density.record(new double[0], values)).isCloseTo(expected, within(1e-14));
        assertThat(values).containsExactly(42);
    }

    @Test
    void anyNameWillDo() {
        for (String name : List.of("", "two words", "1st", "模型", "a/b.c;[", "class")) {
            ModelDensity density =
                    Model.of(name, m -> m.sample("x", Normal.of(0, 1))).density();
            assertThat(density.logDensity(new double[] {1}))
                    .isCloseTo(-0.5 - 0.5 * Math.log(2 * Math.PI), within(1e-14));
        }
    }

    @Test
    void allFormsOfTensorsAreRecorded() {
        Model model = Model.of("views", m -> {
            Tensor data = m.data("data", new double[][] {{1, 2}, {3, 4}});
            Tensor x = m.sample("x", Normal.of(0, 1).iid(2, 2));
            m.deterministic("transposed", x.transpose());
            m.deterministic("same", x);
            m.deterministic("again", x);
            m.deterministic("row", x.row(1));
            m.deterministic("column", x.column(1));
            m.deterministic("element", x.at(1, 0));
            m.deterministic("data as it is", data);
            m.deterministic("data transposed", data.transpose());
            m.deterministic("data plus one", data.plus(1));
            m.deterministic("constant", Tensor.of(7, 8));
            m.deterministic("repeated", x.at(0, 0).broadcastTo(Shape.of(3)));
            m.deterministic("gathered", x.flatten().gather(3, 3, 0));
            m.deterministic("empty", x.slice(1, 1));
        });
        double[] values = new double[4 + 4 + 4 + 4 + 2 + 2 + 1 + 4 + 4 + 4 + 2 + 3 + 3];
        model.density().record(new double[] {10, 20, 30, 40}, values);
        assertThat(values)
                .containsExactly(
                        10, 20, 30, 40, 10, 30, 20, 40, 10, 20, 30, 40, 10, 20, 30, 40, 30, 40, 20, 40, 30, 1, 2, 3, 4,
                        1, 3, 2, 4, 2, 3, 4, 5, 7, 8, 10, 10, 10, 40, 40, 10);
    }

    @Test
    void emptyTensors() {
        Model model = Model.of("empty tensors", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1).iid(0));
            Tensor y = m.sample("y", Normal.of(x.sum(), 1));
            m.observe("z", Normal.of(y, 1).iid(0), Tensor.of(new double[0]));
        });
        double[] gradient = new double[1];
        assertThat(model.density().logDensityAndGradient(new double[] {2}, gradient))
                .isCloseTo(-2 - 0.5 * Math.log(2 * Math.PI), within(1e-14));
        assertThat(gradient).containsExactly(-2);
    }

    @Test
    void nothingAtAll() {
        ModelDensity density = Model.of("empty", m -> {}).density();
        assertThat(density.dimension()).isZero();
        assertThat(density.logDensityAndGradient(new double[0], new double[0])).isZero();
        assertThat(density.components(new double[0])).isEqualTo(new Components(0, 0, 0));
    }

    @Test
    void aCoordinateWithoutInfluenceHasSlopeZero() {
        Model model = Model.of("flat", m -> {
            Tensor a = m.sample("a", Uniform.of(0, 1));
            m.deterministic("twice", a.times(2));
            m.observe("y", Normal.of(0, 1), 0.5);
        });
        double[] gradient = {99};
        model.density().logDensityAndGradient(new double[] {0}, gradient);
        assertThat(gradient).containsExactly(0);
    }

    @Test
    void anExceptionOfACalledFunctionShowsTheLineOfTheModel() {
        SourceLine line = new SourceLine();
        Model model = Model.of("calls", m -> {
            Tensor a = m.sample("a", Normal.of(0, 1).iid(3));
            m.factor("before", a.exp());
            m.factor(line.here("product"), Tensor.call(new DensityCases.Product(), a, a));
            m.factor("after", a.sin());
        });
        assertThatThrownBy(() -> model.density().logDensityAndGradient(new double[] {1, 1e200, 2}, new double[3]))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("The function \"product\" (" + line + ") failed: the product overflows")
                .hasRootCauseMessage("the product overflows")
                .satisfies(thrown -> assertThat(Arrays.stream(thrown.getStackTrace())
                                .filter(frame -> frame.getClassName().startsWith("org.ppl4j.generated."))
                                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                                .findFirst())
                        .contains(line.toString()));
    }
}
