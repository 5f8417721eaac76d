package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.compile.carried.LoopChecks;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Categorical;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.LkjCholesky;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Loops that pick elements from small tensors which are computed for each turn, or for each group, are rolled. */
class PickedLoopsTest {

    private static final int ROWS = 300;
    private static final int GROUPS = 20;

    private final double[] x = new SplittableRandom(31).doubles(8 * ROWS, -1, 1).toArray();
    private final double[] y = new SplittableRandom(32).doubles(ROWS, -1, 1).toArray();
    private final int[] group = new SplittableRandom(33).ints(ROWS, 0, GROUPS).toArray();
    private final int[] label = new SplittableRandom(34).ints(ROWS, 0, 4).toArray();

    /** Compares with the model run eagerly; the code must not grow with the loop. */
    private static void assertRolled(String name, Consumer<ModelBuilder> body) {
        Model model = Model.of(name, body);
        EagerTwin.compare(name, model, EagerTwin.of(name, body));
        assertThat(model.explain()).contains("loop rolled: " + ROWS + " terms");
        assertThat(codeSize(model)).as(model.explain()).isLessThan(20_000);
    }

    private static int codeSize(Model model) {
        String line = model.explain()
                .lines()
                .filter(text -> text.contains(" bytes of class file"))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(line.substring(0, line.indexOf(' ')));
    }

    @Test
    void componentsThatAreStacked() {
        assertRolled("mixture", m -> {
            Tensor share = m.sample("share", Dirichlet.of(1, 1));
            Tensor low = m.sample("low", Normal.of(0, 1));
            Tensor high = low.plus(m.sample("distance", HalfNormal.of(1)));
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            for (int i = 0; i < ROWS; i++) {
                Tensor value = Tensor.of(y[i]);
                Tensor first = share.at(0).log().plus(Normal.of(low, scale).logDensity(value));
                Tensor second = share.at(1).log().plus(Normal.of(high, scale).logDensity(value));
                m.factor("y[" + i + "]", Tensor.stack(first, second).logSumExp());
            }
        });
    }

    /** Derivatives of two effects of a row are put back by the loop that computes them, not collected for another one. */
    @Test
    void derivativesArePutBackAtOnce() {
        Consumer<ModelBuilder> body = m -> {
            Tensor effect = m.sample("effect", Normal.of(0, 1).iid(GROUPS));
            Tensor other = m.sample("other", Normal.of(0, 1).iid(4));
            Tensor slope = m.sample("slope", Normal.of(0, 1));
            for (int i = 0; i < ROWS; i++) {
                Tensor logit = effect.at(group[i]).plus(other.at(label[i])).plus(slope.times(x[i]));
                m.observe("y[" + i + "]", Bernoulli.ofLogit(logit), y[i] > 0 ? 1 : 0);
            }
        };
        assertRolled("two effects", body);
        assertThat(Model.of("two effects", body).explain())
                .containsPattern("one loop of 300: .*; . sums; 2 scatters")
                .doesNotContain("one loop of 600");
    }

    @Test
    void anElementOfWhatEachTurnComputes() {
        assertRolled("choice", m -> {
            Tensor slope = m.sample("slope", Normal.of(0, 1));
            Tensor level = m.sample("level", Normal.of(0, 1).iid(4));
            for (int i = 0; i < ROWS; i++) {
                List<Tensor> utilities = new ArrayList<>();
                for (int k = 0; k < 4; k++) {
                    utilities.add(level.at(k).plus(slope.times(x[4 * i + k])));
                }
                Tensor shares = Tensor.stack(utilities).softmax();
                m.factor("y[" + i + "]", shares.at(label[i]).log());
            }
        });
    }

    /** Sums of ten terms are loops too, of which each turn has four. */
    @Test
    void anElementOfWhatLoopsInEachTurnCompute() {
        assertRolled("regressions", m -> {
            Tensor slopes = m.sample("slopes", Normal.of(0, 1).iid(10, 4));
            for (int i = 0; i < ROWS; i++) {
                List<Tensor> logits = new ArrayList<>();
                for (int k = 0; k < 4; k++) {
                    Tensor logit = Tensor.of(0);
                    for (int j = 0; j < 10; j++) {
                        logit = logit.plus(slopes.at(j, k).times(x[i + j]));
                    }
                    logits.add(logit);
                }
                m.observe("y[" + i + "]", Categorical.ofLogits(Tensor.stack(logits)), label[i]);
            }
        });
    }

