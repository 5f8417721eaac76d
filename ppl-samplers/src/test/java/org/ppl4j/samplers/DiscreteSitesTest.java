package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.chains.Chains;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.model.Model;

/** Models with discrete sites: samplers that move in the reals refuse them, proposals of a user's own sample them. */
class DiscreteSitesTest {

    private static final Model MODEL = Model.of("mixed", m -> {
        m.sample("x", Normal.of(0, 1));
        m.sample("k", Poisson.of(4));
    });

    static Sampler[] continuousSamplers() {
        return new Sampler[] {
            Hmc.of(0.1, 2),
            RandomWalkMetropolis.of(1),
            RobustAdaptiveMetropolis.create(),
            Slice.create(),
            EllipticalSlice.of(0, 1),
            Mala.create(),
            Ensemble.create()
        };
    }

    @ParameterizedTest
    @MethodSource("continuousSamplers")
    void samplersThatMoveInTheRealsSayWhichSiteIsDiscrete(Sampler sampler) {
        String name = sampler.getClass().getSimpleName();
        Sampling sampling = Sampling.of(MODEL).with(sampler).draws(10).seed(1);
        assertThatThrownBy(sampling::run)
                .hasStackTraceContaining(name + " moves in the reals, but site \"k\" (DiscreteSitesTest.java:")
                .hasStackTraceContaining(
                        ") is discrete. Sum it out of the density, or use SitewiseMetropolis, which moves"
                                + " discrete variables too.");
    }

    @Test
    void aProposalOfWholeNumbersSamplesACount() {
        Sampler sampler = MetropolisHastings.of((current, proposal, random) -> {
            proposal[0] = current[0] + random.nextGaussian();
            proposal[1] = current[1] + (random.nextBoolean() ? 1 : -1);
        });
        Chains chains = Sampling.of(MODEL).with(sampler).draws(40_000).seed(1).run();
        double mcse = chains.summary("k").row("k").mcse();
        assertThat(chains.mean("k")).isCloseTo(4, within(4 * mcse));
        assertThat(Arrays.stream(chains.values("k", 0))).allMatch(value -> value >= 0 && value == Math.rint(value));
    }
}
