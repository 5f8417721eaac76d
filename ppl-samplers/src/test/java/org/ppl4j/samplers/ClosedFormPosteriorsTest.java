package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Finding;

/** Draws of models whose posteriors are short formulas; a transform or a prior that is not rebuilt fails here. */
class ClosedFormPosteriorsTest {

    static Stream<Posterior> posteriors() {
        return Stream.of(
                new Posterior(ClosedFormModels.coin(), Hmc.of(0.35, 3), ClosedFormModels.coinAnswers()),
                new Posterior(
                        ClosedFormModels.coin(), RandomWalkMetropolis.of(1.3), 10, ClosedFormModels.coinAnswers()),
                new Posterior(ClosedFormModels.classes(), Hmc.of(0.3, 3), ClosedFormModels.classesAnswers()),
                new Posterior(
                        ClosedFormModels.classes(),
                        RandomWalkMetropolis.of(1.2),
                        10,
                        ClosedFormModels.classesAnswers()),
                new Posterior(ClosedFormModels.chain(), Hmc.of(0.4, 4), ClosedFormModels.chainAnswers()),
                new Posterior(
                        ClosedFormModels.chain(), RandomWalkMetropolis.of(1.8), 15, ClosedFormModels.chainAnswers()),
                new Posterior(ClosedFormModels.movingBound(), Hmc.of(0.6, 4), ClosedFormModels.movingBoundAnswers()),
                new Posterior(
                        ClosedFormModels.movingBound(),
                        RandomWalkMetropolis.of(3),
                        15,
                        ClosedFormModels.movingBoundAnswers()),
                new Posterior(ClosedFormModels.movingMean(), Hmc.of(0.4, 4), ClosedFormModels.movingMeanAnswers()),
                new Posterior(
                        ClosedFormModels.movingMean(),
                        RandomWalkMetropolis.of(1.5),
                        15,
                        ClosedFormModels.movingMeanAnswers()),
                new Posterior(ClosedFormModels.knownNoise(), Hmc.of(0.1, 5), ClosedFormModels.knownNoiseAnswers()),
                new Posterior(ClosedFormModels.funnel(), Hmc.of(0.7, 6), ClosedFormModels.funnelAnswers()));
    }

    @ParameterizedTest
    @MethodSource("posteriors")
    void haveTheMomentsOfTheFormulas(Posterior posterior) {
        Chains chains = posterior.sample(20_261_124);
        PosteriorCheck check = new PosteriorCheck(chains, posterior.answers());
        assertThat(check.discrepancies()).isEmpty();
        assertThat(check.oversights()).isEmpty();
        assertThat(chains.warnings()).isEmpty();
    }

    @Test
    void theDiagnosticsSeeThatTheCentredFunnelIsNotExplored() {
        Posterior posterior = new Posterior(
                ClosedFormModels.centredFunnel(), Hmc.of(0.2, 6), Posterior.table("Neal", Map.of("v", "v")));
        Chains chains = posterior.sample(20_261_125);
        assertThat(new PosteriorCheck(chains, posterior.answers()).discrepancies())
                .anyMatch(line -> line.startsWith("v: R-hat"));
        assertThat(chains.report().findings())
                .extracting(Finding::kind)
                .contains(Finding.Kind.DIVERGENCES, Finding.Kind.CONVERGENCE);
    }
}
