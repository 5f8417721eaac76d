package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AutocovarianceTest {

    @Test
    void transformAndDefinitionAgreeAtEveryLag() {
        for (int length : new int[] {1, 2, 3, 7, 8, 9, 500, 513}) {
            double[] centred = Autocovariance.centred(randomWalk(length, 7));
            double[] transformed = Autocovariance.ofCentred(centred);
            assertThat(transformed).hasSize(length);
            for (int lag = 0; lag < length; lag++) {
                assertThat(transformed[lag])
                        .as("length %d, lag %d", length, lag)
                        .isCloseTo(Autocovariance.ofCentred(centred, lag), within(1e-12 * (1 + transformed[0])));
            }
        }
    }

    @Test
    void theMeanOverChainsGoesOnBeyondTheDirectLags() {
        double[][] chains = {randomWalk(3000, 1), randomWalk(3000, 2)};
        MeanAutocovariance mean = new MeanAutocovariance(chains);
        double[] first = Autocovariance.of(chains[0]);
        double[] second = Autocovariance.of(chains[1]);
        for (int lag : new int[] {0, 1, 191, 192, 193, 2999}) {
            assertThat(mean.at(lag))
                    .as("lag %d", lag)
                    .isCloseTo((first[lag] + second[lag]) / 2, within(1e-12 * first[0]));
        }
    }

    @Test
    void noValuesHaveNoAutocovariance() {
        assertThat(Autocovariance.of(new double[0])).isEmpty();
    }

    private static double[] randomWalk(int length, long seed) {
        Random random = new Random(seed);
        double[] values = new double[length];
        double value = 0;
        for (int place = 0; place < length; place++) {
            value += random.nextGaussian();
            values[place] = value;
        }
        return values;
    }
}
