package org.ppl4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.LkjCholesky;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** The longer expressions of the page of idioms are compiled and run here. */
class IdiomsTest {

    private static final Path PAGE = Path.of("..", "docs", "idioms.md");
    private static final Path SOURCE = Path.of("src/test/java/org/ppl4j/examples/IdiomsTest.java");

    private final Tensor y = Tensor.of(1, 2, 3.5, 0.2);

    private void effects(ModelBuilder m) {
        int groups = 2;
        int n = 4;
        Tensor mu = m.sample("mu", Normal.of(0, 1));
        Tensor tau = m.sample("tau", HalfNormal.of(1));
        m.deterministic("theta", mu.plus(tau.times(m.sample("z", Normal.of(0, 1).iid(groups)))));
        Tensor z = m.sample("pairs", Normal.of(0, 1).iid(groups, 2));
        Tensor scales = m.sample("scales", HalfNormal.of(1).iid(2));
        Tensor means = m.sample("means", Normal.of(0, 1).iid(2));
        Tensor effects = z.dot(m.sample("L", LkjCholesky.of(2, 2)).transpose())
                .timesElementwise(scales)
                .plus(means);
        m.deterministic("effects", effects);
        z = m.sample("values", Normal.of(0, 1).iid(n));
        Tensor covariance = y.insertAxis(1).minus(y).square().negate().exp();
        m.deterministic(
                "process",
                covariance.plus(Tensor.identity(n).times(1e-9)).cholesky().dot(z));
        Distribution prior = Normal.of(mu, tau);
        int k = 2;
        int[] places = {1, 3};
        Tensor known = Tensor.of(1, 0, 3, 0);
        Tensor whole = known.plus(m.sample("missing", prior.iid(k)).put(Shape.of(n), Indices.of(places)));
        m.observe("y", Normal.of(whole, 1), y);
    }

    private void mixture(ModelBuilder m) {
        Tensor weights = m.sample("weights", Dirichlet.symmetric(2, 1));
        Tensor means = m.sample("means", Normal.of(0, 1).iid(2));
        Tensor scales = m.sample("scales", HalfNormal.of(1).iid(2));
        m.factor(
                "y",
                weights.log()
                        .plus(Normal.of(means, scales).logDensity(y.insertAxis(1)))
                        .logSumExp(1));
    }

    private void zeros(ModelBuilder m) {
        Tensor theta = m.sample("theta", Beta.of(1, 1));
        Tensor rate = m.sample("rate", HalfNormal.of(1));
        Tensor isZero = Tensor.of(1, 0, 0);
        Tensor other = Poisson.of(rate)
                .logDensity(Tensor.of(0, 1, 2))
                .plus(theta.negate().log1p());
        Tensor zero = theta.log().logAddExp(other);
        m.factor("y", Tensor.where(isZero, zero, other));
    }

    private void censored(ModelBuilder m) {
        Tensor rate = m.sample("rate", HalfNormal.of(1));
        Tensor isCensored = Tensor.of(0, 1, 0, 1);
        Tensor logSurvival = y.times(rate).negate();
        Tensor logDensity = rate.log().plus(logSurvival);
        m.factor("y", Tensor.where(isCensored, logSurvival, logDensity));
    }

    private void truncated(ModelBuilder m) {
        Tensor mu = m.sample("mu", Normal.of(0, 1));
        Tensor sigma = m.sample("sigma", HalfNormal.of(1));
        m.factor(
                "y",
                Normal.of(mu, sigma).logDensity(y).minus(mu.dividedBy(sigma).normalLogCdf()));
    }

    private void weighted(ModelBuilder m) {
        Tensor mu = m.sample("mu", Normal.of(0, 1));
        Tensor sigma = m.sample("sigma", HalfNormal.of(1));
        Tensor weights = Tensor.of(1, 0.5, 0, 2);
        m.factor(
                "y",
                Normal.of(mu, sigma).logDensity(y).timesElementwise(weights).sum());
        int groups = 2;
        int[] group = {0, 1, 1, 0};
        Tensor x = y.times(mu);
        m.factor("sums", x.put(Shape.of(groups), Indices.of(group)).square().negate());
    }

    private void kinds(ModelBuilder m) {
        Tensor logits = m.sample("logits", Normal.of(0, 1).iid(3));
        Tensor counts = Tensor.of(new int[][] {{1, 2, 3}, {2, 0, 1}});
        m.factor("y", logits.logSoftmax().timesElementwise(counts));
    }

    @Test
    void theModelsHaveDensitiesAndGradients() {
        for (Model model : List.of(
                Model.of("effects", this::effects),
                Model.of("mixture", this::mixture),
                Model.of("zeros", this::zeros),
                Model.of("censored", this::censored),
                Model.of("truncated", this::truncated),
                Model.of("weighted", this::weighted),
                Model.of("kinds", this::kinds))) {
            double[] gradient = new double[model.density().dimension()];
            assertThat(model.density().logDensityAndGradient(new double[gradient.length], gradient))
                    .as(model.name())
                    .isFinite();
            assertThat(gradient).as(model.name()).doesNotContain(Double.NaN);
        }
    }

    /** Those of more than a call or two, without regard to where lines are broken. */
    @Test
    void thePageHasTheExpressionsOfTheseModels() throws IOException {
        String source = Files.readString(SOURCE).replaceAll("\\s", "");
        List<String> expressions = Pattern.compile("`([^`]+)`")
                .matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1).replaceAll("\\s", ""))
                .filter(text -> text.length() > 50)
                .toList();
        assertThat(expressions)
                .hasSizeGreaterThan(5)
                .allSatisfy(text -> assertThat(source).contains(text));
    }
}
