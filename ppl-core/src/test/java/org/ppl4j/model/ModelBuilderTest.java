package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Normal;
import org.ppl4j.tensor.SourceLine;
import org.ppl4j.tensor.Tensor;

/** When statements can be made, and how deep parts can be inside of others. */
class ModelBuilderTest {

    private static final String LATE = "Site \"%s\" (%s): the statement is made after the lambda has returned that was"
            + " given the ModelBuilder, so that it would be lost. Make all statements inside the lambda; one that is run"
            + " anew gets another ModelBuilder.";

    private static final String ENDLESS = "The part \"part\" (%s) is inside of 500 others, at"
            + " \"part.part.part.part.part.part....\". Include the lambda of another model: this one includes itself, or the"
            + " one that includes it, without an end.";

    private final SourceLine line = new SourceLine();

    @Test
    void aBuilderThatWasKept() {
        AtomicReference<ModelBuilder> kept = new AtomicReference<>();
        Model.of("over", m -> {
                    m.sample("a", Normal.of(0, 1));
                    kept.set(m);
                })
                .density();
        ModelBuilder over = Objects.requireNonNull(kept.get());
        assertThatThrownBy(() -> over.sample(line.here("b"), Normal.of(0, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(LATE, "b", line);
        assertThatThrownBy(() -> over.include(line.here("part"), m -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(LATE, "part", line);
    }

    @Test
    void aBuilderOfALambdaThatFailed() {
        AtomicReference<ModelBuilder> kept = new AtomicReference<>();
        Model failing = Model.of("failing", m -> {
            kept.set(m);
            throw new ArithmeticException("the user's own");
        });
        assertThatThrownBy(failing::density).isInstanceOf(ArithmeticException.class);
        ModelBuilder over = Objects.requireNonNull(kept.get());
        assertThatThrownBy(() -> over.factor(line.here("f"), Tensor.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(LATE, "f", line);
    }

    /** The builder of a part ends with the part; that of the model around it is good inside it, too. */
    @Test
    void aBuilderOfAPart() {
        AtomicReference<ModelBuilder> kept = new AtomicReference<>();
        Model model = Model.of("around", m -> {
            m.include("part", part -> {
                kept.set(part);
                part.sample("a", Normal.of(0, 1));
                m.sample("b", Normal.of(0, 1));
            });
            Objects.requireNonNull(kept.get()).sample(line.here("c"), Normal.of(0, 1));
        });
        assertThatThrownBy(model::density)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(LATE, "part.c", line);
    }

    @Test
    void aLambdaThatIncludesItself() {
        Model model = Model.of("endless", new Consumer<>() {
            @Override
            public void accept(ModelBuilder m) {
                m.sample("a", Normal.of(0, 1));
                m.include(line.here("part"), this);
            }
        });
        assertThatThrownBy(model::density)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(ENDLESS, line);
    }

    /** How many more there are is drawn. */
    @Test
    void aLambdaThatIncludesItselfAndEnds() {
        Model model = Model.of("geometric", new Consumer<>() {
            @Override
            public void accept(ModelBuilder m) {
                if (m.sample("more", Bernoulli.of(0.8)).booleanValue()) {
                    m.include("next", this);
                }
            }
        });
        Map<String, Tensor> drawn = model.samplePrior(new SplittableRandom(3));
        assertThat(drawn.values().stream().filter(Tensor::booleanValue)).hasSize(drawn.size() - 1);
        assertThat(drawn).hasSizeGreaterThan(2);
    }
}
