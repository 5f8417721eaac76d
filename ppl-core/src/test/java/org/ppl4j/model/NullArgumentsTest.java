package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Binomial;
import org.ppl4j.distribution.Categorical;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.LkjCholesky;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.NegativeBinomial;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Parameter;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.distribution.Supports;
import org.ppl4j.distribution.Wishart;
import org.ppl4j.tensor.SourceLine;
import org.ppl4j.tensor.Tensor;

/** The complete texts of the errors for null, as code gives it that is not checked for nulls. */
@SuppressWarnings("NullAway")
class NullArgumentsTest {

    private static final String REMEDY = " is null. Assign it before this line.";
    private static final @Nullable Tensor NO_TENSOR = null;
    private static final double @Nullable [] NO_NUMBERS = null;
    private static final double @Nullable [] @Nullable [] NO_ROWS = null;
    private static final @Nullable Distribution NO_DISTRIBUTION = null;
    private static final Tensor PAIR = Tensor.of(1.0, 2.0);

    private final SourceLine line = new SourceLine();

    @Test
    void statements() {
        statement(
                m -> m.sample(line.here(null), Normal.of(0, 1)),
                "ModelBuilder.sample (%s): the argument \"name\"" + REMEDY);
        statement(
                m -> m.include(line.here(null), part -> {}),
                "ModelBuilder.include (%s): the argument \"name\"" + REMEDY);
        statement(
                m -> m.sample(line.here("a"), NO_DISTRIBUTION),
                "Site \"a\" (%s): the argument \"distribution\"" + REMEDY);
        statement(
                m -> m.observe(line.here("y"), NO_DISTRIBUTION, 1.0),
                "Site \"y\" (%s): the argument \"distribution\"" + REMEDY);
        statement(
                m -> m.observe(line.here("y"), Normal.of(0, 1), NO_TENSOR),
                "Site \"y\" (%s): the argument \"value\"" + REMEDY);
        statement(
                m -> m.include("part", part -> part.observe(line.here("y"), Normal.of(0, 1), NO_NUMBERS)),
                "Site \"part.y\" (%s): the argument \"values\"" + REMEDY);
        statement(
                m -> m.observe(line.here("y"), Normal.of(0, 1), (int[]) null),
                "Site \"y\" (%s): the argument \"values\"" + REMEDY);
        statement(
                m -> m.observe(line.here("y"), Normal.of(0, 1), NO_ROWS),
                "Site \"y\" (%s): the argument \"rows\"" + REMEDY);
        statement(m -> m.data(line.here("x"), NO_TENSOR), "Site \"x\" (%s): the argument \"value\"" + REMEDY);
        statement(m -> m.data(line.here("x"), NO_NUMBERS), "Site \"x\" (%s): the argument \"values\"" + REMEDY);
        statement(m -> m.data(line.here("x"), NO_ROWS), "Site \"x\" (%s): the argument \"rows\"" + REMEDY);
        statement(
                m -> m.observe(line.here("y"), Normal.of(0, 1), (int[][]) null),
                "Site \"y\" (%s): the argument \"rows\"" + REMEDY);
        statement(m -> m.data(line.here("x"), (int[]) null), "Site \"x\" (%s): the argument \"values\"" + REMEDY);
        statement(m -> m.data(line.here("x"), (int[][]) null), "Site \"x\" (%s): the argument \"rows\"" + REMEDY);
        statement(m -> m.deterministic(line.here("d"), NO_TENSOR), "Site \"d\" (%s): the argument \"value\"" + REMEDY);
        statement(m -> m.factor(line.here("f"), NO_TENSOR), "Site \"f\" (%s): the argument \"logFactor\"" + REMEDY);
    }

    @Test
    void models() {
        refused(() -> Model.of(line.here(null), m -> {}), "Model.of (%s): the argument \"name\"" + REMEDY);
        refused(() -> Model.of(line.here("none"), null), "Model.of (%s): the argument \"body\"" + REMEDY);
        Model model = Model.of("data", m -> m.observe("y", Normal.of(0, 1), m.data("x", 1)));
        refused(() -> model.withData(line.here("x"), null), "The value of the data input \"x\" (%s)" + REMEDY);
        refused(() -> model.withData(line.here(null), 1), "Model.withData (%s): the argument \"input\"" + REMEDY);
        refused(
                () -> model.decondition(line.here("y"), null),
                "Model.decondition (%s): the argument \"sites[1]\"" + REMEDY);
        refused(
                () -> model.nonCentred(line.here("y"), null),
                "Model.nonCentred (%s): the argument \"sites[1]\"" + REMEDY);
        refused(() -> line.here(model).samplePrior(null), "Model.samplePrior (%s): the argument \"random\"" + REMEDY);
        refused(() -> model.predict(line.here(null), 1), "Model.predict (%s): the argument \"draws\"" + REMEDY);
        ModelDensity density = model.density();
        refused(
                () -> density.logDensity(line.here(null)),
                "ModelDensity.logDensity (%s): the argument \"position\"" + REMEDY);
        Map<String, ?> none = null;
        refused(() -> line.here(model).condition(none), "Model.condition (%s): the argument \"values\"" + REMEDY);
        refused(() -> line.here(model).centred(none), "Model.centred (%s): the argument \"degrees\"" + REMEDY);
        refused(() -> line.here(model).logDensity(none), "Model.logDensity (%s): the argument \"values\"" + REMEDY);
    }

