package org.ppl4j.compile.carried;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.tensor.Tensor;

/** Filters of many series, each of which begins with the same mean and variance. */
class PanelFiltersTest {

    private static final int SERIES = 20;

    private final double[] y = new SplittableRandom(41).doubles(1_000, -1, 1).toArray();

    private static int length(int series) {
        return 12 + series * 7 % 17;
    }

    private static int totalLength() {
        int total = 0;
        for (int series = 0; series < SERIES; series++) {
            total += length(series);
        }
        return total;
    }

    private Tensor filters(Tensor q, boolean[] missing) {
        Tensor noise = q.at(0).exp();
        Tensor error = q.at(1).exp();
        Tensor sum = Tensor.of(0);
        int at = 0;
        for (int series = 0; series < SERIES; series++) {
            Tensor mean = Tensor.of(0);
            Tensor variance = Tensor.of(1);
            for (int t = 0; t < length(series); t++, at++) {
                mean = mean.times(q.at(2));
                variance = variance.times(q.at(2).square()).plus(noise);
                if (missing[at]) {
                    continue;
                }
                Tensor total = variance.plus(error);
                Tensor gain = variance.dividedBy(total);
                Tensor residual = Tensor.of(y[at]).minus(mean);
                sum = sum.plus(residual.square().dividedBy(total)).plus(total.log());
                mean = mean.plus(gain.times(residual));
                variance = variance.minus(gain.times(variance));
            }
        }
        return sum;
    }

    /** The mean goes along with its variance, whatever the series have observed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void missingObservations(int seed) {
        var random = new SplittableRandom(seed);
        boolean[] missing = new boolean[totalLength()];
        for (int t = 0; t < missing.length; t++) {
            missing[t] = random.nextInt(4) == 0;
        }
        LoopChecks.check(q -> filters(q, missing), 1);
    }

    /** All series have the variances of the longest one, which are computed once. */
    @Test
    void nothingMissing() {
        boolean[] missing = new boolean[totalLength()];
        LoopChecks.check(q -> filters(q, missing), 2);
    }
}
