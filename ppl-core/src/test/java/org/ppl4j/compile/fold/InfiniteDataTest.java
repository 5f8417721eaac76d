package org.ppl4j.compile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Program;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** A row that is infinite makes of a folded sum of squares, and of its derivatives, what it makes of the sum itself. */
class InfiniteDataTest {

    private static final int ROWS = 120;
    private static final int GROUPS = 3;
    private static final int WIDE = 20;
    private static final int INFINITE = 17;

    private final SplittableRandom random = new SplittableRandom(9);
    private final Node variable = Graphs.variable(WIDE + 2);
    private final Tensor q = Tensor.of(variable);
    private final Tensor sigma = q.at(WIDE + 1).exp();
    private final double[] x = normals(ROWS);
    private final double[] y = normals(ROWS);

    private double[] normals(int count) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> random.nextGaussian());
        return values;
    }

    private void assertSame(Tensor mean, Tensor outcome, double[] position) {
        Tensor density = Normal.of(mean, sigma).logDensity(outcome).sum();
        Program folded = Folding.folded(density, variable);
        assertThat(folded.explain()).contains("sum folded: " + ROWS);
        Map<String, double[]> data = Map.of("y", y);
        List<double[]> actual = Graphs.run(folded, position, data);
        List<double[]> expected = Graphs.run(Folding.unfolded(density, variable), position, data);
        assertThat(expected.get(0)[0]).matches(value -> !Double.isFinite(value));
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < expected.get(i).length; k++) {
                double value = expected.get(i)[k];
                if (!Double.isFinite(value)) {
                    assertThat(actual.get(i)[k])
                            .as("element %d of output %d", k, i)
                            .isEqualTo(Double.valueOf(value));
                } else {
                    Graphs.assertClose(new double[] {actual.get(i)[k]}, new double[] {value}, 1e-10, "finite");
                }
            }
        }
    }

    private void assertSame(Tensor mean, double[] position) {
        assertSame(mean, Tensor.of(y), position);
        assertSame(mean, Tensor.of(Node.leaf(new Data("y"), Shape.of(ROWS), y)), position);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN})
    void outcomes(double value) {
        y[INFINITE] = value;
        double[] position = normals(WIDE + 2);
        int[] groups = new int[ROWS];
        Arrays.setAll(groups, i -> i % GROUPS);
        Tensor linear = Tensor.of(x).timesElementwise(q.at(4));
        assertSame(q.at(0).broadcastTo(Shape.of(ROWS)), position);
        assertSame(linear, position);
        assertSame(linear.plus(q.at(0)), position);
        assertSame(linear.plus(q.at(0)).plus(Tensor.of(normals(ROWS)).timesElementwise(q.at(2))), position);
        assertSame(q.gather(groups), position);
        Tensor matrix = Tensor.of(Shape.of(ROWS, WIDE), normals(ROWS * WIDE));
        assertSame(matrix.times(q.slice(0, WIDE)).plus(q.at(WIDE)), position);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, -2})
    void predictors(double slope) {
        x[INFINITE] = Double.POSITIVE_INFINITY;
        double[] position = normals(WIDE + 2);
        position[1] = slope;
        Tensor mean = Tensor.of(x).timesElementwise(q.at(1));
        assertSame(mean, position);
        assertSame(mean.plus(q.at(0)), position);
    }

    /** Their derivatives are of infinities that cancel, or not, and of no use. */
    @Test
    void severalRows() {
        y[INFINITE] = Double.POSITIVE_INFINITY;
        y[INFINITE + 1] = Double.NEGATIVE_INFINITY;
        Tensor density = Normal.of(q.at(0), sigma).logDensity(Tensor.of(y)).sum();
        double[] position = normals(WIDE + 2);
        List<double[]> outputs = Graphs.run(Folding.folded(density, variable), position, Map.of());
        assertThat(outputs.get(0)[0]).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
