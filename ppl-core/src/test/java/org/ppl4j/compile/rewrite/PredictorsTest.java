package org.ppl4j.compile.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.PassComparison;
import org.ppl4j.compile.Program;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Topology;
import org.ppl4j.tensor.Tensor;

/** Predictors of data are computed column by column as long as coefficients are scalars, and as products beyond. */
class PredictorsTest {

    private static final int ROWS = 60;

    private static PassComparison predictors(int columns) {
        SplittableRandom random = new SplittableRandom(columns);
        double[][] data = new double[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            data[i] = random.doubles(columns, -1, 1).toArray();
        }
        return PassComparison.of(
                coefficients -> Tensor.of(data).dot(coefficients).softplus().sum(),
                random.doubles(columns, -0.3, 0.3).toArray(),
                Optimization.UNBUNDLING);
    }

    private static boolean hasProducts(Program program) {
        return Topology.sort(Graphs.outputs(program)).stream().anyMatch(node -> node.op() instanceof MatrixMultiply);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 24, 32})
    void columnsAreAddedUp(int columns) {
        PassComparison compared = predictors(columns);
        assertThat(hasProducts(compared.whole())).isFalse();
        assertThat(hasProducts(compared.without())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 50})
    void manyColumnsAreProducts(int columns) {
        assertThat(hasProducts(predictors(columns).whole())).isTrue();
    }
}
