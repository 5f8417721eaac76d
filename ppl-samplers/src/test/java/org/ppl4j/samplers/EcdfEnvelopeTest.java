package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Envelopes of cumulative counts, and the probabilities of leaving them. */
class EcdfEnvelopeTest {

    /** Two ranks of 0 or 1: each of the counts 0, 1 and 2 below 1 has its own exact probability. */
    @Test
    void theEnvelopesProbabilitiesAreExact() {
        // The count below 1 is binomial(2, 1/2): 1/4, 1/2, 1/4; two-sided pointwise 1/2, 3/2, 1/2.
        assertThat(EcdfEnvelope.pValue(new int[] {0, 0}, 1)).isCloseTo(0.5, within(1e-12));
        assertThat(EcdfEnvelope.pValue(new int[] {0, 1}, 1)).isCloseTo(1, within(1e-12));
        // All 27 triples of ranks from 0 to 2, each as probable as the others.
        double[] pValues = new double[27];
        for (int i = 0; i < 27; i++) {
            pValues[i] = EcdfEnvelope.pValue(new int[] {i / 9, i / 3 % 3, i % 3}, 2);
        }
        for (double p : pValues) {
            double asSmall = Arrays.stream(pValues).filter(q -> q <= p + 1e-9).count() / 27.0;
            assertThat(p).isCloseTo(asSmall, within(1e-12));
        }
    }

    /** Equal probabilities are equal: ranks that are mirrored are as improbable, and an envelope is its own mirror image. */
    @Test
    void envelopesAndTheirProbabilitiesAreSymmetric() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        for (int repetition = 0; repetition < 20; repetition++) {
            int[] ranks = random.ints(37, 0, 201).toArray();
            int[] mirrored = Arrays.stream(ranks).map(rank -> 200 - rank).toArray();
            assertThat(EcdfEnvelope.pValue(mirrored, 200)).isEqualTo(EcdfEnvelope.pValue(ranks, 200));
        }
        for (double probability : new double[] {0.3, 0.5, 0.9, 0.99, 1 - 1e-9}) {
            EcdfEnvelope envelope = EcdfEnvelope.of(100, 19, probability);
            for (int i = 1; i <= 19; i++) {
                assertThat(envelope.lower(i)).isEqualTo(100 - envelope.upper(20 - i));
            }
        }
    }

    @Test
    @Timeout(20)
    void anEnvelopeOfManyRanksIsQuick() {
        EcdfEnvelope envelope = EcdfEnvelope.of(10_000, 999, 0.95);
        // About three standard deviations of 50, and somewhat more.
        assertThat(envelope.upper(500)).isBetween(5_150, 5_200);
        assertThat(envelope.lower(500)).isEqualTo(10_000 - envelope.upper(500));
    }

    /** The envelope holds what it says, by simulation. */
    @Test
    void uniformRanksLeaveTheEnvelopeAsOftenAsItSays() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        EcdfEnvelope envelope = EcdfEnvelope.of(100, 19, 0.9);
        int repetitions = 4_000;
        int inside = 0;
        int small = 0;
        for (int repetition = 0; repetition < repetitions; repetition++) {
            int[] ranks = random.ints(100, 0, 20).toArray();
            boolean in = true;
            for (int i = 1; i <= 19; i++) {
                int bound = i;
                long below = Arrays.stream(ranks).filter(rank -> rank < bound).count();
                in &= below >= envelope.lower(i) && below <= envelope.upper(i);
            }
            inside += in ? 1 : 0;
            small += repetition < 500 && EcdfEnvelope.pValue(ranks, 19) <= 0.1 ? 1 : 0;
        }
        // At least 0.9, and little more as the counts are discrete.
        assertThat((double) inside / repetitions).isBetween(0.885, 0.945);
        assertThat(small / 500.0).isBetween(0.05, 0.14);
        assertThatThrownBy(() -> EcdfEnvelope.of(0, 1, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "An envelope needs at least 1 simulation, 1 draw and a probability between 0 and 1, got 0, 1 and"
                                + " 0.5.");
    }
}
