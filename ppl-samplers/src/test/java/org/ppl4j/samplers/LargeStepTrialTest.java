package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.chains.Chains;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Where the warm-up goes on to large steps: by the acceptance rates that draws then have. */
class LargeStepTrialTest {
    private static final Nuts USUAL = Nuts.create();

    @ParameterizedTest
    @ValueSource(ints = {5, 10, 15, 100})
    void normalTargetsGetLargeSteps(int dimension) {
        assertThat(acceptance(Target.of(GaussianDensity.standard(dimension)), USUAL))
                .allSatisfy(rate -> assertThat(rate).isBetween(0.6, 0.72));
    }

    /** At 0.65 four trajectories in ten are of 3 steps there, the others of 7; at 0.8 all are of 7. */
    @Test
    void lengthsAreNotMixed() {
        assertThat(acceptance(Target.of(GaussianDensity.standard(30)), USUAL))
                .allSatisfy(rate -> assertThat(rate).isBetween(0.75, 0.87));
    }

    @Test
    void varyingCurvatureGetsSmallSteps() {
        Model hierarchy = Model.of("hierarchy", m -> {
            Tensor logScale = m.sample("log_scale", Normal.of(0, 1.5));
            Tensor z = m.sample("z", Normal.of(0, 1).iid(8));
            m.observe("y", Normal.of(z.times(logScale.exp()), 1), new double[] {0, 1, -1, 2, 0.5, -0.5, 0.2, 0.1});
        });
        assertThat(acceptance(Target.of(hierarchy), USUAL))
                .allSatisfy(rate -> assertThat(rate).isGreaterThan(0.74));
        // what is asked for is not changed
        assertThat(acceptance(Target.of(hierarchy), USUAL.targetAcceptance(0.65)))
                .allSatisfy(rate -> assertThat(rate).isLessThan(0.74));
    }

    @Test
    void aRateThatIsAskedForIsKept() {
        assertThat(acceptance(Target.of(GaussianDensity.standard(10)), USUAL.targetAcceptance(0.8)))
                .allSatisfy(rate -> assertThat(rate).isBetween(0.76, 0.84));
    }

    /** It ends before large steps could be tried. */
    @Test
    void aShortWarmUpStaysWithSmallSteps() {
        Chains chains = Sampling.of(Target.of(GaussianDensity.standard(10)))
                .warmup(150)
                .seed(6)
                .run();
        assertThat(rates(chains)).allSatisfy(rate -> assertThat(rate).isGreaterThan(0.74));
    }

    private static List<Double> acceptance(Target target, Nuts nuts) {
        return rates(Sampling.of(target).with(nuts).seed(5).report(false).run());
    }

    private static List<Double> rates(Chains chains) {
        return Arrays.stream(chains.values("acceptance_rate"))
                .mapToDouble(rates -> Arrays.stream(rates).average().orElseThrow())
                .boxed()
                .toList();
    }
}
