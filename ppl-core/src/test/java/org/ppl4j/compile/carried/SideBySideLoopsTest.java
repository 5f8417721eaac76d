package org.ppl4j.compile.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ppl4j.tensor.Tensor;

/** A few loops that are alike, and as long, are one recurrence with a state each, and mean what they say. */
class SideBySideLoopsTest {

    private static final int STEPS = 40;

    private final double[] x = new SplittableRandom(31).doubles(1_000, 0, 1).toArray();

    /** What a loop begins with. */
    private interface Beginning {
        Tensor of(Tensor q, int loop);
    }

    /** What is made of a state, where it is used. */
    private interface Use {
        Tensor of(Tensor q, int loop, Tensor state);
    }

    private static Tensor saturated(Tensor q, int loop, Tensor state) {
        return q.at(60 + loop)
                .exp()
                .times(state.dividedBy(state.plus(q.at(40 + loop).exp())));
    }

    private Tensor next(Tensor q, int loop, int t, Tensor state) {
        return q.at(20 + loop).sigmoid().times(state).plus(x[loop * STEPS + t]);
    }

    private Tensor misfit(Tensor[] means) {
        Tensor sum = Tensor.of(0);
        for (int t = 0; t < means.length; t++) {
            sum = sum.plus(means[t].minus(x[500 + t]).square().times(-0.5));
        }
        return sum;
    }

    private UnaryOperator<Tensor> loops(int count, Beginning beginning, Use use) {
        return q -> {
            Tensor[] means = new Tensor[STEPS];
            Arrays.fill(means, q.at(0));
            for (int loop = 0; loop < count; loop++) {
                Tensor state = beginning.of(q, loop);
                for (int t = 0; t < STEPS; t++) {
                    state = next(q, loop, t, state);
                    means[t] = means[t].plus(use.of(q, loop, state));
                }
            }
            return misfit(means);
        };
    }

    private static void checkSideBySide(UnaryOperator<Tensor> model) {
        LoopChecks.check(model, 1);
        assertThat(LoopChecks.steps(model))
                .singleElement()
                .satisfies(steps -> assertThat(steps).isBetween(STEPS - 3, STEPS));
    }

    @Test
    void loopsThatBeginWithANumber() {
        for (int count : new int[] {3, 5, 8}) {
            checkSideBySide(loops(count, (q, loop) -> Tensor.of(0.5), SideBySideLoopsTest::saturated));
        }
        Tensor half = Tensor.of(0.5);
        checkSideBySide(loops(4, (q, loop) -> half, SideBySideLoopsTest::saturated));
        checkSideBySide(loops(4, (q, loop) -> Tensor.of(0), SideBySideLoopsTest::saturated));
    }

    @Test
    void loopsThatBeginWithAParameter() {
        checkSideBySide(loops(4, (q, loop) -> q.at(10 + loop).exp(), SideBySideLoopsTest::saturated));
        checkSideBySide(loops(4, (q, loop) -> q.at(10).exp(), SideBySideLoopsTest::saturated));
    }

    /** A multiple of a state looks like the product that the next one is computed with. */
    @Test
    void statesThatAreUsedAsTheNextOneUsesThem() {
        checkSideBySide(loops(
                4,
                (q, loop) -> Tensor.of(0.5),
                (q, loop, state) -> q.at(60 + loop).times(state)));
        checkSideBySide(loops(
                4,
                (q, loop) -> Tensor.of(0.5),
                (q, loop, state) -> q.at(60 + loop).sigmoid().times(state)));
        checkSideBySide(loops(
                4,
                (q, loop) -> Tensor.of(0.5),
                (q, loop, state) -> state.square().times(q.at(60 + loop))));
    }

    @Test
    void turnsOfALoopOverLoops() {
        checkSideBySide(q -> {
            Tensor[] means = new Tensor[STEPS];
            Arrays.fill(means, q.at(0));
            Tensor[] states = new Tensor[5];
            Arrays.fill(states, Tensor.of(0.5));
            for (int t = 0; t < STEPS; t++) {
                for (int loop = 0; loop < states.length; loop++) {
                    states[loop] = next(q, loop, t, states[loop]);
                    means[t] = means[t].plus(saturated(q, loop, states[loop]));
                }
            }
            return misfit(means);
        });
    }

