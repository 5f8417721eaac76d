package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;

/** A scale that is out of reach of a search is told of as what it may be, which is not only an improper prior. */
class VeryWideTest {

    @Test
    void aScaleThatIsOutOfReachIsNamed() {
        for (Sampler sampler :
                new Sampler[] {Nuts.create().adaptation(Adaptation.WINDOWS), Hmcda.of(1e9), Mala.create()}) {
            assertThatThrownBy(() -> Sampling.of(Model.of("wide", m -> m.sample("x", Normal.of(0, 1e9))))
                            .with(sampler)
                            .chains(1)
                            .seed(1)
                            .report(false)
                            .progress(false)
                            .run())
                    .isInstanceOf(SamplingException.class)
                    .hasRootCauseMessage(
                            "No step size is too large for the log density, which hardly changes within 1.0E7:"
                                    + " either it has no finite integral, or all parameters are of a very large scale. Give each"
                                    + " site a proper prior, and measure such parameters in larger units.");
        }
    }
}
