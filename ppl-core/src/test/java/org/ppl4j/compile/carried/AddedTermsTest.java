package org.ppl4j.compile.carried;

import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.tensor.Tensor;

/** Loops that add more terms in some steps than in others, as filters do over turns without an observation, are one. */
class AddedTermsTest {

    private static final int TURNS = 200;

    private final double[] y =
            new SplittableRandom(31).doubles(2 * TURNS, -1, 1).toArray();

    /** What a turn adds to the variance. */
    private interface Growth {
        Tensor of(Tensor q, int turn);
    }

    /** The filter of a level that walks, once for each series: its variance grows at all turns, all else changes at some. */
    private Tensor level(Tensor q, IntUnaryOperator series, IntPredicate isMissing, Growth growth) {
        Tensor noise = q.at(1).exp();
        Tensor sum = Tensor.of(0);
        Tensor level = Tensor.of(0);
        Tensor variance = Tensor.of(1);
        for (int t = 0; t < TURNS; t++) {
            if (t > 0 && series.applyAsInt(t) != series.applyAsInt(t - 1)) {
                level = Tensor.of(0);
                variance = Tensor.of(1);
            }
            variance = variance.plus(growth.of(q, t));
            if (isMissing.test(t)) {
                continue;
            }
            Tensor total = variance.plus(noise);
            Tensor residual = Tensor.of(y[t]).minus(level);
            sum = sum.plus(total.log()).plus(residual.square().dividedBy(total));
            Tensor gain = variance.dividedBy(total);
            level = level.plus(gain.times(residual));
            variance = variance.times(Tensor.of(1).minus(gain));
        }
        return sum;
    }

    private static boolean[] missing(int seed) {
        var random = new SplittableRandom(seed);
        boolean[] missing = new boolean[TURNS];
        for (int t = 0; t < TURNS; t++) {
            missing[t] = random.nextInt(4) == 0;
        }
        return missing;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aFilterOfMissingObservations(int seed) {
        boolean[] missing = missing(seed);
        LoopChecks.check(
                q -> {
                    Tensor growth = q.at(0).exp();
                    return level(q, t -> 0, t -> missing[t], (same, t) -> growth);
                },
                1);
    }

    @Test
    void aLongGap() {
        LoopChecks.check(
                q -> level(
                        q,
                        t -> 0,
                        t -> t > 50 && t < 90,
                        (same, t) -> same.at(0).exp()),
                1);
    }

    /** What is added differs from turn to turn. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void turnsOfDifferentLengths(int seed) {
        boolean[] missing = missing(seed);
        LoopChecks.check(
                q -> level(
                        q,
                        t -> 0,
                        t -> missing[t],
                        (same, t) -> same.at(0).exp().times(2 + y[TURNS + t])),
                1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void filtersOfManySeries(int seed) {
        boolean[] missing = missing(seed);
        int[] series = new SplittableRandom(seed).ints(TURNS, 0, 12).sorted().toArray();
        LoopChecks.check(
                q -> {
                    Tensor growth = q.at(0).exp();
                    return level(q, t -> series[t], t -> missing[t], (same, t) -> growth);
                },
                1);
    }
}
