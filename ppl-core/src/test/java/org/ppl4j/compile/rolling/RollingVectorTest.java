package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Program;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Vectors and matrices that loops put together element by element, or row by row, are a few vector operations. */
class RollingVectorTest {

    private static final int SIDE = 12;

    private final double[] x = new SplittableRandom(1).doubles(400, -1, 1).toArray();
    private final Node variable = Graphs.variable(4);
    private final Tensor q = Tensor.of(variable);
    private final double[] position = {0.3, -0.2, 0.1, 0.4};

    /** Compiles a sum of the elements, each times another number, and checks its value and its gradient. */
    private String explained(Tensor tensor) {
        Tensor weights = Tensor.of(Arrays.copyOf(x, tensor.shape().size()));
        Node sum = tensor.flatten().times(weights).sum().node();
        Program program = new Compiler("elements").compileWithGradient(List.of(sum), variable);
        List<double[]> results = Graphs.run(program, position, Map.of());
        assertThat(results.get(0)[0]).isCloseTo(Graphs.plain(sum, position), within(1e-12));
        Graphs.assertClose(results.get(1), Graphs.finiteDifferences(sum, position), 1e-7, "gradient");
        return program.explain();
    }

    private Tensor covariance(int i, int j) {
        double distance = x[i] - x[j];
        return q.at(0)
                .square()
                .times(Tensor.of(-distance * distance).dividedBy(q.at(1).exp()).exp());
    }

    @Test
    void aMatrixOfTwoLoopsIsOneTensorBesideItsDiagonal() {
        Tensor[] rows = new Tensor[SIDE];
        for (int i = 0; i < SIDE; i++) {
            Tensor[] row = new Tensor[SIDE];
            for (int j = 0; j < SIDE; j++) {
                row[j] = i == j ? covariance(i, j).plus(q.at(2).exp()) : covariance(i, j);
            }
            rows[i] = Tensor.stack(row);
        }
        assertThat(explained(Tensor.stack(rows)))
                .contains("loop rolled: 132 parts of a vector of one form into one vector operation")
                .contains("loop rolled: 12 parts of a vector of one form into one vector operation");
    }

    @Test
    void aTriangleThatFillsBothHalvesIsOneTensor() {
        Tensor[][] elements = new Tensor[SIDE][SIDE];
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j <= i; j++) {
                elements[i][j] = covariance(i, j);
                elements[j][i] = elements[i][j];
            }
        }
        Tensor[] rows = new Tensor[SIDE];
        for (int i = 0; i < SIDE; i++) {
            rows[i] = Tensor.stack(elements[i]);
        }
        assertThat(explained(Tensor.stack(rows)))
                .contains("loop rolled: 144 parts of a vector of one form into one vector operation");
    }

    @Test
    void elementsOfSeveralFormsAreInTheirPlaces() {
        List<Tensor> elements = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Tensor product = q.at(i % 4).times(x[i]);
            elements.add(i == 17 ? q.at(1).exp() : i % 3 == 0 ? product.tanh() : product.sigmoid());
        }
        assertThat(explained(Tensor.stack(elements)))
                .contains("loop rolled: 20 parts of a vector of one form into one vector operation")
                .contains("loop rolled: 39 parts of a vector of one form into one vector operation");
    }

    @Test
    void rowsThatAreComputedAsVectorsAreOneMatrix() {
        Tensor[] rows = new Tensor[SIDE];
        for (int i = 0; i < SIDE; i++) {
            rows[i] = q.times(x[i]).plus(x[i + SIDE]).softmax();
        }
        assertThat(explained(Tensor.stack(rows)))
                .contains("loop rolled: 12 parts of a vector of one form into one vector operation");
    }

    @Test
    void oneVectorManyTimesIsOneBroadcast() {
        Tensor row = q;
        for (int k = 0; k < 10; k++) {
            row = row.sin().plus(q);
        }
        Tensor[] rows = new Tensor[SIDE];
        Arrays.fill(rows, row);
        assertThat(Tensor.stack(rows).shape()).isEqualTo(Shape.of(SIDE, 4));
        assertThat(explained(Tensor.stack(rows)))
                .contains("loop rolled: 12 parts of a vector of one form into one vector operation");
    }

    @Test
    void fewRowsAreLeftAsTheyAre() {
        Tensor rows = Tensor.stack(
                Tensor.stack(q.at(0).sin(), q.at(1)),
                Tensor.stack(q.at(2), q.at(3).cos()));
        assertThat(explained(rows)).doesNotContain("loop rolled");
    }
}
