package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Loops in loops that add up different numbers of terms, turn by turn, are one loop, and fold as that does. */
class RaggedSumsTest {

    private static final int ROWS = 90;

    private final SplittableRandom random = new SplittableRandom(57);
    private final double[] x = random.doubles(ROWS, 0, 1).toArray();
    private final double[] y = random.doubles(ROWS, -1, 1).toArray();
    private final int[] counts = random.ints(ROWS, 0, 6).toArray();

    /** Compares with the unrolled graph; returns what the compiler says. */
    private static String explained(Consumer<ModelBuilder> body) {
        return EagerTwin.explained("ragged", body);
    }

    private static void assertOneLoop(String explained) {
        assertThat(explained)
                .containsOnlyOnce("loop rolled")
                .contains("loop rolled: " + ROWS + " terms")
                .doesNotContain("recurrence");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 7, 15, 40})
    void trendWithChangePoints(int changes) {
        String explained = explained(m -> {
            Tensor intercept = m.sample("intercept", Normal.of(0, 1));
            Tensor slope = m.sample("slope", Normal.of(0, 1));
            Tensor change = m.sample("change", Normal.of(0, 1).iid(changes));
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            for (int i = 0; i < ROWS; i++) {
                double time = i / (double) ROWS;
                Tensor trend = slope.times(time).plus(intercept);
                for (int j = 0; j < changes; j++) {
                    double since = time - (j + 0.5) / changes;
                    if (since >= 0) {
                        trend = trend.plus(change.at(j).times(since));
                    }
                }
                m.observe("y[" + i + "]", Normal.of(trend, scale), y[i]);
            }
        });
        assertOneLoop(explained);
        assertThat(explained).contains("sum folded: " + ROWS + " terms into ");
    }

    @Test
    void coefficientsThatAreSitesOfTheirOwn() {
        int knots = 5;
        assertOneLoop(explained(m -> {
            Tensor[] weights = new Tensor[knots];
            for (int j = 0; j < knots; j++) {
                weights[j] = m.sample("weight[" + j + "]", Normal.of(0, 1));
            }
            for (int i = 0; i < ROWS; i++) {
                Tensor logRate = weights[0].plus(0.5);
                for (int j = 1; j < knots; j++) {
                    double beyond = x[i] - j / (double) knots;
                    if (beyond > 0) {
                        logRate = logRate.minus(weights[j].times(beyond));
                    }
                }
                m.observe("y[" + i + "]", Poisson.ofLogRate(logRate), counts[i]);
            }
        }));
    }

    @Test
    void sumsInProducts() {
        assertOneLoop(explained(m -> {
            Tensor slope = m.sample("slope", Normal.of(0, 1));
            Tensor steps = m.sample("steps", Dirichlet.symmetric(6, 2));
            for (int i = 0; i < ROWS; i++) {
                Tensor level = steps.at(0).plus(0.1);
                for (int j = 1; j <= counts[i]; j++) {
                    level = level.plus(steps.at(j));
                }
                m.factor("y[" + i + "]", slope.times(level).minus(x[i]).square().negate());
            }
        }));
    }

    /** Rows that are nearly empty would be longer than what they replace. */
    @Test
    void fewOfManyAreLeftAsTheyAre() {
        int members = 40;
        String explained = explained(m -> {
            Tensor effect = m.sample("effect", Normal.of(0, 1).iid(members));
            for (int i = 0; i < ROWS; i++) {
                Tensor logRate = effect.at(i % members);
                for (int j = 0; j < counts[i] % 4; j++) {
                    logRate = logRate.plus(
                            effect.at((7 * i + 3 * j + 1) % members).times(x[i]));
                }
                m.observe("y[" + i + "]", Poisson.ofLogRate(logRate), counts[i]);
            }
        });
        assertThat(explained.split("loop rolled", -1)).hasSize(5);
        assertThat(explained).doesNotContain("matrixMultiply");
    }

    /** One loop with a nought where nothing is added, in the place of two. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void effectsOfSomeRows(int options) {
        assertOneLoop(explained(m -> {
            Tensor slope = m.sample("slope", Normal.of(0, 1));
            Tensor effect = m.sample("effect", Normal.of(0, 1));
            Tensor trend = m.sample("trend", Normal.of(0, 1));
            for (int i = 0; i < ROWS; i++) {
                Tensor predictor = slope.times(x[i]).plus(0.5);
                if (i >= 40) {
                    predictor = predictor.plus(effect);
                    if (options == 2) {
                        predictor = predictor.minus(trend.times(i - 40));
                    }
                }
                m.observe("y[" + i + "]", Poisson.ofLogRate(predictor), counts[i]);
            }
        }));
    }

    /** Effects one of which each row has, those that fold anyway, and what is added in another place of the term. */
    @Test
    void formsThatAreNoOptions() {
        String exclusive = explained(m -> {
            Tensor slope = m.sample("slope", Normal.of(0, 1));
            Tensor effect = m.sample("effect", Normal.of(0, 1).iid(2));
            for (int i = 0; i < ROWS; i++) {
                Tensor predictor = slope.times(x[i]);
                predictor = i % 2 == 0
                        ? predictor.plus(effect.at(0))
                        : predictor.plus(effect.at(1)).plus(slope.times(0.5));
                m.observe("y[" + i + "]", Poisson.ofLogRate(predictor), counts[i]);
            }
        });
        String linear = explained(m -> {
            Tensor slope = m.sample("slope", Normal.of(0, 1));
            Tensor effect = m.sample("effect", Normal.of(0, 1));
            for (int i = 0; i < ROWS; i++) {
                Tensor mean = slope.times(x[i]);
                m.observe("y[" + i + "]", Normal.of(i % 2 == 0 ? mean : mean.plus(effect), 1), y[i]);
            }
        });
        String elsewhere = explained(m -> {
            Tensor slope = m.sample("slope", Normal.of(0, 1));
            Tensor effect = m.sample("effect", Normal.of(0, 1));
            for (int i = 0; i < ROWS; i++) {
                Tensor mean = slope.times(x[i]).plus(0.5);
                Tensor other = slope.times(y[i]).plus(0.5);
                Tensor first = i % 2 == 0 ? mean : mean.plus(effect);
                Tensor second = i % 2 == 0 ? other.plus(effect) : other;
                m.factor("f[" + i + "]", first.exp().minus(second.sin()));
            }
        });
        for (String text : new String[] {exclusive, linear, elsewhere}) {
            assertThat(text).contains("loop rolled: 45 terms").doesNotContain("loop rolled: " + ROWS);
        }
    }

    /** What is computed in very many steps would take as many calls to look into. */
    @Test
    void whatIsDeepIsLeftAsItIs() {
        int steps = 1900;
        String explained = explained(m -> {
            Tensor effect = m.sample("effect", Normal.of(0, 1).iid(6));
            for (int i = 0; i < 20; i++) {
                Tensor value = effect.at(0).plus(0.5);
                for (int j = 1; j <= i % 5; j++) {
                    value = value.plus(effect.at(j).times(x[i]));
                }
                for (int step = 0; step < steps; step++) {
                    value = value.sin();
                }
                m.factor("f[" + i + "]", value);
            }
        });
        assertThat(explained).doesNotContain("matrixMultiply");
    }

    /** What one turn has added up the next one adds to: that is a recurrence, whose steps are few. */
    @Test
    void sumsThatAreCarriedOnAreLeftAsTheyAre() {
        assertThat(explained(m -> {
                    Tensor steps = m.sample("steps", Normal.of(0, 1).iid(ROWS));
                    Tensor level = Tensor.of(0);
                    for (int i = 0; i < ROWS; i++) {
                        level = level.plus(steps.at(i).times(0.1));
                        m.observe("y[" + i + "]", Poisson.ofLogRate(level), counts[i]);
                    }
                }))
                .contains("a recurrence of " + ROWS + " steps")
                .doesNotContain("matrixMultiply");
    }

    /** Steps of a loop are no terms of different lengths, and are in nobody's way. */
    @Test
    void sumsBesideALoopThatCarriesItsLevelOn() {
        int changes = 6;
        String explained = explained(m -> {
            Tensor level = m.sample("level", Normal.of(0, 1));
            Tensor decay = m.sample("decay", Normal.of(0, 1));
            Tensor change = m.sample("change", Normal.of(0, 1).iid(changes));
            for (int i = 0; i < ROWS; i++) {
                Tensor trend = change.at(0);
                for (int j = 1; j < changes && j < 0.1 * i; j++) {
                    trend = trend.plus(change.at(j).times(x[i]));
                }
                m.observe("x[" + i + "]", Normal.of(trend, 1), y[i]);
                level = level.times(decay).plus(change.at(0)).tanh();
                m.observe("y[" + i + "]", Normal.of(level, 2), y[i]);
            }
        });
        assertThat(explained)
                .contains("loop rolled: " + ROWS + " terms")
                .contains("sum folded: " + ROWS + " terms into ")
                .contains("a recurrence of");
    }
}
