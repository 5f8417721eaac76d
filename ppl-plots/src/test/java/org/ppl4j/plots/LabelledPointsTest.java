package org.ppl4j.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelledPointsTest {

    @Test
    void sortsRowsIntoClasses() {
        double[][] rows = {{1, 2}, {3, 4}, {5, 6}};
        List<LabelledPoints> classes = LabelledPoints.byClass(rows, new int[] {1, 0, 1});
        assertThat(classes).extracting(LabelledPoints::label).containsExactly("0", "1");
        assertThat(classes).extracting(LabelledPoints::size).containsExactly(1, 2);
        assertThat(classes.get(1).x(1)).isEqualTo(5);
        assertThat(classes.get(1).y(1)).isEqualTo(6);
        assertThat(LabelledPoints.byClass(rows, new int[] {1, 0, 1}, "no", "yes"))
                .extracting(LabelledPoints::label)
                .containsExactly("no", "yes");
    }

    @Test
    void refusesBadPoints() {
        assertThatThrownBy(() -> LabelledPoints.of("a", new double[] {1, 2}, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Points \"a\": x has 2 values but y has 1. Give one y for each x.");
        assertThatThrownBy(() -> LabelledPoints.of("a", new double[0], new double[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Points \"a\": there is nothing to draw, got 0 values. Give at least one.");
        assertThatThrownBy(() -> LabelledPoints.of("a", new double[] {1, 2}, new double[] {1, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Points \"a\": y[1] must be finite, got NaN. Remove or replace such values before"
                        + " drawing.");
        assertThatThrownBy(() -> LabelledPoints.byClass(new double[][] {{1, 2}}, new int[] {0, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There are 1 points but 2 classes. Give one class for each point.");
        assertThatThrownBy(() -> LabelledPoints.byClass(new double[][] {{1, 2, 3}}, new int[] {0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Point 0 has 3 coordinates; a picture of the plane needs 2. Select two columns.");
        assertThatThrownBy(() -> LabelledPoints.byClass(new double[][] {{1, 2}}, new int[] {4}, "a", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There are 1 classes [4] but 2 labels [a, b]. Give one label for each class, or none.");
    }

    @Test
    void refusesBadLimits() {
        ScatterPlot plot = ScatterPlot.of(Samples.classes());
        assertThatThrownBy(() -> plot.limits(0, 1, 2, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The y limits must run from a lower to a higher finite value, got 2.0 to NaN. Swap or"
                        + " correct the limits.");
        assertThatThrownBy(ScatterPlot::of)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A scatter plot's classes: there is nothing to draw, got 0 values. Give at least one.");
    }
}
