package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** What groups of different sizes add up of all their members is computed in one loop over these, and used in one over groups. */
class RaggedTotalsTest {

    private static final int MEMBERS = 150;
    private static final int GROUPS = 20;

    private final SplittableRandom random = new SplittableRandom(58);
    private final double[] x = random.doubles(MEMBERS, -1, 1).toArray();
    private final double[] y = random.doubles(GROUPS, 0, 1).toArray();
    private final List<List<Integer>> groups = new ArrayList<>();

    {
        for (int g = 0; g < GROUPS; g++) {
            groups.add(new ArrayList<>());
        }
        for (int i = 0; i < MEMBERS; i++) {
            groups.get(Math.min(random.nextInt(GROUPS), random.nextInt(GROUPS))).add(i);
        }
    }

    /** Compares with the unrolled graph; returns what the compiler says. */
    private static String explained(Consumer<ModelBuilder> body) {
        return EagerTwin.explained("totals", body);
    }

    private int count(int fewest) {
        return groups.stream()
                .mapToInt(List::size)
                .filter(size -> size >= fewest)
                .sum();
    }

    @Test
    void functionsOfWhatAllMembersAdd() {
        assertThat(explained(m -> {
                    Tensor a = m.sample("a", Normal.of(0, 1));
                    Tensor b = m.sample("b", Normal.of(0, 1));
                    Tensor scale = m.sample("scale", HalfNormal.of(1));
                    for (int g = 0; g < GROUPS; g++) {
                        Tensor total = Tensor.of(0.1);
                        for (int i : groups.get(g)) {
                            total = total.plus(a.plus(b.times(x[i])).exp());
                        }
                        if (groups.get(g).size() > 1) {
                            m.observe("y[" + g + "]", Normal.of(total.log(), scale), y[g]);
                        }
                    }
                }))
                .containsOnlyOnce("terms of one form")
                .contains("loop rolled: " + count(2) + " parts of a vector");
    }

    /** Two forms, one of which is taken away, with a parameter of each group beside them. */
    @Test
    void severalForms() {
        assertThat(explained(m -> {
                    Tensor b = m.sample("b", Normal.of(0, 1));
                    Tensor c = m.sample("c", Normal.of(0, 1));
                    Tensor effect = m.sample("effect", Normal.of(0, 1).iid(GROUPS));
                    for (int g = 0; g < GROUPS; g++) {
                        Tensor total = effect.at(g);
                        for (int i : groups.get(g)) {
                            total = total.plus(b.times(x[i]).exp())
                                    .minus(c.times(x[i]).sigmoid());
                        }
                        if (!groups.get(g).isEmpty()) {
                            m.observe("y[" + g + "]", Poisson.of(total.square()), g % 4);
                        }
                    }
                }))
                .containsOnlyOnce("terms of one form")
                .contains("loop rolled: " + MEMBERS + " parts of a vector");
    }

    /** The sums of members' log densities by class, and of classes: a latent class of each group. */
    @Test
    void mixturesOfWholeGroups() {
        int[] outcomes = random.ints(MEMBERS, 0, 2).toArray();
        String explained = explained(m -> {
            Tensor share = m.sample("share", Beta.of(2, 2));
            Tensor chance = m.sample("chance", Beta.of(2, 2).iid(2));
            Tensor slope = m.sample("slope", Normal.of(0, 1));
            for (int g = 0; g < GROUPS; g++) {
                Tensor[] classes = {share.log(), share.negate().plus(1).log()};
                for (int i : groups.get(g)) {
                    for (int k = 0; k < 2; k++) {
                        Tensor p = chance.at(k).times(slope.times(x[i]).sigmoid());
                        classes[k] = classes[k].plus(
                                (outcomes[i] == 1 ? p : p.negate().plus(1)).log());
                    }
                }
                m.factor("y[" + g + "]", classes[0].logAddExp(classes[1]));
            }
        });
        assertThat(explained).contains("parts of a vector");
        assertThat(explained.split("terms of one form", -1)).hasSizeLessThanOrEqualTo(5);
    }

