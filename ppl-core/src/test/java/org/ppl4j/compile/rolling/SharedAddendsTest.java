package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.distribution.Exponential;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Terms of several forms with one function in common: it is one loop, and what else they add folds. */
class SharedAddendsTest {

    private static final int ROWS = 90;
    private static final int GROUPS = 9;

    private final SplittableRandom random = new SplittableRandom(72);
    private final double[] x = random.doubles(ROWS, -1, 1).toArray();
    private final double[] time = random.doubles(ROWS, 0.1, 3).toArray();
    private final int[] choice = random.ints(ROWS, 0, 3).toArray();

    private static String explained(Consumer<ModelBuilder> body) {
        return EagerTwin.explained("shared", body);
    }

    private static String rolled(int terms) {
        return "loop rolled: " + terms + " terms of one form into one vector operation (SharedAddendsTest.java:";
    }

    /** A distribution for what was observed, and the logarithm of the probability to survive, one added and the other subtracted. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void timesOfWhichSomeAreCensored(boolean isByHand) {
        String explained = explained(m -> {
            Tensor intercept = m.sample("intercept", Normal.of(0, 1));
            Tensor slope = m.sample("slope", Normal.of(0, 1));
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            Tensor effect = m.sample("effect", Normal.of(0, scale).iid(GROUPS));
            for (int i = 0; i < ROWS; i++) {
                Tensor logRate = intercept.plus(slope.times(x[i])).plus(effect.at(i % GROUPS));
                Tensor rate = logRate.exp();
                if (choice[i] == 0) {
                    m.factor("censored[" + i + "]", rate.times(-time[i]));
                } else if (isByHand) {
                    m.factor("t[" + i + "]", logRate.minus(rate.times(time[i])));
                } else {
                    m.observe("t[" + i + "]", Exponential.of(rate), time[i]);
                }
            }
        });
        assertThat(explained).contains(rolled(ROWS), "sum folded").doesNotContain("one loop of 180");
    }

    /** What was chosen adds its value, and all that could have been chosen what they add up to. */
    @Test
    void choices() {
        String explained = explained(m -> {
            Tensor intercept = m.sample("intercept", Normal.of(0, 1).iid(2));
            Tensor slope = m.sample("slope", Normal.of(0, 1));
            for (int i = 0; i < ROWS; i++) {
                Tensor[] values = new Tensor[3];
                for (int k = 0; k < 3; k++) {
                    Tensor value = slope.times(x[(i + 7 * k) % ROWS]);
                    values[k] = k == 0 ? value : value.plus(intercept.at(k - 1));
                }
                Tensor all = Tensor.stack(values).logSumExp();
                m.factor("y[" + i + "]", values[choice[i]].minus(all));
            }
        });
        assertThat(explained).contains(rolled(ROWS), "sum folded");
    }

    /** Other functions in the rest would be computed of what is picked once more. */
    @Test
    void formsWithSeveralFunctionsStayApart() {
        String explained = explained(m -> {
            Tensor intercept = m.sample("intercept", Normal.of(0, 1));
            Tensor slope = m.sample("slope", Normal.of(0, 1));
            for (int i = 0; i < ROWS; i++) {
                Tensor predictor = intercept.plus(slope.times(x[i]));
                Tensor shared = predictor.exp().negate();
                m.factor("y[" + i + "]", i % 2 == 0 ? shared : shared.plus(predictor.sin()));
            }
        });
        assertThat(explained).contains(rolled(ROWS / 2)).doesNotContain(rolled(ROWS));
    }

    /** One form that is computed the same but for what is used twice is told apart, and not divided for ever. */
    @Test
    void functionsAlone() {
        String explained = explained(m -> {
            Tensor a = m.sample("a", Normal.of(0, 1));
            Tensor b = m.sample("b", Normal.of(0, 1));
            for (int i = 0; i < ROWS; i++) {
                Tensor first = a.plus(b.times(x[i]));
                Tensor second = i % 2 == 0 ? first : a.plus(b.times(time[i]));
                m.factor("y[" + i + "]", first.times(second).sin());
            }
        });
        assertThat(explained).contains(rolled(ROWS / 2));
    }
}
