package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Settings of what a warm-up learns are refused where nothing is adapted, and only there. */
class UnusedSettingsTest {
    private static final Target NORMAL = Target.of(GaussianDensity.standard(2));

    @Test
    void hmcRefusesThem() {
        refused(
                Hmc.of(0.1, 3).metric(MetricType.DIAGONAL),
                "Hmc.of(0.1, 3).metric(MetricType.DIAGONAL) does not adapt, so that metric(MetricType.DIAGONAL) has no effect."
                        + " Leave it out, or choose how to adapt, as with adaptation(Adaptation.FISHER).");
        refused(
                Hmc.of(0.1, 3).targetAcceptance(0.9),
                "Hmc.of(0.1, 3).targetAcceptance(0.9) does not adapt, so that targetAcceptance(0.9) has no effect."
                        + " Leave it out, or choose how to adapt, as with adaptation(Adaptation.FISHER).");
    }

    @Test
    void hmcdaRefusesThem() {
        refused(
                Hmcda.of(1).adaptation(Adaptation.NONE).metric(MetricType.DENSE),
                "Hmcda.of(1.0).metric(MetricType.DENSE).adaptation(Adaptation.NONE) does not adapt, so that"
                        + " metric(MetricType.DENSE) has no effect. Leave it out, or choose how to adapt, as with"
                        + " adaptation(Adaptation.FISHER).");
        refused(
                Hmcda.of(1).targetAcceptance(0.8).adaptation(Adaptation.NONE),
                "Hmcda.of(1.0).targetAcceptance(0.8).adaptation(Adaptation.NONE) does not adapt, so that"
                        + " targetAcceptance(0.8) has no effect. Leave it out, or choose how to adapt, as with"
                        + " adaptation(Adaptation.FISHER).");
    }

    @Test
    void nutsRefusesThem() {
        refused(
                Nuts.create().adaptation(Adaptation.NONE).metric(MetricType.LOW_RANK),
                "Nuts.create().metric(MetricType.LOW_RANK).adaptation(Adaptation.NONE) does not adapt, so that"
                        + " metric(MetricType.LOW_RANK) has no effect. Leave it out, or choose how to adapt, as with"
                        + " adaptation(Adaptation.FISHER).");
        refused(
                Nuts.create().adaptation(Adaptation.NONE).targetAcceptance(0.9),
                "Nuts.create().targetAcceptance(0.9).adaptation(Adaptation.NONE) does not adapt, so that"
                        + " targetAcceptance(0.9) has no effect. Leave it out, or choose how to adapt, as with"
                        + " adaptation(Adaptation.FISHER).");
    }

    @Test
    void whatHasAnEffectOrAsksForNothingIsNotRefused() {
        List<Sampler> used = List.of(
                Hmc.of(0.1, 3),
                Hmc.of(0.1, 3).metric(MetricType.UNIT),
                Hmc.of(0.1, 3).metric(Metric.diagonal(1, 2)),
                Hmc.of(0.1, 3)
                        .adaptation(Adaptation.WINDOWS)
                        .metric(MetricType.DENSE)
                        .targetAcceptance(0.9),
                Hmcda.of(1).adaptation(Adaptation.NONE),
                Hmcda.of(1).metric(MetricType.DENSE).targetAcceptance(0.9),
                Nuts.create().adaptation(Adaptation.NONE),
                Nuts.create().adaptation(Adaptation.NONE).metric(MetricType.UNIT),
                Nuts.create().adaptation(Adaptation.NONE).metric(Metric.diagonal(1, 2)),
                Nuts.create().metric(MetricType.DENSE).targetAcceptance(0.9));
        for (Sampler sampler : used) {
            assertThat(Sampling.of(NORMAL)
                            .with(sampler)
                            .chains(1)
                            .warmup(30)
                            .draws(5)
                            .seed(1)
                            .report(false)
                            .run()
                            .draws())
                    .as("%s", sampler)
                    .isEqualTo(5);
        }
    }

    private static void refused(Sampler sampler, String message) {
        assertThatThrownBy(() -> Sampling.of(NORMAL).with(sampler).seed(1).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
