package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.density.ChangingStructureException;
import org.ppl4j.distribution.InverseGamma;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Models that read random values are run anew at every position: the same answers, and never silently wrong ones. */
class DynamicModelTest {

    /** Gdemo, written so that its statements depend on a value. */
    private static Model gdemo() {
        return Model.of("dynamic gdemo", m -> {
            Tensor s = m.sample("s", InverseGamma.of(2, 3));
            Tensor scale = m.deterministic("scale", s.doubleValue() > 0 ? s.sqrt() : Tensor.of(Double.NaN));
            Tensor mean = m.sample("m", Normal.of(0, scale));
            m.observe("x", Normal.of(mean, scale), 1.5, 2.0);
        });
    }

    private static Model twoPieces() {
        return Model.of("two pieces", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            if (x.doubleValue() < 0) {
                m.observe("y", Normal.of(x, 1), 0.5);
            } else {
                m.observe("y", Normal.of(x.times(2), 0.5), 0.5);
            }
        });
    }

    @Test
    @Tag("slow")
    void gdemoHasItsPosterior() {
        Model model = gdemo();
        assertThat(model.density().isDynamic()).isTrue();
        List<Exact> answers = List.of(
                Exact.mean("s", ExactTable.quantity("gdemo:", "mean s")),
                Exact.quantile("s", 0.05, ExactTable.quantity("gdemo:", "q0.05 s")),
                Exact.quantile("s", 0.5, ExactTable.quantity("gdemo:", "q0.5 s")),
                Exact.quantile("s", 0.95, ExactTable.quantity("gdemo:", "q0.95 s")),
                Exact.mean("m", ExactTable.quantity("gdemo:", "mean m")),
                Exact.standardDeviation("m", ExactTable.quantity("gdemo:", "sd m")));
        assertPosterior(sample(model, Hmc.of(0.3, 5), 10_000), answers);
    }

    @Test
    void gdemoHasTheDensityAndTheGradientOfItsCompiledForm() {
        Model compiled = ConjugateModels.gdemo();
        assertThat(compiled.density().isDynamic()).isFalse();
        double[] expected = new double[2];
        double[] gradient = new double[2];
        for (double[] position : new double[][] {{0, 0}, {-2, 1}, {3, -4}}) {
            double logDensity = gdemo().density().logDensityAndGradient(position, gradient);
            assertThat(logDensity)
                    .isCloseTo(compiled.density().logDensityAndGradient(position, expected), within(1e-13));
            assertThat(gradient).containsExactly(expected, within(1e-12));
        }
    }

    @Test
    void aBranchOnAValueHasTheQuadraturesPosterior() {
        DoubleUnaryOperator left = x -> Math.exp(-x * x / 2 - (0.5 - x) * (0.5 - x) / 2);
        DoubleUnaryOperator right = x -> 2 * Math.exp(-x * x / 2 - 2 * (0.5 - 2 * x) * (0.5 - 2 * x));
        double mass = moment(0, left, right);
        double mean = moment(1, left, right) / mass;
        double deviation = Math.sqrt(moment(2, left, right) / mass - mean * mean);
        List<Exact> answers = List.of(
                Exact.mean("x", mean),
                Exact.standardDeviation("x", deviation),
                Exact.quantile("x", 0.5, median(left, right)));
        Chains chains = sample(twoPieces(), Hmc.of(0.25, 4), 10_000);
        assertPosterior(chains, answers);
        assertPosterior(
                Sampling.of(twoPieces())
                        .with(RandomWalkMetropolis.of(1.5))
                        .chains(4)
                        .warmup(100)
                        .draws(10_000)
                        .thin(5)
                        .seed(2)
                        .progress(false)
                        .run(),
                answers);
    }

    /** Values are recorded under their own names, in whatever order a run makes its statements. */
    @Test
    void theOrderOfStatementsMayChange() {
        Model model = Model.of("order", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            m.deterministic("tenfold", x.times(10));
            Tensor first = m.sample(x.doubleValue() > 0 ? "a" : "b", Normal.of(x, 1));
            Tensor second = m.sample(x.doubleValue() > 0 ? "b" : "a", Normal.of(x, 1));
            m.deterministic("sum", first.plus(second));
        });
        Chains chains = sample(model, Hmc.of(0.3, 3), 500);
        for (int i = 0; i < chains.drawCount(); i++) {
            Map<String, Tensor> draw = chains.draw(i);
            double x = value(draw, "x");
            assertThat(value(draw, "tenfold")).isEqualTo(10 * x);
            assertThat(value(draw, "sum")).isCloseTo(value(draw, "a") + value(draw, "b"), within(1e-12));
        }
        double[] lp = chains.values("lp", 0);
        assertThat(lp[7]).isCloseTo(model.logDensity(chains.draw(7)), within(1e-12));
    }

    @Test
    void sitesThatComeAndGoBreakTheRunOff() {
        assertBroken(
                m -> {
                    Tensor x = m.sample("x", Normal.of(0, 1));
                    if (x.doubleValue() > 0) {
                        m.sample("z", Normal.of(0, 1));
                    }
                },
                "z");
        assertBroken(
                m -> {
                    Tensor x = m.sample("x", Normal.of(0, 1));
                    if (x.doubleValue() > 0) {
                        m.deterministic("z", x.times(2));
                    }
                },
                "z");
    }

    @Test
    void aShapeThatChangesBreaksTheRunOff() {
        assertBroken(
                m -> {
                    Tensor x = m.sample("x", Normal.of(0, 1));
                    m.sample("z", Normal.of(0, 1).iid(x.doubleValue() > 0 ? 3 : 2));
                },
                "z");
        assertBroken(
                m -> {
                    Tensor x = m.sample("x", Normal.of(0, 1));
                    m.deterministic(
                            "z", Tensor.filled(1, x.doubleValue() > 0 ? 3 : 2).times(x));
                },
                "z");
    }

    /** A prior draw may be invalid where the posterior never is. */
    @Test
    void aPriorDrawThatTheModelRefusesIsReplacedByAnother() {
        Model model = Model.of("scale", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            m.observe(
                    "y", Normal.of(0, Tensor.of(x.doubleValue() < 0.8 ? -1 : 1).times(x)), 1.0);
        });
        assertThat(model.density().dimension()).isEqualTo(1);
        Model never = Model.of("never", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            m.observe("y", Normal.of(0, Tensor.of(-1 - Math.abs(x.doubleValue()))), 1.0);
        });
        assertThatThrownBy(never::density)
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches("Site \"y\" \\(DynamicModelTest.java:[0-9]+\\): Normal standard deviation must be > 0, got"
                        + " -[0-9.]+\\.");
    }

    private static void assertBroken(Consumer<ModelBuilder> body, String site) {
        Sampling sampling = Sampling.of(Model.of("changing", body))
                .with(MetropolisHastings.of((from, to, random) -> to[0] = -from[0]))
                .draws(10)
                .seed(1)
                .progress(false);
        RuntimeException thrown = catchThrowableOfType(RuntimeException.class, sampling::run);
        Throwable cause = thrown instanceof SamplingException ? thrown.getCause() : thrown;
        assertThat(cause)
                .isInstanceOf(ChangingStructureException.class)
                .message()
                .matches("Site \"" + site + "\" \\(DynamicModelTest.java:[0-9]+\\): .*");
    }

    private static Chains sample(Model model, Sampler sampler, int draws) {
        return Sampling.of(model)
                .with(sampler)
                .chains(4)
                .warmup(100)
                .draws(draws)
                .seed(1)
                .progress(false)
                .run();
    }

    private static void assertPosterior(Chains chains, List<Exact> answers) {
        PosteriorCheck check = new PosteriorCheck(chains, answers);
        assertThat(check.discrepancies()).isEmpty();
        assertThat(check.oversights()).isEmpty();
        assertThat(chains.warnings()).isEmpty();
    }

    private static double value(Map<String, Tensor> draw, String name) {
        return draw.getOrDefault(name, Tensor.of(Double.NaN)).doubleValue();
    }

    private static double moment(int power, DoubleUnaryOperator left, DoubleUnaryOperator right) {
        return integral(x -> Math.pow(x, power) * left.applyAsDouble(x), -12, 0)
                + integral(x -> Math.pow(x, power) * right.applyAsDouble(x), 0, 12);
    }

    private static double median(DoubleUnaryOperator left, DoubleUnaryOperator right) {
        double half = moment(0, left, right) / 2;
        double below = integral(left, -12, 0);
        double low = -12;
        double high = 12;
        while (high - low > 1e-9) {
            double middle = (low + high) / 2;
            double mass = middle < 0 ? integral(left, -12, middle) : below + integral(right, 0, middle);
            if (mass < half) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Simpson's rule. */
    private static double integral(DoubleUnaryOperator function, double from, double to) {
        int intervals = 4000;
        double width = (to - from) / intervals;
        double sum = function.applyAsDouble(from) + function.applyAsDouble(to);
        for (int i = 1; i < intervals; i++) {
            sum += (i % 2 == 1 ? 4 : 2) * function.applyAsDouble(from + i * width);
        }
        return sum * width / 3;
    }
}
