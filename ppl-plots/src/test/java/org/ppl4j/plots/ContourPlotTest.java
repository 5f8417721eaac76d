package org.ppl4j.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContourPlotTest {

    @Test
    void highValuesLieWhereTheyBelong() {
        BufferedImage image = ContourPlot.of(Samples.quarters()).picture().toImage(640);
        assertColour(image, 140, 400, 0);
        assertColour(image, 140, 150, 2);
        assertColour(image, 440, 400, 7);
        assertColour(image, 440, 150, 9);
    }

    @Test
    void animationAgreesWithThePicture() {
        BufferedImage image = AnimatedContour.of(List.of(new AnimatedContour.Frame("", Samples.quarters())))
                .toImage(0, 640);
        assertColour(image, 140, 400, 0);
        assertColour(image, 140, 150, 2);
        assertColour(image, 440, 400, 7);
        assertColour(image, 440, 150, 9);
    }

    @Test
    void valuesBeyondTheBandsTakeTheOuterColours() {
        BufferedImage image = ContourPlot.of(Grid.evaluate(0, 1, 9, 0, 1, 9, (x, y) -> x < 0.5 ? -30 : 70))
                .bands(new Bands(0, 1, 2))
                .picture()
                .toImage(640);
        assertThat(image.getRGB(100, 250) & 0xFFFFFF).isEqualTo(new Bands(0, 1, 2).colour(0));
        assertThat(image.getRGB(480, 250) & 0xFFFFFF).isEqualTo(new Bands(0, 1, 2).colour(1));
    }

    @Test
    void regionsThatTouchACornerHaveNoSeams() {
        Grid saddle = Grid.evaluate(-6, 6, 25, -6, 6, 25, (x, y) -> 1 / (1 + Math.exp(-2 * x * y)));
        String svg = ContourPlot.of(saddle).picture().toSvg();
        // A ring of repeated corners would be closed at once, and the next one drawn across the picture.
        assertThat(svg).doesNotContainPattern("M(\\S+ \\S+) L\\1 L\\1 Z");
    }

    @Test
    void aConstantFunctionIsOneColour() {
        BufferedImage image = ContourPlot.of(Grid.evaluate(0, 1, 5, 0, 1, 5, (x, y) -> 0.55))
                .picture()
                .toImage(640);
        assertColour(image, 100, 100, 5);
        assertColour(image, 480, 480, 5);
    }

    @Test
    void bandsHaveRoundLevels() {
        assertThat(IntStream.range(0, 10).mapToObj(Bands.ofProbabilities()::level))
                .containsExactly(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);
    }

    @Test
    void refusesBadBands() {
        assertThatThrownBy(() -> new Bands(1, 1, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Bands must run from a lower to a higher finite value, got 1.0 to 1.0. Swap or correct the"
                        + " limits.");
        assertThatThrownBy(() -> new Bands(0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A contour picture takes 2 to 40 bands, got 1. 10 suit most pictures.");
    }

    @Test
    void refusesTwoClassesOfOneLabelAndTooManyClasses() {
        LabelledPoints points = LabelledPoints.of("a", new double[] {1}, new double[] {2});
        ContourPlot plot = ContourPlot.of(Samples.quarters());
        assertThatThrownBy(() -> plot.points(List.of(points, points)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Two classes of points are both labelled \"a\". Give each its own label, or join their"
                        + " points.");
        List<LabelledPoints> eight = IntStream.range(0, 8)
                .mapToObj(i -> LabelledPoints.of("class " + i, new double[] {i}, new double[] {i}))
                .toList();
        assertThatThrownBy(() -> plot.points(eight))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A picture shows at most 7 classes of points that can be told apart, got 8. Join some of"
                        + " them.");
    }

    @Test
    void refusesBadGrids() {
        assertThatThrownBy(() -> Grid.evaluate(0, 1, 3, 0, 2, 3, (x, y) -> x == 0.5 && y == 2 ? Double.NaN : 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The value of the grid at x = 0.5, y = 2.0 (column 1, row 2) must be finite, got NaN. A"
                        + " contour cannot pass through it: correct the function.");
        assertThatThrownBy(() -> Grid.of(0, 1, 0, 1, new double[][] {{1, 2}, {3}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Row 1 of the grid has 1 values but row 0 has 2. Give rows of the same length.");
        assertThatThrownBy(() -> Grid.of(0, 1, 0, 1, new double[0][]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A grid needs at least 2 columns and 2 rows, got 0 columns and 0 rows. 25 of each make"
                        + " smooth contours.");
        assertThatThrownBy(() -> Grid.of(1, 0, 0, 1, new double[2][2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The x of a grid must run from a lower to a higher finite value, got 1.0 to 0.0. Swap or"
                        + " correct the limits.");
    }

    @Test
    void aGridKeepsItsOwnValues() {
        double[][] values = {{1, 2}, {3, 4}};
        Grid grid = Grid.of(0, 1, 0, 1, values);
        Arrays.fill(values[1], 9);
        assertThat(grid.value(0, 1)).isEqualTo(3);
        assertThat(grid.value(1, 0)).isEqualTo(2);
    }

    /** Compares to one step a channel: lets-plot cuts off where we round. */
    private static void assertColour(BufferedImage image, int x, int y, int band) {
        int expected = Bands.ofProbabilities().colour(band);
        for (int shift = 0; shift < 24; shift += 8) {
            assertThat((image.getRGB(x, y) >> shift) & 0xFF)
                    .as("channel at bit %d of pixel %d, %d", shift, x, y)
                    .isCloseTo((expected >> shift) & 0xFF, within(1));
        }
    }
}
