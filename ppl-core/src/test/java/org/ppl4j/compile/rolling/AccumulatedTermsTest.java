package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.compile.Graphs;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.graph.Node;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** A total that a model adds up in a loop is as good as its terms. */
class AccumulatedTermsTest {

    private static final int COUNT = 60;

    private final AccumulatedTerms accumulated = new AccumulatedTerms();
    private final Tensor q = Tensor.of(Graphs.variable(COUNT));

    private static String explained(Consumer<ModelBuilder> body) {
        return EagerTwin.explained("accumulated", body);
    }

    private List<Node> nodes(Tensor... tensors) {
        return List.of(tensors).stream().map(Tensor::node).toList();
    }

    @Test
    void termsComeInTheirOrder() {
        Tensor[] terms = new Tensor[9];
        Tensor left = q.at(9);
        Tensor right = q.at(9);
        for (int i = 0; i < terms.length; i++) {
            terms[i] = q.at(i);
            left = left.plus(terms[i]);
            right = terms[i].plus(right);
        }
        for (Tensor total : List.of(left, right)) {
            List<Node> found = accumulated.of(total.node());
            assertThat(found).hasSize(10);
            assertThat(found.subList(1, 10)).isEqualTo(nodes(terms));
        }
    }

    @Test
    void whatGoesOnFromATotalIsLeftWhole() {
        Tensor level = q.at(0);
        for (int i = 1; i < 20; i++) {
            level = level.plus(q.at(i));
        }
        assertThat(accumulated.of(level.node())).hasSize(20);
        Tensor next = level.plus(q.at(20));
        assertThat(accumulated.of(next.node())).containsExactly(next.node());
        Tensor few = q.at(0).plus(q.at(1)).plus(q.at(2));
        assertThat(accumulated.of(few.node())).containsExactly(few.node());
    }

    @Test
    void whatIsStackedAndSummedIsItsTerms() {
        Tensor[] terms = new Tensor[9];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = q.at(i).exp();
        }
        Tensor total = Tensor.stack(terms).sum();
        assertThat(accumulated.of(total.node())).isEqualTo(nodes(terms));
        assertThat(accumulated.of(total.node())).as("met again").containsExactly(total.node());
        Tensor few = Tensor.stack(terms[0], terms[1]).sum();
        assertThat(accumulated.of(few.node())).containsExactly(few.node());
        Tensor vectors = Tensor.concatenate(q, q, q, q, q, q, q, q).sum();
        assertThat(accumulated.of(vectors.node())).containsExactly(vectors.node());
        Tensor[] groups = new Tensor[10];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = q.slice(i, i + 2 * (i % 2));
        }
        Tensor ragged = Tensor.concatenate(groups).sum();
        assertThat(accumulated.of(ragged.node())).containsExactly(ragged.node());
        assertThat(explained(m -> {
                    Tensor slope = m.sample("slope", Normal.of(0, 1));
                    List<Tensor> densities = new ArrayList<>();
                    for (int i = 0; i < COUNT; i++) {
                        Tensor mean = slope.times(0.1 * i).tanh();
                        densities.add(Normal.of(mean, 1).logDensity(Tensor.of(0.3 * (i % 7))));
                    }
                    m.factor("likelihood", Tensor.stack(densities).sum());
                }))
                .contains("loop rolled: 60 terms");
    }

    @Test
    void whatIsAddedAgainIsAddedOnce() {
        Tensor total = q.at(0);
        for (int i = 1; i < 9; i++) {
            Tensor term = q.at(i);
            for (int k = 0; k < i % 4; k++) {
                total = total.plus(term);
            }
        }
        Tensor taken = q.at(11);
        Tensor twice = q.at(12);
        total = total.minus(q.at(10))
                .minus(taken)
                .minus(taken)
                .plus(twice)
                .minus(q.at(13))
                .plus(twice);
        assertThat(accumulated.of(total.node())).hasSize(11);
        assertThat(explained(m -> {
                    Tensor slope = m.sample("slope", Normal.of(0, 1));
                    Tensor sum = Tensor.of(0);
                    for (int i = 0; i < COUNT; i++) {
                        Tensor lost = slope.times(0.1 * i).normalLogCdf();
                        for (int k = 0; k < 1 + i % 5; k++) {
                            sum = sum.plus(lost);
                        }
                    }
                    m.factor("sum", sum);
                }))
                .contains("loop rolled: 48 terms")
                .contains("loop rolled: 12 terms");
    }

    @Test
    void groupsOfAllSizesInOneTotal() {
        assertThat(explained(m -> {
                    Tensor a = m.sample("a", Normal.of(0, 1).iid(20));
                    Tensor b = m.sample("b", Normal.of(0, 1));
                    Tensor total = Tensor.of(0);
                    for (int g = 0; g < 20; g++) {
                        Tensor rate = a.at(g).exp();
                        for (int i = 0; i < 2 + g % 5; i++) {
                            rate = rate.plus(b.times(0.1 * i - 0.37 * g).exp());
                        }
                        total = total.minus(
                                Poisson.of(rate).logDensity(Tensor.of(g % 3)).times(-1.5));
                    }
                    m.factor("total", total);
                }))
                .contains("loop rolled: 80 parts of a vector")
                .contains("loop rolled: 20 terms");
    }

    /** A loop that carries its level on is found in a total as it is in terms. */
    @Test
    void loopsThatCarryValues() {
        assertThat(explained(m -> {
                    Tensor decay = m.sample("decay", HalfNormal.of(1));
                    Tensor level = Tensor.of(0.3);
                    Tensor total = Tensor.of(0);
                    for (int i = 0; i < COUNT; i++) {
                        level = level.times(decay).plus(0.1 * i % 1).tanh();
                        total = total.plus(Normal.of(level, 1).logDensity(Tensor.of(0.1 * i)));
                    }
                    m.factor("total", total);
                }))
                .contains("a recurrence of ");
    }
}
