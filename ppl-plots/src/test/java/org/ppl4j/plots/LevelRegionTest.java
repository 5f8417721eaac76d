package org.ppl4j.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LevelRegionTest {

    @Test
    void aDiscIsOneRingOfItsAreaRunCounterClockwise() {
        Grid grid = Grid.evaluate(-2, 2, 201, -2, 2, 201, (x, y) -> -x * x - y * y);
        List<double[]> rings = LevelRegion.rings(grid, -1);
        assertThat(rings).hasSize(1);
        assertThat(area(rings.get(0))).isCloseTo(Math.PI, within(1e-3));
    }

    @Test
    void aRingHasAHoleRunClockwise() {
        Grid grid = Grid.evaluate(-2, 2, 201, -2, 2, 201, (x, y) -> -Math.abs(Math.hypot(x, y) - 1));
        List<double[]> rings = LevelRegion.rings(grid, -0.5);
        assertThat(rings).hasSize(2);
        assertThat(rings.stream().mapToDouble(LevelRegionTest::area).sum())
                .isCloseTo(Math.PI * (1.5 * 1.5 - 0.5 * 0.5), within(2e-3));
        assertThat(rings).anyMatch(ring -> area(ring) < 0);
    }

    @Test
    void aRegionThatMeetsTheBorderIsClosedAlongIt() {
        Grid grid = Grid.evaluate(0, 4, 5, 0, 2, 3, (x, y) -> x);
        List<double[]> rings = LevelRegion.rings(grid, 2.5);
        assertThat(rings).hasSize(1);
        assertThat(area(rings.get(0))).isCloseTo(3, within(1e-12));
        List<double[]> lines = LevelRegion.lines(grid, rings);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).containsExactly(2.5, 2, 2.5, 1, 2.5, 0);
    }

    @Test
    void everywhereAboveIsTheWholePanelWithoutLines() {
        Grid grid = Grid.evaluate(0, 4, 5, 0, 2, 3, (x, y) -> 7);
        List<double[]> rings = LevelRegion.rings(grid, 1);
        assertThat(rings.stream().mapToDouble(LevelRegionTest::area).sum()).isCloseTo(8, within(1e-12));
        assertThat(LevelRegion.lines(grid, rings)).isEmpty();
        assertThat(LevelRegion.rings(grid, 8)).isEmpty();
    }

    @Test
    void aSaddleJoinsItsHighCornersIfItsCentreIsHigh() {
        Grid high = Grid.of(0, 1, 0, 1, new double[][] {{1, 0.2}, {0.2, 1}});
        Grid low = Grid.of(0, 1, 0, 1, new double[][] {{0.8, 0}, {0, 0.8}});
        assertThat(LevelRegion.rings(high, 0.5)).hasSize(1);
        assertThat(LevelRegion.rings(low, 0.5)).hasSize(2);
        Grid otherHigh = Grid.of(0, 1, 0, 1, new double[][] {{0.2, 1}, {1, 0.2}});
        Grid otherLow = Grid.of(0, 1, 0, 1, new double[][] {{0, 0.8}, {0.8, 0}});
        assertThat(LevelRegion.rings(otherHigh, 0.5)).hasSize(1);
        assertThat(LevelRegion.rings(otherLow, 0.5)).hasSize(2);
    }

    @Test
    void linesOfAClosedContourAreClosed() {
        Grid grid = Grid.evaluate(-2, 2, 21, -2, 2, 21, (x, y) -> -x * x - y * y);
        double[] line = LevelRegion.lines(grid, LevelRegion.rings(grid, -1)).get(0);
        assertThat(line[0]).isEqualTo(line[line.length - 2]);
        assertThat(line[1]).isEqualTo(line[line.length - 1]);
    }

    /** The area inside a ring, positive if it runs counter-clockwise. */
    private static double area(double[] ring) {
        double twice = 0;
        for (int i = 0; i < ring.length; i += 2) {
            int next = (i + 2) % ring.length;
            twice += ring[i] * ring[next + 1] - ring[next] * ring[i + 1];
        }
        return twice / 2;
    }
}
