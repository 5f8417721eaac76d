package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.CompilerWarnings;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.Code;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.UnaryOp;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.tensor.SourceLine;
import org.ppl4j.tensor.Tensor;

/** A user's own distribution and operation, outside of the library's packages, with nothing registered. */
class CustomDistributionTest {

    private static final Model MODEL = Model.of("extremes", m -> {
        Tensor location = m.sample("location", Gumbel.of(1, 2));
        Tensor scale = m.sample("scale", Gamma.of(2, 1));
        Tensor group = m.sample("group", Gumbel.of(location, scale).iid(2));
        m.observe("y", Gumbel.of(group, Tensor.of(0.5)), new double[][] {{1, 2}, {0.5, 3}, {-1, 4}});
    });

    private static double gumbel(double x, double location, double scale) {
        double z = (x - location) / scale;
        return -z - Math.exp(-z) - Math.log(scale);
    }

    @Test
    void theDensityByHand() {
        double location = 0.25;
        double scale = 1.5;
        double[] group = {-0.5, 2};
        double expected = gumbel(location, 1, 2) + Math.log(scale) - scale;
        for (double each : group) {
            expected += gumbel(each, location, scale);
        }
        double[][] y = {{1, 2}, {0.5, 3}, {-1, 4}};
        for (double[] row : y) {
            for (int j = 0; j < 2; j++) {
                expected += gumbel(row[j], group[j], 0.5);
            }
        }
        assertThat(MODEL.logDensity(Map.of("location", location, "scale", scale, "group", group)))
                .isCloseTo(expected, within(1e-11));
        assertThat(MODEL.density().logDensity(new double[] {location, Math.log(scale), -0.5, 2}))
                .isCloseTo(expected + Math.log(scale), within(1e-11));
    }

    @Test
    void theGradient() {
        ModelDensity density = MODEL.density();
        assertThat(density.isDynamic()).isFalse();
        SplittableRandom random = new SplittableRandom(31);
        for (int repetition = 0; repetition < 10; repetition++) {
            double[] position = random.doubles(4, -1, 1).toArray();
            double[] gradient = new double[4];
            density.logDensityAndGradient(position, gradient);
            for (int i = 0; i < 4; i++) {
                double[] up = position.clone();
                double[] down = position.clone();
                up[i] += 1e-5;
                down[i] -= 1e-5;
                double slope = (density.logDensity(up) - density.logDensity(down)) / 2e-5;
                assertThat(gradient[i]).isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
            }
        }
    }

    @Test
    void draws() {
        SplittableRandom random = new SplittableRandom(77);
        int count = 40_000;
        double[] drawn = Gumbel.of(1, 2).iid(count).sample(random);
        double mean = Arrays.stream(drawn).average().orElseThrow();
        double variance =
                Arrays.stream(drawn).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
        double expectedVariance = Math.PI * Math.PI / 6 * 4;
        // Four standard errors; the kurtosis of the Gumbel distribution is 5.4.
        assertThat(mean).isCloseTo(1 + 2 * 0.5772156649015329, within(4 * Math.sqrt(expectedVariance / count)));
        assertThat(variance).isCloseTo(expectedVariance, within(4 * expectedVariance * Math.sqrt(4.4 / count)));
        assertThat(MODEL.samplePriorPredictive(random)
                        .getOrDefault("y", Tensor.of(0))
                        .shape())
                .isEqualTo(Shape.of(3, 2));
        assertThat(MODEL.samplePrior(new SplittableRandom(1)).toString())
                .isEqualTo(MODEL.samplePrior(new SplittableRandom(1)).toString());
    }

