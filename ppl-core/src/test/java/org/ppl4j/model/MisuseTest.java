package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Parameter;
import org.ppl4j.distribution.Support;
import org.ppl4j.distribution.Supports;
import org.ppl4j.graph.DifferentiableFunction;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.SymbolicValueException;
import org.ppl4j.tensor.SourceLine;
import org.ppl4j.tensor.Tensor;

/** Programs that compile as Java and mean nothing as models: the complete texts of the errors that they give. */
class MisuseTest {

    private static final String REMEDY =
            " Compute with what this model's own statements return; include(...) makes another"
                    + " model's statements part of this one.";

    private final SourceLine line = new SourceLine();
    private final SourceLine earlier = new SourceLine();

    /** Returns a random value that a lambda has let out. */
    private Tensor leaked() {
        AtomicReference<Tensor> kept = new AtomicReference<>();
        Model.of("other", m -> kept.set(m.sample(earlier.here("a"), Normal.of(0, 1))))
                .density();
        return Objects.requireNonNull(kept.get());
    }

    private void isOfAnotherModel(Model model) {
        assertThatThrownBy(model::density)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The random value \"a\" (%s) belongs to another model, or to another run of this one, and is used at"
                                + " %s." + REMEDY,
                        earlier,
                        line);
    }

    @Test
    void aValueOfAnotherModel() {
        Tensor leaked = leaked();
        Model model = Model.of("model", m -> {
            Tensor b = m.sample("b", Normal.of(0, 1));
            m.observe(line.here("y"), Normal.of(b.plus(leaked), 1), 1.0);
        });
        isOfAnotherModel(model);
    }

    @Test
    void aValueOfAnotherModelUnderAName() {
        Tensor leaked = leaked();
        isOfAnotherModel(Model.of("model", m -> m.deterministic(line.here("f"), leaked)));
    }

    @Test
    void aValueOfAModelAround() {
        Model around = Model.of("around", m -> {
            Tensor a = m.sample(earlier.here("a"), Normal.of(0, 1));
            Model inner = Model.of("inner", k -> k.sample(line.here("b"), Normal.of(a, 1)));
            m.factor("f", Tensor.of(inner.density().logDensity(new double[] {1})));
        });
        isOfAnotherModel(around);
    }

    /** Returns a data input that a lambda has let out. */
    private Tensor leakedData() {
        AtomicReference<Tensor> kept = new AtomicReference<>();
        Model.of("other", m -> kept.set(m.data(earlier.here("d"), 1, 2))).density();
        return Objects.requireNonNull(kept.get());
    }

    private void isDataOfAnotherModel(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The data input \"d\" (%s) belongs to another model, or to another run of this one, and is used at"
                                + " %s." + REMEDY,
                        earlier,
                        line);
    }

    @Test
    void dataOfAnotherModelThatHasAnInputOfThatName() {
        Tensor leaked = leakedData();
        isDataOfAnotherModel(Model.of("model", m -> {
            Tensor own = m.data("d", 10, 20);
            m.factor(line.here("f"), leaked.sum().plus(own.sum()));
        })::density);
    }

    @Test
    void dataOfAnotherModelThatHasNoInputOfThatName() {
        Tensor leaked = leakedData();
        isDataOfAnotherModel(Model.of("model", m -> m.factor(line.here("f"), leaked.sum()))::density);
    }

    @Test
    void dataOfAnotherModelInALoop() {
        Tensor leaked = leakedData();
        isDataOfAnotherModel(Model.of("model", m -> {
            Tensor own = m.data("d", 10, 20);
            Tensor a = m.sample("a", Normal.of(0, 1));
            for (int i = 0; i < 20; i++) {
                Tensor mean = (i == 10 ? leaked : own).at(1).plus(a);
                m.observe(line.here("y[" + i + "]"), Normal.of(mean, 1), 1.0);
            }
        })::density);
    }

    @Test
    void dataOfAnotherModelUnderAName() {
        Tensor leaked = leakedData();
        isDataOfAnotherModel(Model.of("model", m -> m.deterministic(line.here("f"), leaked))::density);
    }

    @Test
    void dataOfAnotherRun() {
        AtomicReference<Tensor> kept = new AtomicReference<>();
        Model model = Model.of("model", m -> {
            Tensor own = m.data(earlier.here("d"), 10, 20);
            kept.compareAndSet(null, own);
            m.factor(line.here("f"), Objects.requireNonNull(kept.get()).sum());
        });
        assertThat(model.density().components(new double[0]).logLikelihood()).isEqualTo(30);
        isDataOfAnotherModel(model.withData("d", new double[] {1, 2})::density);
    }

    @Test
    void dataOfAnotherRunOfADynamicModel() {
        AtomicReference<Tensor> kept = new AtomicReference<>();
        ModelDensity density = Model.of("model", m -> {
                    Tensor a = m.sample("a", Normal.of(0, 1));
                    Tensor own = m.data(earlier.here("d"), 10, 20);
                    boolean isOwn = a.doubleValue() > 0;
                    Tensor before = kept.getAndSet(own);
                    m.factor(line.here("f"), (isOwn || before == null ? own : before).sum());
                })
                .density();
        assertThat(density.isDynamic()).isTrue();
        assertThat(density.components(new double[] {1}).logLikelihood()).isEqualTo(30);
        isDataOfAnotherModel(() -> density.logDensity(new double[] {-1}));
    }

    /** What is given from outside is numbers. */
    @Test
    void dataOfAnotherModelAsGivenValues() {
        Tensor leaked = leakedData();
        Model model = Model.of("model", m -> {
            Tensor own = m.data("d", 10, 20);
            m.factor("f", m.sample("a", Normal.of(0, 1).iid(2)).times(own).sum());
        });
        assertThat(model.fix(Map.of("a", leaked)).density().logDensity(new double[0]))
                .isEqualTo(50);
        assertThat(model.fix(Map.of("a", leaked.times(2))).density().logDensity(new double[0]))
                .isEqualTo(100);
    }

    @Test
    void aValueOfAnotherModelInsteadOfANumber() {
        Model model =
                Model.of("model", m -> m.observe("y", Normal.of(m.sample("b", Normal.of(0, 1)), 1), m.data("x", 1)));
        Tensor leaked = leaked();
        String text =
                "The tensor has no value while the model is traced (%s): it depends on a random variable. Only code"
                        + " inside a model may read it, and it makes the model dynamic.";
        for (Consumer<Map<String, ?>> use :
                List.<Consumer<Map<String, ?>>>of(model::condition, model::fix, model::logDensity)) {
            assertThatThrownBy(() -> use.accept(line.here(Map.of("b", leaked))))
                    .isInstanceOf(SymbolicValueException.class)
                    .hasMessage(text, line);
        }
        assertThatThrownBy(() -> model.withData(line.here("x"), leaked))
                .isInstanceOf(SymbolicValueException.class)
                .hasMessage(text, line);
    }

    /** It would be data without a derivative. */
    @Test
    void dataThatAreRandom() {
        String text =
                "Site \"x\" (%s): the value is random. Data are numbers that are known before the model runs; to record"
                        + " a value under a name use deterministic(name, value).";
        refused(m -> m.data(line.here("x"), m.sample("a", Normal.of(0, 1))), text);
        Model dynamic = Model.of("dynamic", m -> {
            Tensor a = m.sample("a", Normal.of(0, 1));
            m.data(line.here("x"), a.doubleValue() > 0 ? a : a.times(2));
        });
        refused(() -> dynamic.density().logDensity(new double[] {1}), text);
    }

    @Test
    void statementsInAnotherThread() {
        Model model = Model.of("threads", m -> {
            Tensor a = m.sample("a", Normal.of(0, 1));
            CompletableFuture.runAsync(
                            () -> m.observe(line.here("y"), Normal.of(a, 1), 1.0),
                            task -> new Thread(task, "worker").start())
                    .join();
        });
        assertThatThrownBy(model::density)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Site \"y\" (%s): the statement runs in the thread \"worker\", but the model in \"%s\". Make all"
                                + " statements in the thread that runs the lambda, without parallel streams: their order is"
                                + " that of the coordinates.",
                        line, Thread.currentThread().getName());
    }

    @Test
    void functionsWithoutArgumentsOrShape() {
        refused(
                m -> m.factor("f", Tensor.call(line.here(new Shapeless()))),
                "The function \"shapeless\" needs at least one argument, got none (%s). What depends on nothing is a constant.");
        refused(
                m -> m.factor("f", Tensor.call(line.here(new Shapeless()), m.sample("a", Normal.of(0, 1)))),
                "shapeless of shape [] (%s): the function's outputShape returns null, not a shape. Involved: \"a\".");
    }

    /** A function that does not say what it returns. */
    private static final class Shapeless implements DifferentiableFunction {
        @Override
        public String name() {
            return "shapeless";
        }

        @Override
        @SuppressWarnings("NullAway") // as in code that is not checked for nulls
        public @Nullable Shape outputShape(List<Shape> inputs) {
            return null;
        }

        @Override
        public void evaluate(double[][] inputs, List<Shape> inputShapes, double[] output) {}

        @Override
        public void vectorJacobianProduct(
                double[][] inputs, List<Shape> inputShapes, double[] outputAdjoint, double[][] inputAdjoints) {}
    }

    @Test
    void distributionsOfNothing() {
        refused(
                m -> m.sample("a", Dirichlet.of(line.here(new double[0]))),
                "Dirichlet needs at least one concentration, got shape [0] (%s).");
        refused(
                m -> m.sample("a", Normal.of(line.here(0), 1).iid(-1)),
                "A shape's dimensions must be >= 0, got [-1] (%s).");
    }

    @Test
    void distributionsOfOnesOwn() {
        refused(
                m -> m.sample(line.here("a"), new Own(Tensor.of(1, 2, 3), 1)),
                "Site \"a\" (%s): the logDensity of Own has shape [3] at a value of shape []. Return one term for each"
                        + " independent element.");
        refused(
                m -> m.observe(line.here("y"), new Own(Tensor.of(1, 2, 3), 1).iid(2), 1, 2),
                "Site \"y\" (%s): the logDensity of Own has shape [3] at a value of shape [2]. Return one term for each"
                        + " independent element.");
        refused(
                m -> m.observe(line.here("y"), new OwnVector(), Tensor.of(1, 2)),
                "Site \"y\" (%s): the logDensity of OwnVector has shape [2] at a value of shape [2]. Return one term for each"
                        + " independent element: of an event rank of 1, a tensor of shape [].");
        refused(
                m -> m.sample(line.here("a"), new Own(null, 1)),
                "Site \"a\" (%s): the logDensity of Own is null. Return one term for each element.");
        refused(
                () -> line.here(new Own(Tensor.of(1), 3)).iid(2).sample(new SplittableRandom(1)),
                "A draw of Own has 3 elements, but its shape is [] (%s).");
    }

    /** A distribution of a number, not as it must be. */
    private static class Own extends Distribution {

        private final @Nullable Tensor terms;
        private final int drawn;

        Own(@Nullable Tensor terms, int drawn) {
            this.terms = terms;
            this.drawn = drawn;
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public Support support() {
            return Supports.real();
        }

        @Override
        @SuppressWarnings("NullAway") // as in code that is not checked for nulls
        public Tensor logDensity(Tensor value) {
            return terms;
        }

        @Override
        public double[] sample(RandomGenerator random) {
            return new double[drawn];
        }
    }

    /** A distribution of a vector that forgets to add up. */
    private static final class OwnVector extends Own {

        OwnVector() {
            super(Tensor.of(1, 2), 2);
        }

        @Override
        public Shape shape() {
            return Shape.of(2);
        }

        @Override
        public int eventRank() {
            return 1;
        }
    }

    private void refused(Consumer<ModelBuilder> body, String message) {
        refused(Model.of("misused", body)::density, message);
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message, line);
    }
}
