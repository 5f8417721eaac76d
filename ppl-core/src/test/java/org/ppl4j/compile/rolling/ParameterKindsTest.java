package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Terms of one form with parameters of their own are a loop for each kind; those that share some are one loop. */
class ParameterKindsTest {

    private static final int ROWS = 90;

    private final double[] x = new SplittableRandom(61).doubles(ROWS, -1, 1).toArray();
    private final double[] y = new SplittableRandom(62).doubles(ROWS, -1, 1).toArray();

    private Consumer<ModelBuilder> regressions(int kinds, boolean shareScale, IntUnaryOperator kindOf) {
        return m -> {
            Tensor a = m.sample("a", Normal.of(0, 1).iid(kinds));
            Tensor b = m.sample("b", Normal.of(0, 1).iid(kinds));
            Tensor scale = m.sample("scale", HalfNormal.of(1).iid(kinds));
            for (int i = 0; i < ROWS; i++) {
                int kind = kindOf.applyAsInt(i);
                Tensor mean = a.at(kind).plus(b.at(kind).times(x[i]));
                m.observe("y[" + i + "]", Normal.of(mean, scale.at(shareScale ? 0 : kind)), y[i]);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void regressionsOfTheirOwn(int kinds) {
        assertThat(EagerTwin.explained("in turns", regressions(kinds, false, i -> i % kinds)))
                .containsPattern("sum folded: (45|30|2[23]) terms into ");
        assertThat(EagerTwin.explained("in runs", regressions(kinds, false, i -> i * kinds / ROWS)))
                .containsPattern("sum folded: (45|30|2[23]) terms into ");
        assertThat(EagerTwin.explained("mixed", regressions(2, false, i -> x[i] > 0 ? 1 : 0)))
                .containsPattern("loop rolled: [345][0-9] terms of one form");
    }

    @Test
    void regressionsThatShareTheScaleAreGroups() {
        assertThat(EagerTwin.explained("groups", regressions(3, true, i -> i % 3)))
                .contains("loop rolled: " + ROWS + " terms of one form");
    }

    @Test
    void manyKindsOrFewRowsOfOneStayTogether() {
        assertThat(EagerTwin.explained("many", regressions(9, false, i -> i % 9)))
                .contains("loop rolled: " + ROWS + " terms of one form");
        assertThat(EagerTwin.explained("few", regressions(2, false, i -> i % 30 == 7 ? 1 : 0)))
                .contains("loop rolled: " + ROWS + " terms of one form");
    }

    private Consumer<ModelBuilder> nested(int outer, int inner, boolean haveScales) {
        return m -> {
            Tensor mean = m.sample("mean", Normal.of(0, 1));
            Tensor outerScale = haveScales ? m.sample("outerScale", HalfNormal.of(1)) : Tensor.of(1);
            Tensor innerScale = haveScales ? m.sample("innerScale", HalfNormal.of(1)) : Tensor.of(1);
            int row = 0;
            for (int i = 0; i < outer; i++) {
                Tensor school = m.sample("school[" + i + "]", Normal.of(mean, outerScale));
                for (int j = 0; j < inner - i % 2; j++) {
                    Tensor one = m.sample("class[" + i + "," + j + "]", Normal.of(school, innerScale));
                    for (int k = 0; k < 3; k++) {
                        m.observe("y[" + row++ + "]", StudentT.of(4, one, 1), y[row % ROWS]);
                    }
                }
            }
        };
    }

    /** Each level has a scale, whatever the order in which its effects are sampled. */
    @Test
    void levelsOfEffects() {
        assertThat(EagerTwin.explained("few schools", nested(6, 5, true)))
                .contains("loop rolled: 27 terms of one form")
                .contains("loop rolled: 6 terms of one form");
        assertThat(EagerTwin.explained("many", nested(20, 4, true)))
                .contains("loop rolled: 70 terms of one form")
                .contains("loop rolled: 20 terms of one form");
        assertThat(EagerTwin.explained("of one scale", nested(20, 4, false)))
                .contains("loop rolled: 90 terms of one form");
    }
}
