package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Parameters with the prior that a loop's own variables have are no reason to gather these. */
class ParametersApartTest {

    private static final int TURNS = 100;

    private final double[] y = new SplittableRandom(51).doubles(TURNS, -1, 1).toArray();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5})
    void variablesThatFollowOneAnotherAreNotGathered(int parameters) {
        Consumer<ModelBuilder> body = m -> {
            Tensor sum = Tensor.of(0);
            for (int k = 0; k < parameters; k++) {
                sum = sum.plus(m.sample("parameter[" + k + "]", Normal.of(0, 1)));
            }
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            for (int i = 0; i < TURNS; i++) {
                Tensor x = m.sample("x[" + i + "]", Normal.of(0, 1));
                m.observe("y[" + i + "]", Normal.of(sum.plus(x), scale), y[i]);
            }
        };
        Model model = Model.of("apart", body);
        assertThat(model.explain())
                .contains("loop rolled: " + TURNS
                        + " terms of one form into one vector operation (ParametersApartTest.java:")
                .doesNotContain("scatters");
        EagerTwin.compare("apart", model, EagerTwin.of("apart", body));
    }
}