    @Test
    void loopsOfDifferentLengthsAreOneAfterTheOther() {
        UnaryOperator<Tensor> model = q -> {
            Tensor[] means = new Tensor[STEPS];
            Arrays.fill(means, q.at(0));
            for (int loop = 0; loop < 4; loop++) {
                Tensor state = q.at(10 + loop).exp();
                for (int t = 0; t < STEPS - 5 * loop; t++) {
                    state = next(q, loop, t, state);
                    means[t] = means[t].plus(saturated(q, loop, state));
                }
            }
            return misfit(means);
        };
        LoopChecks.check(model, 1);
        assertThat(LoopChecks.steps(model))
                .singleElement()
                .satisfies(steps -> assertThat(steps).isGreaterThan(2 * STEPS));
    }

    @Test
    void manyLoopsAreOneAfterTheOther() {
        UnaryOperator<Tensor> model = q -> {
            Tensor[] means = new Tensor[13];
            Arrays.fill(means, q.at(0));
            for (int loop = 0; loop < 70; loop++) {
                Tensor state = q.at(10).exp();
                for (int t = 0; t < means.length; t++) {
                    state = q.at(80 + loop).sigmoid().times(state).plus(x[loop * 13 + t]);
                    means[t] = means[t].plus(state.plus(1).log());
                }
            }
            return misfit(means);
        };
        LoopChecks.check(model);
        assertThat(LoopChecks.steps(model))
                .allSatisfy(steps -> assertThat(steps).isGreaterThan(100));
    }

    /** Each smooths what the one before gives, at the same turn or the other way round. */
    @Test
    void loopsThatReadOthers() {
        for (boolean reversed : new boolean[] {false, true}) {
            LoopChecks.check(q -> {
                Tensor[] means = new Tensor[STEPS];
                for (int t = 0; t < STEPS; t++) {
                    means[t] = Tensor.of(x[t]);
                }
                for (int loop = 0; loop < 4; loop++) {
                    Tensor state = q.at(10 + loop);
                    Tensor[] smooth = new Tensor[STEPS];
                    for (int t = 0; t < STEPS; t++) {
                        Tensor read = means[reversed ? STEPS - 1 - t : t];
                        state = q.at(20 + loop).sigmoid().times(state).plus(read.tanh());
                        smooth[t] = state;
                    }
                    means = smooth;
                }
                return misfit(means);
            });
        }
    }

    /** Also where what it begins with is computed of that. */
    @Test
    void loopsThatBeginWithWhatOthersEndWith() {
        for (boolean isComputed : new boolean[] {false, true}) {
            LoopChecks.check(q -> {
                Tensor[] means = new Tensor[STEPS];
                Arrays.fill(means, q.at(0));
                Tensor state = q.at(1).exp();
                for (int loop = 0; loop < 4; loop++) {
                    state = isComputed ? state.square().plus(loop).sin() : state;
                    for (int t = 0; t < STEPS; t++) {
                        state = next(q, loop, t, state);
                        means[t] = means[t].plus(saturated(q, loop, state));
                    }
                }
                return misfit(means);
            });
        }
    }

    /** With what the others were before this turn, or with what they are already. */
    @Test
    void statesThatAreComputedFromEachOther() {
        for (boolean already : new boolean[] {false, true}) {
            LoopChecks.check(q -> {
                Tensor[] means = new Tensor[STEPS];
                Tensor[] states = {q.at(1), q.at(2), q.at(3), q.at(4)};
                for (int t = 0; t < STEPS; t++) {
                    Tensor[] before = already ? states : states.clone();
                    for (int loop = 0; loop < states.length; loop++) {
                        Tensor read = before[(loop + 1) % states.length].tanh();
                        states[loop] = next(q, loop, t, before[loop]).plus(read);
                    }
                    means[t] = states[0].plus(states[2]);
                }
                return misfit(means);
            });
        }
    }
}
