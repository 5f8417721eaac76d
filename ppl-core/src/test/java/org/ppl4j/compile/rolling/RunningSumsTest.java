package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.compile.carried.LoopChecks;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Sums that a loop adds up and reads now and then are one recurrence, of which some steps are picked. */
class RunningSumsTest {

    private static final int STEPS = 60;

    private final double[] x = new SplittableRandom(58).doubles(STEPS, -1, 1).toArray();

    private static boolean isEvent(int step) {
        return step * 7 % 5 < 2;
    }

    /** Cox's partial likelihood: who is at risk at the time of each event. */
    @Test
    void risksAtTheTimesOfEvents() {
        Consumer<ModelBuilder> body = m -> {
            Tensor slope = m.sample("slope", Normal.of(0, 1));
            Tensor risk = Tensor.of(0.0);
            Tensor total = Tensor.of(0.0);
            for (int i = 0; i < STEPS; i++) {
                Tensor effect = slope.times(x[i]);
                risk = risk.plus(effect.exp());
                if (isEvent(i)) {
                    total = total.plus(effect.minus(risk.log()));
                }
            }
            m.factor("partial", total);
        };
        Model model = Model.of("cox", body);
        assertThat(model.explain())
                .contains("a recurrence of " + (STEPS - 1) + " steps, 1 carried, 1 put out")
                .contains("loop rolled: 24 terms of one form");
        EagerTwin.compare("cox", model, EagerTwin.of("cox", body));
    }

    private static Tensor walk(Tensor q, IntPredicate isRead, boolean feedsBack) {
        Tensor level = q.at(STEPS);
        Tensor sum = Tensor.of(0);
        for (int t = 0; t < STEPS; t++) {
            Tensor step = q.at(t).times(q.at(STEPS + 1));
            level = level.plus(feedsBack && t % 9 == 0 ? step.times(level) : step);
            if (isRead.test(t)) {
                sum = sum.plus(level.sin().times(0.1 * t));
            }
        }
        return sum.plus(level);
    }

    @Test
    void aWalkSeenNowAndThen() {
        LoopChecks.check(q -> walk(q, RunningSumsTest::isEvent, false), 1);
    }

    /** Steps of two forms are no vector, and steps that depend on the sum no sum. */
    @Test
    void otherLoopsStayRight() {
        LoopChecks.check(q -> walk(q, t -> true, false));
        LoopChecks.check(q -> walk(q, RunningSumsTest::isEvent, true));
        LoopChecks.check(q -> walk(q, t -> t < 9, false));
        LoopChecks.check(q -> walk(q, t -> t == 3, false), 0);
    }

    /** Two sums of one loop, each read at steps of its own. */
    @Test
    void severalSums() {
        LoopChecks.check(
                q -> {
                    Tensor first = Tensor.of(1.0);
                    Tensor second = q.at(STEPS);
                    Tensor sum = Tensor.of(0);
                    for (int t = 0; t < STEPS; t++) {
                        first = first.plus(q.at(t).exp());
                        second = second.plus(q.at(t).square());
                        if (isEvent(t)) {
                            sum = sum.plus(first.log());
                        }
                        if (isEvent(t + 1)) {
                            sum = sum.plus(second.times(0.01 * t).sin());
                        }
                    }
                    return sum;
                },
                2);
    }
}
