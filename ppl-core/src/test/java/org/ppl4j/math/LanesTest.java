package org.ppl4j.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LanesTest {

    private static double[] random(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = Math.scalb(random.nextDouble(-1, 1), random.nextInt(-20, 20));
        }
        return values;
    }

    private static double pairwise(double[] l) {
        return ((l[0] + l[1]) + (l[2] + l[3])) + ((l[4] + l[5]) + (l[6] + l[7]));
    }

    @Test
    void sumAndDotAreTheirDefinitionsForEveryLengthAndOffset() {
        double[] left = random(80, 1);
        double[] right = random(80, 2);
        int different = 0;
        for (int length = 0; length <= 70; length++) {
            for (int offset = 0; offset <= 9; offset++) {
                double[] sums = new double[Lanes.COUNT];
                double[] products = new double[Lanes.COUNT];
                double plain = 0;
                for (int i = 0; i < length; i++) {
                    sums[i % 8] += left[offset + i];
                    products[i % 8] = Math.fma(left[offset + i], right[3 + i], products[i % 8]);
                    plain += left[offset + i];
                }
                assertThat(Lanes.sum(left, offset, length)).isEqualTo(pairwise(sums));
                assertThat(Lanes.dot(left, offset, right, 3, length)).isEqualTo(pairwise(products));
                assertThat(Lanes.finish(sums, 0)).isEqualTo(pairwise(sums));
                different += plain == pairwise(sums) ? 0 : 1;
            }
        }
        // The order matters for such data: a plain running sum would not have passed.
        assertThat(different).isGreaterThan(300);
    }

    @Test
    void lanesStartAtPositiveZero() {
        assertThat(Double.doubleToRawLongBits(Lanes.sum(new double[0], 0, 0))).isZero();
        assertThat(Double.doubleToRawLongBits(Lanes.sum(new double[] {-0.0, -0.0}, 0, 2)))
                .isZero();
        assertThat(Double.doubleToRawLongBits(Lanes.dot(new double[] {-0.0}, 0, new double[] {1}, 0, 1)))
                .isZero();
    }

    @Test
    void finishReadsAtItsOffset() {
        assertThat(Lanes.finish(new double[] {9, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 1)).isEqualTo(36);
    }

    @Test
    void maxPropagatesNaN() {
        assertThat(Lanes.max(new double[] {5, 1, 3, 2, 9}, 1, 1, 3)).isEqualTo(3);
        assertThat(Lanes.max(new double[] {1, Double.NaN, 3}, 0, 1, 3)).isNaN();
        assertThat(Lanes.max(new double[] {1}, 0, 1, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Double.doubleToRawLongBits(Lanes.max(new double[] {-0.0, 0.0, -0.0}, 0, 1, 3)))
                .isZero();
    }

    @Test
    void evenlySpacedElementsAreSummedAsIfTheyStoodInARow() {
        for (int length = 0; length < 30; length++) {
            double[] row = new java.util.SplittableRandom(length)
                    .doubles(length, -1, 1)
                    .toArray();
            double[] spaced = new double[3 * length + 2];
            for (int i = 0; i < length; i++) {
                spaced[2 + 3 * i] = row[i];
            }
            assertThat(Lanes.sum(spaced, 2, 3, length)).isEqualTo(Lanes.sum(row, 0, length));
        }
        assertThat(Lanes.max(new double[] {9, 1, 9, 4, 9, 2}, 1, 2, 3)).isEqualTo(4);
    }
}
