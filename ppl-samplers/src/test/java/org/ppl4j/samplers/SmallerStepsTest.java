package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Finding;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** What samplers know of themselves, and reports advise. */
class SmallerStepsTest {

    @Test
    void aHigherTargetIsHigherThanTheOneThatIsSet() {
        assertThat(Nuts.create().smallerSteps()).isEqualTo("Raise targetAcceptance, say to 0.95");
        assertThat(Nuts.create().targetAcceptance(0.95).smallerSteps())
                .isEqualTo("Raise targetAcceptance, say to 0.99");
        assertThat(Nuts.create().targetAcceptance(0.97).smallerSteps())
                .isEqualTo("Raise targetAcceptance, say to 0.99");
        assertThat(Hmcda.of(1).targetAcceptance(0.99).smallerSteps()).isEqualTo("Raise targetAcceptance, say to 0.999");
        assertThat(Mala.create().targetAcceptance(0.999).smallerSteps())
                .isEqualTo("Raise targetAcceptance, say to 0.9995");
    }

    @Test
    void whatASamplerDoesNotHaveIsNotRaised() {
        assertThat(Hmc.of(0.1, 10).adaptation(Adaptation.FISHER).smallerSteps())
                .isEqualTo("Raise targetAcceptance, say to 0.95");
        assertThat(Hmc.of(0.1, 10).smallerSteps()).isEmpty();
        for (Sampler sampler :
                List.of(Nuts.create().adaptation(Adaptation.NONE), Hmcda.of(1).adaptation(Adaptation.NONE))) {
            assertThat(sampler.smallerSteps())
                    .isEqualTo("Let the warm-up learn smaller steps, as with adaptation(Adaptation.FISHER)");
        }
    }

    @Test
    void aRunThatDivergesIsToldSo() {
        Model banana = Model.of("banana", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            m.sample("y", Normal.of(x.square().times(10), 0.01));
        });
        Chains chains = quiet(Sampling.of(banana))
                .with(Hmc.of(0.1, 10).adaptation(Adaptation.FISHER))
                .run();
        assertThat(chains.report().findings())
                .filteredOn(finding -> finding.kind() == Finding.Kind.DIVERGENCES)
                .singleElement()
                .extracting(Finding::remedy)
                .isEqualTo("Raise targetAcceptance, say to 0.95, or try another parameterisation or tighter priors.");
    }

    @Test
    void aRunKnowsWhichVariablesMayNotBeAnyRealNumbers() {
        Model model = Model.of("gammas", m -> {
            Tensor k = m.sample("k", Gamma.of(0.3, 1));
            m.sample("z", Gamma.of(k, 1).iid(5));
            m.sample("x", Normal.of(0, k));
        });
        assertThat(Target.of(model).constrainedVariables()).containsExactly("k", "z");
        assertThat(quiet(Sampling.of(model)).run().report().toString()).doesNotContain("in place of z");
    }

    @Test
    void aMomentumThatIsKeptIsNotTakenForATailThatIsMissed() {
        Chains chains = quiet(Sampling.of(Target.of(GaussianDensity.standard(3))))
                .with(Nuts.create().refreshment(Refreshment.partial(0.95)))
                .run();
        assertThat(chains.ebfmi()).anyMatch(value -> value < 0.3);
        assertThat(chains.report().findings()).extracting(Finding::kind).doesNotContain(Finding.Kind.ENERGY);
    }

    private static Sampling quiet(Sampling sampling) {
        return sampling.seed(1).report(false).progress(false);
    }
}