    private void groups(ModelBuilder m, IntFunction<Tensor> effects) {
        for (int i = 0; i < ROWS; i++) {
            Tensor effect = effects.apply(group[i]);
            Tensor mean = effect.at(0).plus(effect.at(1).times(x[i]));
            m.observe("y[" + i + "]", Normal.of(mean, 0.7), y[i]);
        }
    }

    @Test
    void effectsOfGroups() {
        assertRolled("effects", m -> {
            Tensor mean = m.sample("mean", Normal.of(0, 1).iid(2));
            Tensor scale = m.sample("scale", HalfNormal.of(1).iid(2));
            Tensor factor = m.sample("factor", LkjCholesky.of(2, 2));
            Tensor[] effects = new Tensor[GROUPS];
            for (int k = 0; k < GROUPS; k++) {
                Tensor standard =
                        m.sample("standard[" + k + "]", Normal.of(0, 1).iid(2));
                effects[k] = mean.plus(scale.toDiagonalMatrix().times(factor).times(standard));
            }
            groups(m, k -> effects[k]);
        });
    }

    @Test
    void effectsOfGroupsThatEachTurnComputesAnew() {
        assertRolled("anew", m -> {
            Tensor standard = m.sample("standard", Normal.of(0, 1).iid(GROUPS, 2));
            Tensor scale = m.sample("scale", HalfNormal.of(1).iid(2));
            groups(m, k -> standard.row(k).times(scale).exp());
        });
    }

    /** What has two matrices of its own is not computed for all groups at once, but each group's terms are. */
    @Test
    void effectsThatCannotBePutTogether() {
        Consumer<ModelBuilder> body = m -> {
            Tensor[] effects = new Tensor[3];
            for (int k = 0; k < effects.length; k++) {
                Tensor left = m.sample("left[" + k + "]", Normal.of(0, 1).iid(2, 2));
                Tensor right = m.sample("right[" + k + "]", Normal.of(0, 1).iid(2, 2));
                effects[k] = left.exp().dot(right.exp()).flatten();
            }
            groups(m, k -> effects[k % 3]);
        };
        Model model = Model.of("products", body);
        EagerTwin.compare("products", model, EagerTwin.of("products", body));
        long loops = model.explain()
                .lines()
                .filter(line -> line.matches("loop rolled: \\d{2,3} terms.*PickedLoops.*"))
                .count();
        assertThat(loops).as(model.explain()).isGreaterThanOrEqualTo(3);
        assertThat(codeSize(model)).isLessThan(30_000);
    }

    @Test
    void simplicesOfGroups() {
        assertRolled("words", m -> {
            Tensor[] topics = new Tensor[GROUPS];
            for (int k = 0; k < GROUPS; k++) {
                topics[k] = m.sample("topic[" + k + "]", Dirichlet.symmetric(4, 1));
            }
            for (int i = 0; i < ROWS; i++) {
                m.observe("word[" + i + "]", Categorical.of(topics[group[i]]), label[i]);
            }
        });
    }

    @Test
    void pairsOfSimplices() {
        assertRolled("network", m -> {
            Tensor[] members = new Tensor[GROUPS];
            for (int k = 0; k < GROUPS; k++) {
                members[k] = m.sample("member[" + k + "]", Dirichlet.symmetric(3, 1));
            }
            Tensor ties = m.sample("ties", Beta.of(1, 1).iid(3, 3));
            for (int i = 0; i < ROWS; i++) {
                Tensor tie = members[group[i]].dot(ties.times(members[(group[i] + 1 + i % 7) % GROUPS]));
                m.observe("tie[" + i + "]", Bernoulli.of(tie), label[i] % 2);
            }
        });
    }

    /** A vector that is carried on has ever more operations underneath: it is a recurrence, whose elements are picked. */
    @Test
    void elementsOfACarriedVector() {
        LoopChecks.check(
                q -> {
                    Tensor state = q.slice(0, 2);
                    Tensor sum = Tensor.of(0);
                    for (int t = 0; t < 60; t++) {
                        Tensor[] next = new Tensor[2];
                        for (int k = 0; k < 2; k++) {
                            Tensor first = state.at(0).plus(q.at(2 + k));
                            Tensor second = state.at(1).plus(q.at(4 + k));
                            next[k] = Tensor.stack(first, second)
                                    .logSumExp()
                                    .plus(q.at(6 + k).times(y[t]));
                        }
                        state = Tensor.stack(next);
                        sum = sum.plus(state.at(t % 2).sin());
                    }
                    return sum;
                },
                1);
    }
}
