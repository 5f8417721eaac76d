package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.tensor.SourceLine;
import org.ppl4j.tensor.Tensor;

/** Models with scans: compiled, dynamic, drawn from, and misused. */
class ScanModelTest {

    private static final double[] Y = new SplittableRandom(1).doubles(40, -2, 2).toArray();

    private final SourceLine line = new SourceLine();

    /** Stochastic volatility; the body may read what it carries, which does not change the result. */
    private static Model volatility(boolean readsValues) {
        return Model.of("volatility", m -> {
            Tensor phi = m.sample("phi", Uniform.of(-1, 1));
            Tensor sigma = m.sample("sigma", HalfNormal.of(1));
            Tensor z = m.sample("z", Normal.of(0, 1).iid(Y.length));
            Tensor h = Tensor.scan(Tensor.of(0), z, (before, shock) -> {
                Tensor next = phi.times(before).plus(sigma.times(shock));
                return readsValues && before.doubleValue() > 1e9 ? before : next;
            });
            m.deterministic("h", h);
            m.observe("y", Normal.of(0, h.times(0.5).exp()), Y);
        });
    }

    @Test
    void aBodyThatReadsValuesMakesAModelDynamicAndMeansTheSame() {
        ModelDensity compiled = volatility(false).density();
        ModelDensity dynamic = volatility(true).density();
        assertThat(compiled.isDynamic()).isFalse();
        assertThat(dynamic.isDynamic()).isTrue();
        double[] position = compiled.initialPosition(new SplittableRandom(2));
        double[] gradient = new double[position.length];
        double[] same = new double[position.length];
        assertThat(compiled.logDensityAndGradient(position, gradient))
                .isCloseTo(dynamic.logDensityAndGradient(position, same), within(1e-10));
        assertThat(gradient).containsExactly(same, within(1e-10));
        double[] recorded = new double[2 + 2 * Y.length];
        double[] sameRecorded = new double[recorded.length];
        compiled.record(position, recorded);
        dynamic.record(position, sameRecorded);
        assertThat(recorded).containsExactly(sameRecorded, within(1e-12));
    }

    @Test
    void priorsAndValuesGoThroughTheScan() {
        Map<String, Tensor> prior = volatility(false).samplePrior(new SplittableRandom(3));
        double[] phi = drawn(prior, "phi");
        double[] sigma = drawn(prior, "sigma");
        double[] z = drawn(prior, "z");
        double h = 0;
        for (int t = 0; t < z.length; t++) {
            h = phi[0] * h + sigma[0] * z[t];
            assertThat(drawn(prior, "h")[t]).isCloseTo(h, within(1e-12));
        }
        Map<String, Object> values = Map.of("phi", phi[0], "sigma", sigma[0], "z", z);
        assertThat(volatility(false).logDensity(values))
                .isCloseTo(volatility(true).logDensity(values), within(1e-10));
    }

    private static double[] drawn(Map<String, Tensor> values, String name) {
        return Objects.requireNonNull(values.get(name)).toArray();
    }

    @Test
    void statementsInTheBodyAreRefused() {
        String problem =
                "%s: it depends on an argument of a scan's body, which is run once for all steps. Have the body"
                        + " return what the statement needs, and make it for all steps at once, after the scan; or write a Java"
                        + " loop.";
        Model sampled = Model.of("sampled", m -> {
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            Tensor.scan(scale, 5, (before, t) -> m.sample("x", Normal.of(line.here(before), 1)));
        });
        refused(sampled::density, problem.formatted("Site \"x\" (%s)"));
        Model observed = Model.of("observed", m -> {
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            Tensor.scan(scale, 5, (before, t) -> {
                m.observe("y", Normal.of(line.here(before), 1), 2.0);
                return before;
            });
        });
        refused(observed::density, problem.formatted("Site \"y\" (%s)"));
        Model recorded = Model.of("recorded", m -> {
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            Tensor.scan(scale, 5, (before, t) -> m.deterministic("d", line.here(before)));
        });
        refused(recorded::density, problem.formatted("Site \"d\" (%s)"));
    }

