package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.chains.Chains;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Numbers that one of them nearly tells: covariances of theirs are singular but for rounding. */
class NearlyDependentTest {

    @ParameterizedTest
    @ValueSource(doubles = {1e-5, 1e-6, 1e-7})
    void numbersThatAreNearlyPerfectlyCorrelatedAreSampled(double apart) {
        Model model = Model.of("nearly_one", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            m.sample("y", Normal.of(x, apart).iid(2));
        });
        for (MetricType type : new MetricType[] {MetricType.AUTOMATIC, MetricType.DENSE, MetricType.LOW_RANK}) {
            Chains chains = Sampling.of(model)
                    .with(Nuts.create().metric(type))
                    .seed(1)
                    .report(false)
                    .run();
            for (String name : new String[] {"x", "y[0]", "y[1]"}) {
                double error = chains.diagnostics(name).mcseMean();
                assertThat(error).isLessThan(0.06);
                assertThat(chains.mean(name)).isCloseTo(0, within(5 * error));
                assertThat(chains.standardDeviation(name)).isCloseTo(1, within(0.1));
            }
        }
    }
}
