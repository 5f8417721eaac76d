package org.ppl4j.compile.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Loops over the series of a panel, each of which begins anew, are one recurrence, and mean what they say. */
class AlikeLoopsTest {

    private static final int SERIES = 20;

    private final double[] y = new SplittableRandom(21).doubles(2_000, -1, 1).toArray();

    /** What a series begins with. */
    private interface Beginning {
        Tensor of(Tensor q, int series);
    }

    private static int length(int series) {
        return 2 + series * 7 % 11;
    }

    private Tensor misfit(Tensor mean, int at) {
        return mean.minus(y[at]).square().times(-0.5);
    }

    private UnaryOperator<Tensor> panel(Beginning beginning) {
        return q -> {
            Tensor sum = Tensor.of(0);
            int at = 0;
            for (int series = 0; series < SERIES; series++) {
                Tensor rate = q.at(100 + series).sigmoid();
                Tensor state = beginning.of(q, series);
                for (int t = 0; t < length(series); t++, at++) {
                    state = state.plus(rate.times(Tensor.of(y[at]).minus(state)))
                            .tanh();
                    sum = sum.plus(misfit(state, at + 500));
                }
            }
            return sum;
        };
    }

    @Test
    void seriesThatBeginWithOneNumber() {
        LoopChecks.check(panel((q, series) -> Tensor.of(0.5)), 1);
        Tensor half = Tensor.of(0.5);
        LoopChecks.check(panel((q, series) -> half), 1);
    }

    @Test
    void seriesThatBeginWithOneParameter() {
        LoopChecks.check(panel((q, series) -> q.at(0)), 1);
        LoopChecks.check(
                q -> {
                    Tensor first = q.at(0).exp();
                    return panel((same, series) -> first).apply(q);
                },
                1);
    }

    @Test
    void seriesThatBeginWithAParameterOfTheirOwn() {
        LoopChecks.check(panel((q, series) -> q.at(30 + series)), 1);
        LoopChecks.check(panel((q, series) -> q.at(30 + series).exp().plus(q.at(1))), 1);
    }

    /** That is one loop, a few steps of which have another form. */
    @Test
    void seriesThatBeginWithWhatOthersEndWith() {
        LoopChecks.check(
                q -> {
                    Tensor sum = Tensor.of(0);
                    Tensor end = q.at(0);
                    int at = 0;
                    for (int series = 0; series < 6; series++) {
                        Tensor state = end.square().minus(series);
                        for (int t = 0; t < 14 + series; t++, at++) {
                            state = state.times(q.at(1)).plus(y[at]).tanh();
                            sum = sum.plus(misfit(state, at));
                        }
                        end = state.exp();
                    }
                    return sum;
                },
                1);
    }

    /** The second series needs all of the first: they cannot be one after the other step by step in any order. */
    @Test
    void seriesThatDependOnOneAnother() {
        LoopChecks.check(
                q -> {
                    List<Tensor> before = new ArrayList<>();
                    Tensor sum = Tensor.of(0);
                    for (int series = 0; series < 4; series++) {
                        Tensor state = q.at(series);
                        List<Tensor> own = new ArrayList<>();
                        for (int t = 0; t < 15; t++) {
                            Tensor input = before.isEmpty() ? Tensor.of(y[t]) : before.get(14 - t);
                            state = state.times(q.at(10)).plus(input).tanh();
                            own.add(state);
                            sum = sum.plus(misfit(state, t));
                        }
                        before = own;
                    }
                    return sum;
                },
                4);
    }

    @Test
    void seriesThatCarryTwoValues() {
        LoopChecks.check(
                q -> {
                    Tensor stay = q.at(0).sigmoid().log();
                    Tensor leave = q.at(0).negate().sigmoid().log();
                    Tensor sum = Tensor.of(0);
                    int at = 0;
                    for (int series = 0; series < SERIES; series++) {
                        Tensor first = misfit(q.at(1), at);
                        Tensor second = misfit(q.at(2), at);
                        at++;
                        for (int t = 1; t < 3 * length(series); t++, at++) {
                            Tensor next = first.plus(stay)
                                    .logAddExp(second.plus(leave))
                                    .plus(misfit(q.at(1), at));
                            second = first.plus(leave)
                                    .logAddExp(second.plus(stay))
                                    .plus(misfit(q.at(2), at));
                            first = next;
                        }
                        sum = sum.plus(first.logAddExp(second));
                    }
                    return sum;
                },
                1);
    }

    @Test
    void seriesThatLookBackTwoSteps() {
        LoopChecks.check(
                q -> {
                    Tensor sum = Tensor.of(0);
                    int at = 0;
                    for (int series = 0; series < SERIES; series++) {
                        Tensor last = Tensor.of(0);
                        Tensor state = q.at(30 + series);
                        for (int t = 0; t < 2 * length(series); t++, at++) {
                            Tensor next = state.times(q.at(0))
                                    .plus(last.times(q.at(1)))
                                    .plus(y[at])
                                    .sin();
                            last = state;
                            state = next;
                            sum = sum.plus(misfit(state, at));
                        }
                    }
                    return sum;
                },
                1);
    }

    /** One loop goes through all series, and forgets where another one begins. */
    @Test
    void aLoopThatBeginsAnew() {
        LoopChecks.check(
                q -> {
                    Tensor sum = Tensor.of(0);
                    Tensor state = Tensor.of(0);
                    for (int at = 0; at < 120; at++) {
                        state = at % 9 == 0 ? Tensor.of(0.3) : state;
                        state = state.times(q.at(0)).plus(q.at(10 + at)).tanh();
                        sum = sum.plus(misfit(state, at));
                    }
                    return sum;
                },
                1);
    }

    /** Series that are computed in another way, here every fourth, are loops of their own. */
    @Test
    void seriesOfTwoKinds() {
        LoopChecks.check(
                q -> {
                    Tensor sum = Tensor.of(0);
                    int at = 0;
                    for (int series = 0; series < SERIES; series++) {
                        Tensor state = q.at(30 + series);
                        for (int t = 0; t < length(series); t++, at++) {
                            Tensor moved = state.times(q.at(0)).plus(y[at]);
                            state = series % 4 == 0 ? moved.sin() : moved.tanh();
                            sum = sum.plus(misfit(state, at));
                        }
                    }
                    return sum;
                },
                2);
    }

    private void readings(ModelBuilder m) {
        Tensor scale = m.sample("scale", HalfNormal.of(1));
        int at = 0;
        for (int subject = 0; subject < SERIES; subject++) {
            Tensor rate = m.sample("rate[" + subject + "]", Normal.of(0, 1)).sigmoid();
            Tensor value = Tensor.of(0);
            for (int trial = 0; trial < length(subject); trial++, at++) {
                m.observe("y[" + at + "]", Normal.of(value, scale), y[at]);
                value = value.plus(rate.times(Tensor.of(y[at + 500]).minus(value)));
            }
        }
    }

    /** Terms that carry values on are not put together while they are traced, each with all that leads to it. */
    @Test
    void aModelOfLearningIsOneRecurrence() {
        Model model = Model.of("learning", this::readings);
        String recurrences = model.explain()
                .lines()
                .filter(line -> line.startsWith("a recurrence of"))
                .toList()
                .toString();
        assertThat(recurrences).matches("\\[a recurrence of 116 steps, 1 carried.*, a recurrence of 116 steps back.*]");
        EagerTwin.compare("learning", model, EagerTwin.of("learning", this::readings));
    }
}