    @Test
    void errorsUseItsOwnNames() {
        SourceLine line = new SourceLine();
        assertThatThrownBy(Model.of("bad", m -> m.sample(line.here("g"), Gumbel.of(0, -1)))::density)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Site \"g\" (%s): Gumbel scale must be > 0, got -1.0.", line);
        assertThatThrownBy(Model.of("bad", m -> m.observe(line.here("g"), Gumbel.of(0, 1), 1, Double.NaN))::density)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Site \"g\" (%s): a value of Gumbel must be finite, got NaN at index [1]. Leave missing values out, or"
                                + " sample them at a site of their own.",
                        line);
        assertThatThrownBy(() -> line.here(Gumbel.of(Double.NaN, 1)).sample(new SplittableRandom(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Gumbel location must be finite, got NaN (%s).", line);
        assertThatThrownBy(() -> Gumbel.of(0, 1).mean())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("Gumbel does not provide its mean.");
        assertThatThrownBy(() -> Gumbel.of(0, 1).iid(2).variance())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("Gumbel does not provide its variance.");
    }

    // A user's own element-wise operation

    @Test
    void anOperationGivesTheSameBitsCompiledAndInterpreted() {
        Model model = Model.of("roots", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1).iid(40));
            m.deterministic("root", CheckedSquareRoot.of(x.abs().plus(0.1)));
            m.deterministic("sum", CheckedSquareRoot.of(x.abs()).sum());
        });
        double[] position = new SplittableRandom(2).doubles(40, -5, 5).toArray();
        double[] recorded = new double[81];
        model.density().record(position, recorded);
        Tensor x = Tensor.of(position);
        double[] root = CheckedSquareRoot.of(x.abs().plus(0.1)).toArray();
        assertThat(Arrays.copyOfRange(recorded, 40, 80)).containsExactly(root);
        assertThat(recorded[80]).isEqualTo(CheckedSquareRoot.of(x.abs()).sum().doubleValue());
    }

    @Test
    void anOperationIsDifferentiated() {
        Model model = Model.of("roots", m -> {
            Tensor x = m.sample("x", Gamma.of(2, 1));
            m.factor("root", CheckedSquareRoot.of(x).times(3));
        });
        double[] gradient = new double[1];
        double value = model.density().logDensityAndGradient(new double[] {Math.log(2)}, gradient);
        assertThat(value).isCloseTo(Math.log(2) - 2 + 3 * Math.sqrt(2) + Math.log(2), within(1e-12));
        assertThat(gradient[0]).isCloseTo(1 - 2 + 1.5 * Math.sqrt(2) + 1, within(1e-12));
    }

    /** An operation whose method generated code cannot call, since its class is not public. */
    private record Twice() implements UnaryOp {

        static double twice(double x) {
            return 2 * x;
        }

        @Override
        public double apply(double x) {
            return twice(x);
        }

        @Override
        public void emit(Code code) {
            code.call(Twice.class, "twice", 1);
        }

        @Override
        public Node derivative(Node x, Node y) {
            return Nodes.constant(2);
        }
    }

    @Test
    void anOperationThatCannotBeCompiledIsInterpretedWithAWarning() {
        Model model = Model.of("hidden", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            m.factor("twice", Tensor.of(Nodes.apply(new Twice(), x.node())));
        });
        try (CompilerWarnings warnings = new CompilerWarnings()) {
            double[] gradient = new double[1];
            double value = model.density().logDensityAndGradient(new double[] {3}, gradient);
            assertThat(value).isCloseTo(6 - 4.5 - 0.5 * Math.log(2 * Math.PI), within(1e-14));
            assertThat(gradient).containsExactly(-1);
            assertThat(warnings.records()).hasSize(1);
            assertThat(warnings.records().get(0).getMessage())
                    .isEqualTo(
                            "No code could be generated for the model \"hidden\"; it is interpreted, which is slower.");
            assertThat(warnings.records().get(0).getThrown())
                    .hasMessage(
                            "An operation's code can call a public static method of a public class only, one that takes and"
                                    + " returns doubles: com.example.CustomDistributionTest$Twice.twice with 1 parameter is none.");
        }
    }

    @Test
    void anExceptionShowsTheLineOfTheModel() {
        SourceLine line = new SourceLine();
        Model model = Model.of("line numbers", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1).iid(20));
            m.sample("other", Normal.of(0, 1));
            m.factor(line.here("roots"), CheckedSquareRoot.of(x).sum());
            m.factor("after", x.exp().sum());
        });
        double[] position =
                IntStream.range(0, 21).mapToDouble(i -> i == 7 ? -1 : i).toArray();
        for (boolean withGradient : new boolean[] {false, true}) {
            assertThatThrownBy(() -> {
                        if (withGradient) {
                            model.density().logDensityAndGradient(position, new double[21]);
                        } else {
                            model.density().logDensity(position);
                        }
                    })
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessage("no real root of -1.0")
                    .satisfies(thrown -> assertThat(generatedLine(thrown)).contains(line.toString()));
        }
    }

    /** Returns the file and line of the innermost generated frame. */
    static Optional<String> generatedLine(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("org.ppl4j.generated."))
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .findFirst();
    }
}
