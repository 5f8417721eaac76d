package org.ppl4j.compile.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Loops that carry vectors and matrices on are recurrences of scalars, and compute what they say. */
class MatrixLoopsTest {

    private static final int TURNS = 40;
    private static final Pattern RECURRENCE = Pattern.compile("a recurrence of \\d+ steps( back)?,");

    private static String explained(Consumer<ModelBuilder> body) {
        return EagerTwin.explained("matrices", body);
    }

    /**
     * The covariance goes into the mean's gain, and the mean's loop has more operations; the likelihood's factor and residual
     * are the update's.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void filterOfSeveralMeasurementsAtATime(int states) {
        String explained = explained(m -> {
            Tensor transition = m.sample("transition", Normal.of(0, 0.4).iid(states, states));
            Tensor loading = m.sample("loading", Normal.of(0, 1).iid(2, states));
            Tensor noise = m.sample("noise", HalfNormal.of(1));
            Tensor error = m.sample("error", HalfNormal.of(1));
            Tensor mean = Tensor.of(new double[states]);
            Tensor covariance = Tensor.identity(states);
            SplittableRandom random = new SplittableRandom(61);
            for (int t = 0; t < TURNS; t++) {
                double[] y = random.doubles(2, -1, 1).toArray();
                mean = transition.dot(mean);
                covariance = transition
                        .dot(covariance)
                        .dot(transition.transpose())
                        .plus(Tensor.identity(states).times(noise));
                Tensor cross = loading.dot(covariance);
                Tensor expected = loading.dot(mean);
                Tensor spread =
                        cross.dot(loading.transpose()).plus(Tensor.identity(2).times(error));
                m.observe("y[" + t + "]", MvNormal.of(expected, spread), y);
                Tensor factor = spread.cholesky();
                Tensor residual = factor.solveLower(Tensor.of(y).minus(expected));
                Tensor gain = factor.solveLower(cross);
                mean = mean.plus(gain.transpose().dot(residual));
                covariance = covariance.minus(gain.transpose().dot(gain));
            }
        });
        assertThat(explained).doesNotContain("in tensors");
        assertThat(RECURRENCE.matcher(explained).results().count())
                .as(explained)
                .isEqualTo(2);
    }

    /** The first turn begins with another form; where it has no factor, the recurrence computes one of a matrix that has one. */
    @Test
    void factorsThatSomeTurnsCompute() {
        String explained = explained(m -> {
            Tensor weights = m.sample("weights", Normal.of(0, 1).iid(2, 2));
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            Tensor factor = weights.times(0.1);
            Tensor state = weights.times(0.3);
            for (int t = 0; t < 22; t++) {
                Tensor product = weights.timesElementwise(factor);
                Tensor bounded = state.tanh();
                Tensor next = product.dot(product.transpose()).times(0.4).plus(state);
                factor = bounded.dot(bounded.transpose())
                        .plus(Tensor.identity(2))
                        .cholesky()
                        .tanh()
                        .times(scale);
                state = next.times(0.5).tanh().times(scale);
                m.factor("f[" + t + "]", factor.square().sum().negate());
            }
        });
        assertThat(explained).containsPattern(RECURRENCE);
    }
}
