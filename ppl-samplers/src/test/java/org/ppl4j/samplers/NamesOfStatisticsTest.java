package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ppl4j.samplers.Texts.pattern;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.ChainRecorder;
import org.ppl4j.chains.Variable;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;

/** A variable that has the name of what a sampler records is refused with the line of its site. */
class NamesOfStatisticsTest {

    @Test
    void aSiteIsNamedOtherwise() {
        refused(
                Sampling.of(Model.of("sites", m -> m.sample("energy", Normal.of(0, 1))))
                        .with(Hmc.of(0.1, 3)),
                "Chains of Hmc.of(0.1, 3) have a statistic \"energy\" for each draw. Give site \"energy\""
                        + " (NamesOfStatisticsTest.java:NN) a name other than lp, acceptance_rate, step_size, n_steps,"
                        + " energy, diverging.");
        refused(
                Sampling.of(Model.of("sites", m -> m.sample("lp", Normal.of(0, 1))))
                        .with(Slice.create()),
                "Chains of Slice.create() have a statistic \"lp\" for each draw. Give site \"lp\""
                        + " (NamesOfStatisticsTest.java:NN) a name other than lp, n_evaluations.");
    }

    @Test
    void aVariableWithoutALineIsNamedOtherwise() {
        refused(
                Sampling.of(Model.of("sites", m -> m.deterministic("lp", m.sample("x", Normal.of(0, 1)))))
                        .with(RandomWalkMetropolis.of(1)),
                "Chains of RandomWalkMetropolis.of(1.0) have a statistic \"lp\" for each draw. Give \"lp\" a name other"
                        + " than lp, acceptance_rate.");
        Target target = Target.of(GaussianDensity.standard(1), List.of(Variable.scalar("lp")));
        refused(
                Sampling.of(target).with(RandomWalkMetropolis.of(1)),
                "Chains of RandomWalkMetropolis.of(1.0) have a statistic \"lp\" for each draw. Give \"lp\" a name other"
                        + " than lp, acceptance_rate.");
    }

    /** No file could hold it. */
    @Test
    void aStatisticHasANameWithoutLineBreaks() {
        for (String name : new String[] {"a\nb", " "}) {
            assertThatThrownBy(() -> new ChainRecorder(List.of(), List.of(name), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A statistic needs a name without line breaks, got \"" + name + "\".");
        }
    }

    private static void refused(Sampling sampling, String message) {
        assertThatThrownBy(sampling::run)
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(pattern(message));
    }
}