    @Test
    void distributions() {
        refused(() -> Normal.of(line.here(NO_TENSOR), 1), "Normal.of (%s): the argument \"mean\"" + REMEDY);
        refused(
                () -> Normal.of(line.here(0), NO_TENSOR),
                "Normal.of (%s): the argument \"standardDeviation\"" + REMEDY);
        refused(
                () -> Poisson.ofLogRate(line.here(NO_TENSOR)),
                "Poisson.ofLogRate (%s): the argument \"log rate\"" + REMEDY);
        refused(
                () -> Bernoulli.ofLogit(line.here(NO_TENSOR)),
                "Bernoulli.ofLogit (%s): the argument \"logit\"" + REMEDY);
        refused(() -> Binomial.of(line.here(NO_TENSOR), 0.5), "Binomial.of (%s): the argument \"trials\"" + REMEDY);
        refused(
                () -> NegativeBinomial.ofMean(line.here(2), NO_TENSOR),
                "NegativeBinomial.ofMean (%s): the argument \"dispersion\"" + REMEDY);
        refused(
                () -> Categorical.ofLogits(line.here(NO_TENSOR)),
                "Categorical.ofLogits (%s): the argument \"logits\"" + REMEDY);
        refused(() -> Categorical.of(line.here(NO_NUMBERS)), "Categorical.of (%s): the argument \"values\"" + REMEDY);
        refused(
                () -> LkjCholesky.of(line.here(2), NO_TENSOR),
                "LkjCholesky.of (%s): the argument \"concentration\"" + REMEDY);
        refused(() -> Wishart.of(line.here(2), NO_TENSOR), "Wishart.of (%s): the argument \"scale\"" + REMEDY);
        refused(
                () -> MvNormal.isotropic(line.here(2), NO_TENSOR),
                "MvNormal.isotropic (%s): the argument \"standardDeviation\"" + REMEDY);
        refused(
                () -> MvNormal.of(line.here(NO_TENSOR), Tensor.identity(2)),
                "MvNormal.of (%s): the argument \"mean\"" + REMEDY);
        refused(
                () -> Supports.interval(line.here(NO_TENSOR), PAIR),
                "Supports.interval (%s): the argument \"lower\"" + REMEDY);
        refused(
                () -> new Parameter(line.here("rate"), NO_TENSOR, Supports.real()),
                "new Parameter (%s): the argument \"rate\"" + REMEDY);
    }

    @Test
    void tensors() {
        refused(() -> PAIR.plus(line.here(NO_TENSOR)), "Tensor.plus (%s): the argument \"other\"" + REMEDY);
        refused(() -> PAIR.times(line.here(NO_TENSOR)), "Tensor.times (%s): the argument \"other\"" + REMEDY);
        refused(() -> PAIR.dot(line.here(NO_TENSOR)), "Tensor.dot (%s): the argument \"other\"" + REMEDY);
        refused(() -> PAIR.lessThan(line.here(NO_TENSOR)), "Tensor.lessThan (%s): the argument \"other\"" + REMEDY);
        refused(
                () -> Tensor.identity(2).solveLower(line.here(NO_TENSOR)),
                "Tensor.solveLower (%s): the argument \"right\"" + REMEDY);
        refused(
                () -> Tensor.where(line.here(PAIR), NO_TENSOR, PAIR),
                "Tensor.where (%s): the argument \"ifTrue\"" + REMEDY);
        refused(
                () -> Tensor.concatenate(line.here(PAIR), null),
                "Tensor.concatenate (%s): the argument \"parts[1]\"" + REMEDY);
        refused(() -> Tensor.stack(line.here(PAIR), null), "Tensor.stack (%s): the argument \"parts[1]\"" + REMEDY);
        refused(() -> Tensor.call(line.here(null), PAIR), "Tensor.call (%s): the argument \"function\"" + REMEDY);
        refused(() -> Tensor.of(line.here(NO_NUMBERS)), "Tensor.of (%s): the argument \"values\"" + REMEDY);
        refused(
                () -> Tensor.of(line.here(new double[][] {{1}, null})),
                "Tensor.of (%s): the argument \"rows[1]\"" + REMEDY);
        refused(
                () -> Tensor.scan(line.here(NO_TENSOR), 2, (a, b) -> a),
                "Tensor.scan (%s): the argument \"initial\"" + REMEDY);
        refused(() -> Tensor.scan(line.here(PAIR), 2, null), "Tensor.scan (%s): the argument \"body\"" + REMEDY);
        assertThatThrownBy(() -> Tensor.scan(line.here(PAIR), 2, (a, b) -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scan (%s): the body returns null. Return the next value of each carry.", line);
    }

    /** What the JDK calls for the user is named all the same. */
    @Test
    void throughTheJdk() {
        List<Consumer<Tensor>> calls = List.of(PAIR::plus);
        refused(
                () -> line.here(calls).forEach(call -> call.accept(null)),
                "Tensor.plus (%s): the argument \"other\"" + REMEDY);
    }

    private void statement(Consumer<ModelBuilder> body, String message) {
        refused(Model.of("test", body)::density, message);
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(message, line);
    }
}
