package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.carried.LoopChecks;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Topology;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Logarithms of sums of exponentials that a loop adds up term by term are computed at once, and mean what they say. */
class LogarithmicSumsTest {

    private static final int TERMS = 40;

    private final double[] y = new SplittableRandom(41).doubles(200, -3, 3).toArray();

    private static long count(List<Node> roots, Class<?> op) {
        return Topology.sort(roots).stream()
                .filter(node -> op.isInstance(node.op()))
                .count();
    }

    private Tensor term(Tensor q, int i) {
        return q.at(i + 20).times(y[i]).minus(q.at(1).exp());
    }

    private Tensor sum(Tensor q, Tensor start, int terms) {
        Tensor sum = start;
        for (int i = 0; i < terms; i++) {
            sum = i % 3 == 0 ? term(q, i).logAddExp(sum) : sum.logAddExp(term(q, i));
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, Double.NEGATIVE_INFINITY, -1_000, 1_000})
    void manyTerms(double start) {
        LoopChecks.check(q -> sum(q, Tensor.of(start), TERMS).sin(), 1);
        Node sum = sum(Tensor.of(Graphs.variable(LoopChecks.SIZE)), Tensor.of(start), TERMS)
                .node();
        List<Node> rolled = LogarithmicSums.apply(List.of(sum), Topology.sort(List.of(sum)));
        assertThat(count(rolled, LogAddExp.class)).isZero();
        assertThat(count(rolled, Log.class)).isEqualTo(1);
        double[] at = LoopChecks.position();
        Graphs.assertClose(
                new double[] {Graphs.plain(rolled.get(0), at)}, new double[] {Graphs.plain(sum, at)}, 1e-14, "sum");
    }

    @Test
    void ofInfiniteTermsAlone() {
        Tensor none = Tensor.of(Double.NEGATIVE_INFINITY);
        Tensor all = none;
        for (int i = 0; i < TERMS; i++) {
            all = all.logAddExp(
                    none.plus(Tensor.of(Graphs.variable(LoopChecks.SIZE)).at(i)));
        }
        List<Node> rolled = LogarithmicSums.apply(List.of(all.node()), Topology.sort(List.of(all.node())));
        assertThat(count(rolled, LogAddExp.class)).isZero();
        assertThat(Graphs.plain(rolled.get(0), LoopChecks.position()))
                .isNegative()
                .isInfinite();
    }

    @Test
    void fewTermsAreLeftAsTheyAre() {
        Node sum = sum(Tensor.of(Graphs.variable(LoopChecks.SIZE)), Tensor.of(0), 6)
                .node();
        assertThat(LogarithmicSums.apply(List.of(sum), Topology.sort(List.of(sum)))
                        .get(0))
                .isSameAs(sum);
    }

    /** What is read on the way is carried from step to step. */
    @Test
    void partialSumsThatAreUsed() {
        LoopChecks.check(
                q -> {
                    Tensor sum = Tensor.of(0);
                    Tensor read = Tensor.of(0);
                    for (int i = 0; i < TERMS; i++) {
                        sum = sum.logAddExp(term(q, i));
                        read = read.plus(sum.sin());
                    }
                    return read;
                },
                1);
    }

    private Tensor forward(Tensor q) {
        Tensor[] state = new Tensor[10];
        for (int k = 0; k < state.length; k++) {
            state[k] = q.at(k);
        }
        for (int t = 0; t < 15; t++) {
            Tensor[] next = new Tensor[state.length];
            for (int k = 0; k < state.length; k++) {
                next[k] = state[0].plus(q.at(20 + k));
                for (int j = 1; j < state.length; j++) {
                    next[k] = next[k].logAddExp(state[j].plus(q.at(20 + 10 * j + k)));
                }
                next[k] = next[k].plus(y[t] * k);
            }
            state = next;
        }
        Tensor total = state[0];
        for (int k = 1; k < state.length; k++) {
            total = total.logAddExp(state[k]);
        }
        return total;
    }

    /** With ten states each step has ten such sums, which are computed from those before. */
    @Test
    void sumsThatAreComputedFromOthersAreLeftAsTheyAre() {
        Node sum = forward(Tensor.of(Graphs.variable(LoopChecks.SIZE))).node();
        assertThat(LogarithmicSums.apply(List.of(sum), Topology.sort(List.of(sum)))
                        .get(0))
                .isSameAs(sum);
        LoopChecks.check(this::forward);
    }

    @Test
    void aLoopOfFactorsIsOneOperation() {
        Model model = Model.of("evidence", m -> {
            Tensor q = m.sample("q", Normal.of(0, 1).iid(TERMS));
            Tensor sum = q.at(0).times(y[0]);
            for (int i = 1; i < TERMS; i++) {
                sum = sum.logAddExp(q.at(i).times(y[i]));
            }
            m.factor("sum", sum);
        });
        assertThat(model.explain()).contains("parts of a vector of one form").doesNotContain("recurrence");
    }
}
