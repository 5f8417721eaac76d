package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Supports;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** A scale that is out of reach of a search is told of as what it may be, which is not only an improper prior. */
class VeryWideTest {

    @Test
    void aScaleThatIsOutOfReachIsNamed() {
        for (Sampler sampler :
                new Sampler[] {Nuts.create().adaptation(Adaptation.WINDOWS), Hmcda.of(1e9), Mala.create()}) {
            tells(Model.of("wide", m -> m.sample("x", Normal.of(0, 1e9))), sampler, "hardly changes");
        }
    }

    /** It changes without end, and costs no energy. */
    @Test
    void aLinearLogDensityIsNotCalledUnchanging() {
        for (Sampler sampler : new Sampler[] {Nuts.create(), Hmcda.of(1), Mala.create()}) {
            for (double slope : new double[] {1, -1e-3}) {
                Model improper = Model.of("improper", m -> {
                    Tensor x = m.sample("x", Flat.on(Supports.real()));
                    m.factor("slope", x.times(slope));
                });
                tells(improper, sampler, "is linear, or nearly so,");
            }
        }
    }

    private static void tells(Model model, Sampler sampler, String what) {
        assertThatThrownBy(() -> Sampling.of(model)
                        .with(sampler)
                        .chains(1)
                        .seed(1)
                        .report(false)
                        .progress(false)
                        .run())
                .isInstanceOf(SamplingException.class)
                .hasRootCauseMessage("No step size is too large for the log density, which " + what + " within 1.0E7:"
                        + " either it has no finite integral, or all parameters are of a very large scale. Give each"
                        + " site a proper prior, and measure such parameters in larger units.");
    }
}
