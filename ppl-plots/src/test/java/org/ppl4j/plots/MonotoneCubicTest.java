package org.ppl4j.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MonotoneCubicTest {

    @Test
    void passesThroughTheValues() {
        double[] values = {0.1, 0.9, 0.4, 0.4, 7};
        double[] refined = MonotoneCubic.refine(values, 4);
        assertThat(refined).hasSize(17);
        for (int i = 0; i < values.length; i++) {
            assertThat(refined[4 * i]).isEqualTo(values[i]);
        }
    }

    @Test
    void straightLinesStayStraight() {
        double[] refined = MonotoneCubic.refine(new double[] {1, 2, 3, 4}, 5);
        for (int i = 0; i < refined.length; i++) {
            assertThat(refined[i]).isCloseTo(1 + i / 5.0, within(1e-14));
        }
    }

    @Test
    void aStepIsNotOvershot() {
        double[] refined = MonotoneCubic.refine(new double[] {0, 0, 1, 1}, 16);
        assertThat(refined).isSorted();
        assertThat(refined[0]).isEqualTo(0);
        assertThat(refined[refined.length - 1]).isEqualTo(1);
    }

    @Test
    void followsASmoothCurve() {
        double[] values = new double[25];
        for (int i = 0; i < values.length; i++) {
            values[i] = logistic(-6 + 0.5 * i);
        }
        double[] refined = MonotoneCubic.refine(values, 4);
        for (int i = 0; i < refined.length; i++) {
            assertThat(refined[i]).isCloseTo(logistic(-6 + 0.125 * i), within(2e-3));
        }
    }

    @Test
    void gridsAreRefinedAlongBothAxes() {
        Grid fine = Grid.evaluate(0, 3, 4, 0, 2, 3, (x, y) -> 10 * x + y).refined(10);
        assertThat(fine.columns()).isEqualTo(10);
        assertThat(fine.rows()).isEqualTo(11);
        for (int row = 0; row < fine.rows(); row++) {
            for (int column = 0; column < fine.columns(); column++) {
                assertThat(fine.value(column, row)).isCloseTo(10 * fine.x(column) + fine.y(row), within(1e-12));
            }
        }
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
