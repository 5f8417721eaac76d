package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** What a loop looks up in a list whose elements were computed each in its own way is picked from a vector. */
class LookedUpTermsTest {

    private static final int ROWS = 200;

    private final double[] x = new SplittableRandom(54).doubles(ROWS, -1, 1).toArray();
    private final int[] level = new SplittableRandom(55).ints(ROWS, 0, 12).toArray();

    private static String rolled(int terms) {
        return "loop rolled: " + terms + " terms of one form into one vector operation (LookedUpTermsTest.java:";
    }

    private static Model assertOneVector(Consumer<ModelBuilder> body) {
        Model model = Model.of("one vector", body);
        assertThat(model.explain()).contains(rolled(ROWS));
        EagerTwin.compare("one vector", model, EagerTwin.of("one vector", body));
        return model;
    }

    private static Tensor[] walk(ModelBuilder m, int levels) {
        Tensor scale = m.sample("scale", HalfNormal.of(1));
        Tensor steps = m.sample("steps", Normal.of(0, 1).iid(levels));
        Tensor[] walk = new Tensor[levels];
        walk[0] = steps.at(0);
        for (int t = 1; t < levels; t++) {
            walk[t] = walk[t - 1].plus(scale.times(steps.at(t)));
        }
        return walk;
    }

    /** Of 60 levels, each is looked up by three or four rows. */
    @ParameterizedTest
    @CsvSource({"2, 1", "12, 1", "12, 7", "60, 1", "60, 7"})
    void elementsOfAChainAreOneVector(int levels, int distance) {
        Consumer<ModelBuilder> body = m -> {
            Tensor[] walk = walk(m, levels);
            Tensor slope = m.sample("slope", Normal.of(0, 1));
            for (int i = 0; i < ROWS; i++) {
                Tensor logit = walk[i * distance % levels].plus(slope.times(x[i]));
                m.observe("y[" + i + "]", Bernoulli.ofLogit(logit), level[i] > 5 ? 1 : 0);
            }
        };
        assertOneVector(body);
    }

    @Test
    void dataMayBeInputs() {
        Consumer<ModelBuilder> body = m -> {
            Tensor[] walk = walk(m, 12);
            Tensor data = m.data("x", x);
            for (int i = 0; i < ROWS; i++) {
                m.factor(
                        "y[" + i + "]",
                        walk[level[i]].times(data.at(i)).sigmoid().log());
            }
        };
        assertOneVector(body);
    }

    @Test
    void listsMayBeginWithANumber() {
        Consumer<ModelBuilder> body = m -> {
            Tensor slope = m.sample("slope", HalfNormal.of(1));
            Tensor[] effects = new Tensor[12];
            effects[0] = Tensor.of(0.5);
            for (int k = 1; k < effects.length; k++) {
                effects[k] = m.sample("effect[" + k + "]", Normal.of(0, 1));
            }
            for (int i = 0; i < ROWS; i++) {
                m.observe("y[" + i + "]", StudentT.of(4, slope.times(x[i]).plus(effects[level[i]]), 1), x[i] * x[i]);
            }
        };
        assertOneVector(body);
    }

    /** An effect and two neighbours of an ordered list at once, whether effects are looked up or added up anew. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void severalListsAreLookedUpAtOnce(boolean isLookedUp) {
        int cuts = 5;
        Consumer<ModelBuilder> body = m -> {
            Tensor shares = m.sample("shares", Dirichlet.symmetric(12, 2.0));
            Tensor gaps = m.sample("gaps", HalfNormal.of(1).iid(cuts));
            Tensor[] cut = new Tensor[cuts];
            cut[0] = gaps.at(0).minus(2);
            for (int k = 1; k < cuts; k++) {
                cut[k] = cut[k - 1].plus(gaps.at(k));
            }
            Tensor[] effects = new Tensor[12];
            effects[0] = Tensor.of(0);
            for (int j = 1; j < effects.length; j++) {
                effects[j] = effects[j - 1].plus(shares.at(j - 1));
            }
            for (int i = 0; i < ROWS; i++) {
                Tensor effect = Tensor.of(0);
                for (int j = 0; j < level[i]; j++) {
                    effect = effect.plus(shares.at(j));
                }
                Tensor location = (isLookedUp ? effects[level[i]] : effect).times(x[i]);
                int answer = 1 + i % (cuts - 1);
                Tensor upper = cut[answer].minus(location).sigmoid();
                Tensor lower = cut[answer - 1].minus(location).sigmoid();
                m.factor("y[" + i + "]", upper.minus(lower).log());
            }
        };
        Model model = Model.of("answers", body);
        if (isLookedUp) {
            assertThat(model.explain()).contains(rolled(ROWS));
        }
        EagerTwin.compare("answers", model, EagerTwin.of("answers", body));
    }

    /** Functions of what all rows of an element share, data of the element included, are computed once for each element. */
    @Test
    void functionsOfAnElementAreComputedOnce() {
        Consumer<ModelBuilder> body = m -> {
            Tensor[] walk = walk(m, 12);
            Tensor rate = m.sample("rate", HalfNormal.of(1));
            for (int i = 0; i < ROWS; i++) {
                Tensor decay = rate.times(-0.05 * level[i]).exp();
                Tensor logit = walk[level[i]].exp().times(decay).sin();
                m.factor("y[" + i + "]", logit.times(x[i]));
            }
        };
        Model model = assertOneVector(body);
        assertThat(model.explain()).doesNotContainPattern("one loop of 200: .*(exp|sine)");
    }

    /** Parameters of which each kind has a scale of its own are as many vectors as there are kinds. */
    @Test
    void parametersAreLeftApart() {
        Consumer<ModelBuilder> body = m -> {
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            for (int i = 0; i < 30; i++) {
                m.sample("a[" + i + "]", Normal.of(0, scale));
            }
            for (int i = 0; i < 30; i++) {
                m.sample("b[" + i + "]", Normal.of(0, scale.square()));
            }
            for (int i = 0; i < 30; i++) {
                m.sample("c[" + i + "]", Normal.of(0, 2));
            }
        };
        Model model = Model.of("kinds", body);
        assertThat(model.explain())
                .contains(rolled(30))
                .doesNotContain(rolled(60))
                .doesNotContain(rolled(90));
        EagerTwin.compare("kinds", model, EagerTwin.of("kinds", body));
    }
}