    /** Classes of which data choose alike have one matrix; what is seldom chosen in some of them is no reason to write all out. */
    @Test
    void classesThatShareTheirChoices() {
        int items = 6;
        int persons = 40;
        int[][] answers = new int[persons][];
        for (int i = 0; i < persons; i++) {
            answers[i] = random.ints(items, 0, 2).toArray();
        }
        assertThat(explained(m -> {
                    Tensor[] slip = new Tensor[items];
                    Tensor[] guess = new Tensor[items];
                    for (int j = 0; j < items; j++) {
                        slip[j] = m.sample("slip[" + j + "]", Beta.of(2, 8));
                        guess[j] = m.sample("guess[" + j + "]", Beta.of(2, 8));
                    }
                    for (int i = 0; i < persons; i++) {
                        List<Tensor> classes = new ArrayList<>();
                        for (int c = 0; c < 4; c++) {
                            Tensor total = Tensor.of(0.1 * c);
                            for (int j = 0; j < items; j++) {
                                boolean isMaster = j < 2 * c;
                                Tensor p = isMaster ? slip[j].negate().plus(1) : guess[j];
                                total = total.plus(
                                        (answers[i][j] == 1 ? p : p.negate().plus(1)).log());
                            }
                            classes.add(total);
                        }
                        m.factor("y[" + i + "]", Tensor.stack(classes).logSumExp());
                    }
                }))
                .contains("loop rolled: " + persons + " terms of one form")
                .containsOnlyOnce("one loop of " + persons);
    }

    /** What several terms add is computed once, though the model computes it again each time; the terms are one total. */
    @Test
    void allWhoAreAtRisk() {
        int subjects = 40;
        assertThat(explained(m -> {
                    Tensor b = m.sample("b", Normal.of(0, 1).iid(2));
                    Tensor[] logRisk = new Tensor[subjects];
                    for (int i = 0; i < subjects; i++) {
                        logRisk[i] = b.at(0).times(x[i]).plus(b.at(1).times(x[i + subjects]));
                    }
                    Tensor total = Tensor.of(0);
                    for (int i = 0; i < subjects; i++) {
                        Tensor risk = Tensor.of(0);
                        for (int j = 0; j < subjects; j++) {
                            if (x[j] >= x[i]) {
                                risk = risk.plus(logRisk[j].exp());
                            }
                        }
                        total = total.plus(logRisk[i].minus(risk.log()));
                    }
                    m.factor("likelihood", total);
                }))
                .contains("loop rolled: " + subjects + " parts of a vector")
                .containsOnlyOnce("terms of one form")
                .doesNotContain("recurrence");
    }

    /** Multiples of few numbers, each term with as many as it has come through. */
    @Test
    void exposuresTimesHazards() {
        double[] cuts = {0, 0.2, 0.4, 0.6, 0.8, 1};
        String explained = explained(m -> {
            Tensor logHazard = m.sample("logHazard", Normal.of(0, 1).iid(cuts.length - 1));
            Tensor b = m.sample("b", Normal.of(0, 1));
            for (int i = 0; i < MEMBERS; i++) {
                double time = Math.abs(x[i]);
                Tensor hazard = Tensor.of(0);
                for (int k = 0; k + 1 < cuts.length && time > cuts[k]; k++) {
                    double exposure = Math.min(time, cuts[k + 1]) - cuts[k];
                    hazard = hazard.plus(logHazard.at(k).exp().times(exposure));
                }
                m.factor(
                        "y[" + i + "]",
                        hazard.times(b.times(x[(i + 7) % MEMBERS]).exp()).negate());
            }
        });
        assertThat(explained)
                .containsOnlyOnce("terms of one form")
                .contains("loop rolled: " + MEMBERS + " terms")
                .doesNotContain("scatters");
    }

    /** What few numbers are added often, some more often than others. */
    @Test
    void nodesOfAQuadrature() {
        double[] nodes = {-1.2, 0, 1.2};
        assertThat(explained(m -> {
                    Tensor a = m.sample("a", Normal.of(0, 1));
                    Tensor scale = m.sample("scale", HalfNormal.of(1));
                    Tensor noise = m.sample("noise", HalfNormal.of(1));
                    for (int g = 0; g < GROUPS; g++) {
                        List<Tensor> terms = new ArrayList<>();
                        for (double node : nodes) {
                            Tensor term = Tensor.of(Math.log(1.0 / nodes.length));
                            for (int i : groups.get(g)) {
                                term = term.plus(Normal.of(a.plus(scale.times(node)), noise)
                                        .logDensity(Tensor.of(x[i])));
                            }
                            terms.add(term);
                        }
                        m.factor("y[" + g + "]", Tensor.stack(terms).logSumExp());
                    }
                }))
                .containsOnlyOnce("terms of one form")
                .contains("loop rolled: "
                        + groups.stream().filter(group -> !group.isEmpty()).count() + " terms");
    }
}
