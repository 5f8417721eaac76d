package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Coefficients that are sampled group by group: all of one kind are a vector, as if they had been sampled one kind after the other. */
class TurnsTest {

    private static final int GROUPS = 60;

    private final double[] y =
            new SplittableRandom(52).doubles(3 * GROUPS, -1, 1).toArray();

    private void coefficients(ModelBuilder m, int kinds, boolean areInTurns) {
        Tensor[] means = new Tensor[kinds];
        Tensor[] scales = new Tensor[kinds];
        for (int k = 0; k < kinds; k++) {
            means[k] = m.sample("mean[" + k + "]", Normal.of(0, 1));
            scales[k] = m.sample("scale[" + k + "]", HalfNormal.of(1));
        }
        for (int i = 0; i < GROUPS; i++) {
            Tensor[] coefficients = new Tensor[kinds];
            for (int k = 0; k < kinds; k++) {
                // in another order they do not take turns
                int kind = areInTurns ? k : (k + i * i / 3) % kinds;
                coefficients[kind] = m.sample("b[" + kind + "," + i + "]", Normal.of(means[kind], scales[kind]));
            }
            for (int j = 0; j < 3; j++) {
                Tensor predictor = coefficients[0];
                for (int k = 1; k < kinds; k++) {
                    predictor = predictor.plus(coefficients[k].times(Math.sin(k * j + 1)));
                }
                m.observe("y[" + i + "," + j + "]", StudentT.of(4, predictor, 1), y[3 * i + j]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void eachKindIsAVector(int kinds) {
        Consumer<ModelBuilder> body = m -> coefficients(m, kinds, true);
        assertThat(EagerTwin.explained("turns", body))
                .contains("loop rolled: " + GROUPS + " terms of one form into one vector operation (TurnsTest.java:")
                .contains("1 written in turns");
    }

    @Test
    void kindsThatAreMixedAreGathered() {
        Consumer<ModelBuilder> body = m -> coefficients(m, 2, false);
        assertThat(EagerTwin.explained("no turns", body))
                .contains("loop rolled: " + GROUPS + " terms of one form into one vector operation (TurnsTest.java:")
                .contains(", 2 times")
                .doesNotContain("written in turns");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void kindsThatComeOneAfterTheOther(int kinds) {
        Consumer<ModelBuilder> body = m -> {
            Tensor[][] coefficients = new Tensor[kinds][GROUPS];
            for (int k = 0; k < kinds; k++) {
                Tensor mean = m.sample("mean[" + k + "]", Normal.of(0, 1));
                Tensor scale = m.sample("scale[" + k + "]", HalfNormal.of(1));
                for (int i = 0; i < GROUPS; i++) {
                    coefficients[k][i] = m.sample("b[" + k + "," + i + "]", Normal.of(mean, scale));
                }
            }
            for (int i = 0; i < y.length; i++) {
                Tensor predictor = coefficients[0][i % GROUPS].plus(coefficients[kinds - 1][i % GROUPS].times(y[i]));
                m.observe("y[" + i + "]", StudentT.of(4, predictor, 1), y[i]);
            }
        };
        assertThat(EagerTwin.explained("runs", body))
                .contains("loop rolled: " + GROUPS + " terms of one form into one vector operation (TurnsTest.java:")
                .contains(", " + kinds + " times");
    }

    /** What few of one kind cost apart is more than to pick from two means. */
    @Test
    void fewOfAKindStayWithTheOthers() {
        Consumer<ModelBuilder> body = m -> {
            Tensor mean = m.sample("mean", Normal.of(0, 1).iid(2));
            for (int i = 0; i < GROUPS; i++) {
                Tensor a = m.sample("a[" + i + "]", Normal.of(mean.at(i < GROUPS - 5 ? 0 : 1), 1));
                m.observe("y[" + i + "]", StudentT.of(4, a, 1), y[i]);
            }
        };
        assertThat(EagerTwin.explained("few", body))
                .contains("loop rolled: " + GROUPS + " terms of one form into one vector operation (TurnsTest.java:");
    }

    private Consumer<ModelBuilder> items(int subjects, UnaryOperator<Tensor> function) {
        double[] answers =
                new SplittableRandom(53).doubles(4L * subjects, -1, 1).toArray();
        return m -> {
            Tensor mean = m.sample("mean", Normal.of(0, 1).iid(4));
            Tensor loading = m.sample("loading", Normal.of(0, 1).iid(4));
            Tensor scale = m.sample("scale", HalfNormal.of(1).iid(4));
            for (int i = 0; i < subjects; i++) {
                Tensor factor = m.sample("factor[" + i + "]", Normal.of(0, 1));
                for (int j = 0; j < 4; j++) {
                    Tensor expected = mean.at(j).plus(loading.at(j).times(function.apply(factor)));
                    m.observe("y[" + i + "," + j + "]", Normal.of(expected, scale.at(j)), answers[4 * i + j]);
                }
            }
        };
    }

    @Test
    void eachItemOfManySubjectsIsAVector() {
        Consumer<ModelBuilder> body = items(150, factor -> factor);
        assertThat(EagerTwin.explained("items", body))
                .containsPattern("loop rolled: 150 terms of one form .*, 4 times");
    }

    @Test
    void itemsOfFewSubjectsAndFunctionsStayOneVector() {
        for (Consumer<ModelBuilder> body : List.of(items(40, factor -> factor), items(150, Tensor::sin))) {
            assertThat(EagerTwin.explained("items", body)).doesNotContainPattern("terms of one form .*, 4 times");
        }
    }

    /** Effects that come again in the order of the data, and nothing of a row's own, are few elements to pick from, whatever data are. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void seasonsStayOneVector(boolean areInputs) {
        Consumer<ModelBuilder> body = m -> {
            Tensor seasons = m.sample("seasons", Normal.of(0, 1).iid(4));
            Tensor data = areInputs ? m.data("y", y) : Tensor.of(y);
            for (int i = 0; i < y.length; i++) {
                m.factor("y[" + i + "]", data.at(i).minus(seasons.at(i % 4)).square());
            }
        };
        assertThat(EagerTwin.explained("seasons", body)).contains("loop rolled: " + y.length + " terms of one form");
    }

    @Test
    void whatIsMissingIsWrittenByItself() {
        Consumer<ModelBuilder> body = m -> {
            Tensor mean = m.sample("mean", Normal.of(0, 1).iid(2));
            for (int i = 0; i < GROUPS; i++) {
                Tensor a = m.sample("a[" + i + "]", Normal.of(mean.at(0), 1));
                Tensor c = i == 40 ? m.sample("c", HalfNormal.of(1)) : Tensor.of(0.1 * i);
                Tensor b = m.sample("b[" + i + "]", Normal.of(mean.at(1), 1));
                m.observe("y[" + i + "]", Normal.of(a.times(b).plus(c), 1), y[i]);
            }
        };
        EagerTwin.compare("gap", Model.of("gap", body), EagerTwin.of("gap", body));
    }
}