    private static final String IN_BODY =
            "Site \"%s\" (%%s): it is made in a scan's body, which may be run once for all steps."
                    + " Make it outside of the scan, for all steps at once, and give the body what it needs of it as a sequence; or"
                    + " write a Java loop.";

    /** They do not depend on the step, and would count once. */
    @Test
    void statementsInTheBodyThatAreTheSameForAllStepsAreRefused() {
        Tensor one = Tensor.of(1);
        inBody("x", m -> m.sample(line.here("x"), Normal.of(0, 1)));
        inBody("y", m -> m.observe(line.here("y"), Normal.of(0, 1), 2.0));
        inBody("d", m -> m.deterministic(line.here("d"), one));
        inBody("f", m -> m.factor(line.here("f"), one));
        inBody("u", m -> m.data(line.here("u"), one));
        inBody("part.x", m -> m.include("part", part -> part.sample(line.here("x"), Normal.of(0, 1))));
        inBody("f", m -> {
            Tensor.scan(one, 2, (before, t) -> before);
            m.factor(line.here("f"), one);
        });
        inBody(
                "f",
                m -> Tensor.scan(one, 2, (before, t) -> {
                    m.factor(line.here("f"), one);
                    return before;
                }));
    }

    /** Whatever the model is run for. */
    private void inBody(String name, Consumer<ModelBuilder> statement) {
        Model model = Model.of("model", m -> {
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            Tensor.scan(scale, 5, (before, t) -> {
                statement.accept(m);
                return before;
            });
        });
        refused(model::density, IN_BODY.formatted(name));
        refused(() -> model.samplePrior(new SplittableRandom(1)), IN_BODY.formatted(name));
        refused(() -> model.logDensity(Map.of("scale", 1)), IN_BODY.formatted(name));
    }

    @Test
    void statementsInABodyThatReadsValuesAreRefused() {
        Model model = Model.of("model", m -> {
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            Tensor.scan(scale, 5, (before, t) -> {
                m.factor(line.here("f[" + t.intValue() + "]"), before);
                return before;
            });
        });
        refused(() -> model.density().logDensity(new double[1]), IN_BODY.formatted("f[0]"));
    }

    @Test
    void statementsAfterABodyThatFailedAreMade() {
        Model model = Model.of("model", m -> {
            try {
                Tensor.scan(Tensor.of(1), 5, (before, t) -> {
                    throw new IllegalStateException("failed");
                });
            } catch (IllegalStateException failed) {
                m.factor(String.valueOf(failed.getMessage()), Tensor.of(2));
            }
            Tensor last =
                    Tensor.scan(Tensor.of(1), 5, (before, t) -> before.times(2)).at(4);
            m.factor("last", last);
        });
        assertThat(model.density().logDensity(new double[0])).isEqualTo(34);
    }

    @Test
    void aModelInTheBodyMakesItsOwnStatements() {
        Model inner = Model.of("inner", m -> m.factor("f", Tensor.of(3)));
        Tensor sums = Tensor.scan(
                Tensor.of(0), 2, (before, t) -> before.plus(inner.density().logDensity(new double[0])));
        assertThat(sums.toArray()).containsExactly(3, 6);
    }

    @Test
    void whatEscapesFromTheBodyIsRefused() {
        Model model = Model.of("escaped", m -> {
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            List<Tensor> escaped = new ArrayList<>();
            Tensor.scan(scale, 5, (before, t) -> {
                escaped.add(before);
                return before.times(0.5);
            });
            m.factor("f", line.here(escaped.get(0)));
        });
        refused(
                model::density,
                "Site \"f\" (%s): it depends on an argument of a scan's body, which is run once for all steps. Have the"
                        + " body return what the statement needs, and make it for all steps at once, after the scan; or"
                        + " write a Java loop.");
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message, line);
    }
}
