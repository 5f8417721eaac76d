package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Products of probabilities that data choose are one loop over the terms, whatever the patterns. */
class RaggedProductsTest {

    private static final int PERSONS = 60;
    private static final int ITEMS = 7;

    private final SplittableRandom random = new SplittableRandom(59);
    private final int[][] answers = new int[PERSONS][ITEMS];
    private final double[][] x = new double[PERSONS][];

    {
        for (int i = 0; i < PERSONS; i++) {
            answers[i] = random.ints(ITEMS, 0, 2).toArray();
            x[i] = random.doubles(1 + random.nextInt(ITEMS - 1), -1, 1).toArray();
        }
    }

    private static Tensor rest(Tensor p) {
        return Tensor.of(1.0).minus(p);
    }

    private Tensor chances(Tensor start, Tensor[] p, int person) {
        Tensor likelihood = start;
        for (int j = 0; j < ITEMS; j++) {
            likelihood = likelihood.times(answers[person][j] == 1 ? p[j] : rest(p[j]));
        }
        return likelihood;
    }

    private static Tensor[] chances(ModelBuilder m, String name) {
        Tensor[] p = new Tensor[ITEMS];
        for (int j = 0; j < ITEMS; j++) {
            p[j] = m.sample(name + "[" + j + "]", Beta.of(2, 3));
        }
        return p;
    }

    @Test
    void latentClasses() {
        assertThat(EagerTwin.explained("classes", m -> {
                    Tensor weights = m.sample("weights", Dirichlet.of(2, 2, 2));
                    Tensor[][] p = {chances(m, "a"), chances(m, "b"), chances(m, "c")};
                    for (int i = 0; i < PERSONS; i++) {
                        Tensor total = Tensor.of(0.0);
                        for (int c = 0; c < p.length; c++) {
                            total = total.plus(chances(weights.at(c), p[c], i));
                        }
                        m.factor("y[" + i + "]", total.log());
                    }
                }))
                .contains("loop rolled: " + PERSONS + " terms of one form")
                .containsOnlyOnce("one loop of " + PERSONS);
    }

    /** Some items have answers of all, others have not: of these neither choice is what the other leaves. */
    @Test
    void missingAnswers() {
        assertThat(EagerTwin.explained("missing", m -> {
                    Tensor[][] p = {chances(m, "a"), chances(m, "b")};
                    for (int i = 0; i < PERSONS; i++) {
                        Tensor[] likelihoods = {Tensor.of(0.4), Tensor.of(0.6)};
                        for (int c = 0; c < p.length; c++) {
                            for (int j = 0; j < ITEMS; j++) {
                                if (j % 2 == 0 || (i + j) % 3 != 0) {
                                    likelihoods[c] = likelihoods[c].times(answers[i][j] == 1 ? p[c][j] : rest(p[c][j]));
                                }
                            }
                        }
                        m.factor(
                                "y[" + i + "]",
                                likelihoods[0].plus(likelihoods[1]).log());
                    }
                }))
                .contains("loop rolled: " + PERSONS + " terms of one form");
    }

    /** As many classes as are a loop themselves, with weights last. */
    @Test
    void manyClasses() {
        int classes = 9;
        assertThat(EagerTwin.explained("classes", m -> {
                    Tensor weights = m.sample("weights", Dirichlet.symmetric(classes, 2));
                    Tensor[][] p = new Tensor[classes][];
                    for (int c = 0; c < classes; c++) {
                        p[c] = chances(m, "p" + c);
                    }
                    for (int i = 0; i < PERSONS; i++) {
                        Tensor total = Tensor.of(0.0);
                        for (int c = 0; c < classes; c++) {
                            total = total.plus(chances(Tensor.of(1.0), p[c], i).times(weights.at(c)));
                        }
                        m.factor("y[" + i + "]", total.log());
                    }
                }))
                .contains("loop rolled: " + PERSONS + " terms of one form");
    }

    /** Different numbers of visits, at each of which what is there is seen or not. */
    @Test
    void visits() {
        String explained = EagerTwin.explained("visits", m -> {
            Tensor there = m.sample("there", Beta.of(2, 2));
            Tensor a = m.sample("a", Normal.of(0, 1));
            Tensor b = m.sample("b", Normal.of(0, 1));
            for (int i = 0; i < PERSONS; i++) {
                Tensor likelihood = there;
                boolean isSeen = false;
                for (int j = 0; j < x[i].length; j++) {
                    Tensor p = a.plus(b.times(x[i][j])).sigmoid();
                    boolean isNow = i % 2 == 0 && answers[i][j] == 1;
                    isSeen |= isNow;
                    likelihood = likelihood.times(isNow ? p : rest(p));
                }
                m.factor("y[" + i + "]", (isSeen ? likelihood : likelihood.plus(rest(there))).log());
            }
        });
        assertThat(explained.split("terms of one form", -1)).hasSizeLessThanOrEqualTo(4);
        assertThat(explained).contains("parts of a vector");
    }

    /** Factors of any sign have no logarithms. */
    @Test
    void numbersOfAnySign() {
        assertThat(EagerTwin.explained("signed", m -> {
                    Tensor[] p = new Tensor[ITEMS];
                    for (int j = 0; j < ITEMS; j++) {
                        p[j] = m.sample("p[" + j + "]", Normal.of(0, 1));
                    }
                    for (int i = 0; i < PERSONS; i++) {
                        m.factor(
                                "y[" + i + "]",
                                chances(Tensor.of(1.0), p, i).square().negate());
                    }
                }))
                .doesNotContain("matrixMultiply")
                .doesNotContain(" exp")
                .doesNotContain(" log");
    }

    /** A few forms are loops already: what is left after each of some catches. */
    @Test
    void fewForms() {
        String explained = EagerTwin.explained("removal", m -> {
            Tensor a = m.sample("a", Normal.of(0, 1));
            Tensor b = m.sample("b", Normal.of(0, 1));
            for (int i = 0; i < PERSONS; i++) {
                Tensor p = a.plus(b.times(x[i][0])).sigmoid();
                Tensor left = Tensor.of(3.0);
                for (int k = 0; k < 4; k++) {
                    m.observe("y[" + i + "," + k + "]", Normal.of(left.times(p), 1), answers[i][k]);
                    left = left.times(rest(p));
                }
            }
        });
        assertThat(explained).doesNotContain("parts of a vector");
    }
}
