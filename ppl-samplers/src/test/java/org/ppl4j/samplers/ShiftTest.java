package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice of the next one of some weighted places: it keeps the weights, and goes far. */
class ShiftTest {
    private static final int GRID = 20_000;

    /** By numbers on a grid, not at random: the flow from one place to another is that back. */
    @Test
    void isInDetailedBalance() {
        RandomGenerator random = random(20_261_126);
        for (int size : new int[] {1, 2, 4, 8}) {
            double[] weights = weights(size, random);
            double[][] flows = flows(weights, 0.4);
            for (int i = 0; i < size; i++) {
                assertThat(Arrays.stream(flows[i]).sum()).isCloseTo(weights[i], within(1e-9));
                for (int j = 0; j < size; j++) {
                    assertThat(flows[i][j])
                            .as("from %d to %d of %d", i, j, size)
                            .isCloseTo(flows[j][i], within(2e-4));
                }
            }
        }
    }

    /** A shift that goes one way only keeps the weights too, but not each flow: so the grid sees what is not balanced. */
    @Test
    void oneWayAloneIsNot() {
        double[] weights = {0.3, 0.1, 0.4, 0.2};
        assertThat(flow(weights, 0, 2, 0.4)).isNotCloseTo(flow(weights, 2, 0, 0.4), within(2e-4));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 50})
    void keepsTheWeights(int dimension) {
        for (int size : new int[] {2, 4, 8, 16, 32}) {
            RandomGenerator random = random(size);
            double[] weights = weights(size, random);
            int[] counts = new int[size];
            int place = 0;
            int draws = 200_000;
            for (int k = 0; k < draws; k++) {
                place = Shift.next(weights, size, place, dimension, random);
                counts[place]++;
            }
            for (int i = 0; i < size; i++) {
                assertThat((double) counts[i] / draws).isCloseTo(weights[i], within(0.01));
            }
        }
    }

    /** The flow from one place to another, of draws, is that back; and nothing moves within the lighter half. */
    @Test
    void ofManyPlacesIsInDetailedBalance() {
        RandomGenerator random = random(7);
        double[] weights = weights(32, random);
        int draws = 300_000;
        int[][] counts = new int[32][32];
        boolean firstIsLighter = Arrays.stream(weights, 0, 16).sum() < 0.5;
        int place = 0;
        for (int k = 0; k < draws; k++) {
            int next = Shift.next(weights, 32, place, 10, random);
            counts[place][next]++;
            place = next;
        }
        for (int i = 0; i < 32; i++) {
            for (int j = 0; j < i; j++) {
                double limit = 5 * Math.sqrt(counts[i][j] + counts[j][i] + 1);
                assertThat((double) counts[i][j]).isCloseTo(counts[j][i], within(limit));
                if (firstIsLighter ? i < 16 : j >= 16) {
                    assertThat(counts[i][j] + counts[j][i]).isZero();
                }
            }
        }
    }

    @Test
    void ofEqualWeightsGoesAboutHalfTheRow() {
        RandomGenerator random = random(3);
        double[] weights = new double[8];
        Arrays.fill(weights, 1);
        for (int from = 0; from < 8; from++) {
            for (int k = 0; k < 1000; k++) {
                assertThat(Math.abs(Shift.next(weights, 8, from, 10, random) - from))
                        .isBetween(3, 5);
            }
        }
    }

    @Test
    void staysOnlyWhereAWeightIsLargerThanTheShift() {
        assertThat(Shift.next(new double[] {0, 1, 0, 0}, 4, 1, 10, random(1))).isEqualTo(1);
        assertThat(Shift.next(new double[] {0, 1, 0, 0}, 4, 3, 10, random(1))).isEqualTo(1);
        assertThat(Shift.next(new double[] {1}, 1, 0, 10, random(1))).isZero();
        double[] weights = {0.2, 0.4, 0.2, 0.2};
        double stays = flow(weights, 1, 1, 0.4) + flow(weights, 1, 1, 0.6);
        assertThat(stays).isZero();
    }

    private static double[] weights(int size, RandomGenerator random) {
        double[] weights = IntStream.range(0, size)
                .mapToDouble(i -> Math.exp(3 * random.nextDouble()))
                .toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    private static double[][] flows(double[] weights, double part) {
        double[][] flows = new double[weights.length][weights.length];
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights.length; j++) {
                flows[i][j] = (flow(weights, i, j, part) + flow(weights, i, j, 1 - part)) / 2;
            }
        }
        return flows;
    }

    private static double flow(double[] weights, int from, int to, double part) {
        int hits = 0;
        for (int k = 0; k < GRID; k++) {
            hits += Shift.next(weights, weights.length, from, (k + 0.5) / GRID, part) == to ? 1 : 0;
        }
        return weights[from] * hits / GRID;
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
