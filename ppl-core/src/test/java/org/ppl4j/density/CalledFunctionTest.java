package org.ppl4j.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.DifferentiableFunction;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.SourceLine;
import org.ppl4j.tensor.Tensor;

/** Functions of the user's own that do not do all that they are asked to: what they leave out is no number. */
class CalledFunctionTest {

    /** A function of a vector of two. */
    private record Partial(BiConsumer<double[], double[]> values, Consumer<double[][]> adjoints)
            implements DifferentiableFunction {

        @Override
        public String name() {
            return "partial";
        }

        @Override
        public Shape outputShape(List<Shape> inputs) {
            return inputs.get(0);
        }

        @Override
        public void evaluate(double[][] inputs, List<Shape> inputShapes, double[] output) {
            values.accept(inputs[0], output);
        }

        @Override
        public void vectorJacobianProduct(
                double[][] inputs, List<Shape> inputShapes, double[] outputAdjoint, double[][] inputAdjoints) {
            adjoints.accept(inputAdjoints);
        }
    }

    private static void assertIs(DifferentiableFunction function, double value, double... gradient) {
        for (boolean isDynamic : new boolean[] {false, true}) {
            Model model = Model.of("calls", m -> {
                Tensor x = m.sample("x", Normal.of(0, 1).iid(2));
                if (isDynamic) {
                    x.at(0).doubleValue();
                }
                m.factor("f", Tensor.call(function, x));
            });
            double[] actual = new double[2];
            double prior = -Math.log(2 * Math.PI);
            for (int repeat = 0; repeat < 2; repeat++) {
                assertThat(model.density().logDensityAndGradient(new double[2], actual))
                        .isEqualTo(Double.valueOf(value + prior));
                assertThat(actual).containsExactly(gradient);
            }
        }
    }

    private static void affine(double[] x, double[] result) {
        result[0] = 3 + 3 * x[0];
        result[1] = 4 + 4 * x[1];
    }

    private static void fill(double[] adjoint) {
        adjoint[0] = 3;
        adjoint[1] = 4;
    }

    @Test
    void allIsFilledIn() {
        assertIs(new Partial(CalledFunctionTest::affine, all -> fill(all[0])), 7, 3, 4);
    }

    @Test
    void partIsFilledIn() {
        assertIs(new Partial((x, some) -> some[0] = 3, all -> fill(all[0])), Double.NaN, 3, 4);
        assertIs(new Partial(CalledFunctionTest::affine, all -> all[0][1] = 4), 7, Double.NaN, 4);
        assertIs(new Partial(CalledFunctionTest::affine, all -> {}), 7, Double.NaN, Double.NaN);
    }

    @Test
    void anotherArrayIsFilledIn() {
        assertIs(
                new Partial(CalledFunctionTest::affine, all -> all[0] = new double[] {7, 7}),
                7,
                Double.NaN,
                Double.NaN);
        assertIs(new Partial(CalledFunctionTest::affine, all -> all[0] = new double[] {7}), 7, Double.NaN, Double.NaN);
    }

    private static void assertFails(DifferentiableFunction function, String what) {
        SourceLine line = new SourceLine();
        for (boolean isDynamic : new boolean[] {false, true}) {
            Model model = Model.of("calls", m -> {
                Tensor x = m.sample("x", Normal.of(0, 1).iid(2));
                if (isDynamic) {
                    x.at(0).doubleValue();
                }
                m.factor(line.here("f"), Tensor.call(function, x));
            });
            assertThatThrownBy(() -> model.density().logDensityAndGradient(new double[2], new double[2]))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessage("The " + what + " (" + line
                            + ") threw java.lang.IllegalStateException: the solver broke. Where it"
                            + " has no value, have it fill in NaN, or throw an ArithmeticException that says why; else"
                            + " look for the error in the cause's stack trace.")
                    .hasCauseExactlyInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whatAFunctionThrowsNamesItAndItsLine() {
        assertFails(
                new Partial(
                        (x, result) -> {
                            throw new IllegalStateException("the solver broke.");
                        },
                        all -> fill(all[0])),
                "function \"partial\"");
        assertFails(
                new Partial(CalledFunctionTest::affine, all -> {
                    throw new IllegalStateException("the solver broke.");
                }),
                "vector-Jacobian product of the function \"partial\"");
    }

    /** Samplers look for it, to advise another one that needs no gradient. */
    @Test
    void aFunctionMaySayThatItHasNoDerivative() {
        SourceLine line = new SourceLine();
        Partial function = new Partial(CalledFunctionTest::affine, all -> {
            throw new UnsupportedOperationException("not written yet");
        });
        Model model = Model.of("calls", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1).iid(2));
            m.factor(line.here("f"), Tensor.call(function, x));
        });
        assertThat(model.density().logDensity(new double[2])).isFinite();
        assertThatThrownBy(() -> model.density().logDensityAndGradient(new double[2], new double[2]))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("The vector-Jacobian product of the function \"partial\" (" + line
                        + ") threw java.lang.UnsupportedOperationException: not written yet");
    }
}
