package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.ChainRecorder;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Finding;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;

/** What is said of runs of few draws: no alarm where chance alone may be the reason, but one where chains disagree. */
class ShortRunsTest {
    private static final int SEEDS = 40;

    @Test
    void runsWithoutAFaultAreHardlyEverSaidNotToHaveMixed() {
        Model normal = Model.of("normal", m -> m.sample("x", Normal.of(0, 1).iid(5)));
        for (int draws : new int[] {100, 200, 500}) {
            assertThat(alarms(Sampling.of(normal).draws(draws), 0))
                    .as("%d draws", draws)
                    .isLessThanOrEqualTo(3);
        }
    }

    /** The steps are so small that 200 of them do not lead out of the neighbourhood of the start. */
    @Test
    void chainsThatHaveNotMixedAreAlwaysSaidNotToHave() {
        Model normal = Model.of("normal", m -> m.sample("x", Normal.of(0, 1).iid(5)));
        assertThat(alarms(
                        Sampling.of(normal).with(RandomWalkMetropolis.of(0.05)).draws(200), 0))
                .isEqualTo(SEEDS);
    }

    /** A chain of four that is off by a standard deviation. */
    @Test
    void oneChainElsewhereIsSeen() {
        Model normal = Model.of("normal", m -> m.sample("x", Normal.of(0, 1)));
        assertThat(alarms(Sampling.of(normal).draws(200), 1)).isEqualTo(SEEDS);
    }

    private static long alarms(Sampling sampling, double shift) {
        return LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> shifted(
                        sampling.seed(seed).report(false).progress(false).run(), shift))
                .filter(chains -> chains.report().findings().stream()
                        .anyMatch(finding -> finding.kind() == Finding.Kind.CONVERGENCE))
                .count();
    }

    /** Moves the first chain. */
    private static Chains shifted(Chains chains, double shift) {
        List<ChainRecorder> recorders = new ArrayList<>();
        for (int chain = 0; chain < chains.chainCount(); chain++) {
            ChainRecorder recorder = new ChainRecorder(chains.variables(), List.of(), chains.draws());
            for (int draw = 0; draw < chains.draws(); draw++) {
                double[] values = new double[chains.variables().get(0).size()];
                for (int element = 0; element < values.length; element++) {
                    String name = chains.variables().get(0).scalarNames().get(element);
                    values[element] = chains.values(name, chain)[draw] + (chain == 0 ? shift : 0);
                }
                recorder.record(values, new double[0]);
            }
            recorders.add(recorder);
        }
        return Chains.of(recorders, true, List.of());
    }
}
