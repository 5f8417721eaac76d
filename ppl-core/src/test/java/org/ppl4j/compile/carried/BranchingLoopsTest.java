package org.ppl4j.compile.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.compile.Graphs;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Topology;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Loops of which a turn goes on in one of a few ways are one recurrence, though no operation may be in all turns. */
class BranchingLoopsTest {

    private final SplittableRandom random = new SplittableRandom(61);
    private final double[] y = random.doubles(2_000, -1, 1).toArray();
    private final int[] kind = random.ints(2_000, 0, 3).toArray();

    private static Tensor reward(Tensor q, Tensor state) {
        return state.plus(q.at(0).sigmoid().times(Tensor.of(1).minus(state)));
    }

    private Tensor misfit(Tensor mean, int at) {
        return Tensor.of(y[at]).minus(mean).square().times(-0.5);
    }

    /** Turns, of which so many are a series. */
    private UnaryOperator<Tensor> twoWays(int turns, int length) {
        return q -> {
            Tensor sum = Tensor.of(0);
            Tensor state = Tensor.of(0.5);
            for (int t = 0; t < turns; t++) {
                state = t % length == 0 ? Tensor.of(0.5) : state;
                state = kind[t] == 0 ? reward(q, state) : state.times(q.at(1).sigmoid());
                sum = sum.plus(misfit(state, t));
            }
            return sum;
        };
    }

    @Test
    void twoWays() {
        LoopChecks.check(twoWays(150, 150), 1);
    }

    @Test
    void twoWaysInManyTurns() {
        Node scalar = twoWays(1_600, 1_600)
                .apply(Tensor.of(Graphs.variable(LoopChecks.SIZE)))
                .node();
        assertThat(LoopChecks.scans(CarriedLoops.apply(List.of(scalar)))).isEqualTo(1);
    }

    @Test
    void twoWaysInShortSeries() {
        LoopChecks.check(twoWays(180, 9), 1);
    }

    /** The first turns of a series are steps of the loop as the others are. */
    @Test
    void allTurnsOfManySeriesAreSteps() {
        Node scalar = twoWays(180, 9)
                .apply(Tensor.of(Graphs.variable(LoopChecks.SIZE)))
                .node();
        assertThat(Topology.sort(CarriedLoops.apply(List.of(scalar))))
                .filteredOn(node -> node.op() instanceof Scan)
                .extracting(node -> ((Scan) node.op()).steps())
                .containsExactly(180);
    }

    @Test
    void threeWays() {
        LoopChecks.check(
                q -> {
                    Tensor sum = Tensor.of(0);
                    Tensor state = q.at(2);
                    for (int t = 0; t < 150; t++) {
                        sum = sum.plus(misfit(state, t));
                        state = switch (kind[t]) {
                            case 0 -> reward(q, state);
                            case 1 -> state.times(q.at(1));
                            default -> state.tanh();
                        };
                    }
                    return sum;
                },
                1);
    }

    /** What is known of a skill, by answers that were right or wrong, and learnt. */
    @Test
    void seriesOfAnswers() {
        LoopChecks.check(
                q -> {
                    Tensor one = Tensor.of(1);
                    Tensor slip = q.at(0).sigmoid();
                    Tensor guess = q.at(1).sigmoid();
                    Tensor learn = q.at(2).sigmoid();
                    Tensor sum = Tensor.of(0);
                    Tensor known = one;
                    for (int t = 0; t < 180; t++) {
                        known = t % 12 == 0 ? q.at(3).sigmoid() : known;
                        Tensor right = known.times(one.minus(slip))
                                .plus(one.minus(known).times(guess));
                        sum = sum.plus((kind[t] == 0 ? one.minus(right) : right).log());
                        Tensor after = kind[t] == 0
                                ? known.times(slip).dividedBy(one.minus(right))
                                : known.times(one.minus(slip)).dividedBy(right);
                        known = after.plus(one.minus(after).times(learn));
                    }
                    return sum;
                },
                1);
    }

    private void corrected(ModelBuilder m) {
        Tensor rate = m.sample("rate", Beta.of(2, 2));
        Tensor decay = m.sample("decay", Beta.of(2, 2));
        Tensor mean = m.sample("mean", Normal.of(0, 1));
        Tensor scale = m.sample("scale", HalfNormal.of(1));
        Tensor state = mean;
        for (int t = 0; t < 150; t++) {
            m.observe("y[" + t + "]", Normal.of(state, scale), y[t]);
            state = kind[t] == 0
                    ? state.plus(rate.times(Tensor.of(y[t]).minus(state)))
                    : mean.plus(decay.times(state.minus(mean)));
        }
    }

    /** Some turns go on with the residual that all observations have: these stay one, and no parameter becomes a sequence. */
    @Test
    void observationsThatSomeTurnsGoOnWith() {
        Model model = Model.of("corrected", this::corrected);
        List<String> lines = model.explain().lines().toList();
        assertThat(lines.stream().filter(line -> line.startsWith("a recurrence of")))
                .hasSize(2);
        assertThat(lines.stream().filter(line -> line.contains("terms of one form")))
                .hasSize(1);
        assertThat(lines.stream().filter(line -> line.contains("call of take"))).isEmpty();
        EagerTwin.compare("corrected", model, EagerTwin.of("corrected", this::corrected));
    }

    /** The difference from data that the last turns go on with is another function at others, and used by the sum at all turns. */
    @Test
    void differencesThatAreSomethingElseInOtherTurns() {
        for (int modulus = 2; modulus < 6; modulus++) {
            int differs = modulus;
            LoopChecks.check(q -> {
                Tensor sum = Tensor.of(0);
                Tensor state = q.at(0);
                for (int t = 0; t < 150; t++) {
                    Tensor moved = state.times(0.5).plus(q.at(t % 100).times(0.1));
                    sum = sum.plus(moved.square());
                    Tensor error =
                            t % differs == 1 ? moved.tanh() : Tensor.of(y[t]).minus(moved);
                    sum = sum.plus(error.sin());
                    state = t % differs == 0 ? moved.sin() : moved.plus(error.times(q.at(1)));
                }
                return sum;
            });
        }
    }
}
