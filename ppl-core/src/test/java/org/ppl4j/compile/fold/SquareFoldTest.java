package org.ppl4j.compile.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Program;
import org.ppl4j.distribution.LogNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Gaussian likelihoods with linear predictors cost nothing by the row. */
class SquareFoldTest {

    private static final int ROWS = 300;

    private final SplittableRandom random = new SplittableRandom(7);
    private final Node variable = Graphs.variable(64);
    private final Tensor q = Tensor.of(variable);
    private final Tensor sigma = q.at(63).exp();

    private double[] normals(int count) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> random.nextGaussian());
        return values;
    }

    private Tensor vector() {
        return Tensor.of(normals(ROWS));
    }

    private Tensor matrix(int columns) {
        return Tensor.of(Shape.of(ROWS, columns), normals(ROWS * columns));
    }

    private int[] groups(int count) {
        int[] groups = new int[ROWS];
        Arrays.setAll(groups, i -> random.nextInt(count));
        return groups;
    }

    private void assertFolded(Tensor density) {
        Folding.assertFolded(density, variable, ROWS);
    }

    private static Tensor likelihood(Tensor mean, Tensor sigma, Tensor y) {
        return Normal.of(mean, sigma).logDensity(y).sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void linearRegression(int predictors) {
        Tensor mean = matrix(predictors).times(q.slice(0, predictors));
        assertFolded(likelihood(mean, sigma, vector()));
        assertFolded(likelihood(mean.plus(q.at(62)), sigma, vector()));
    }

    @Test
    void manyPredictorsAreMatrixProducts() {
        Tensor mean = matrix(40).times(q.slice(0, 40));
        assertFolded(likelihood(mean, sigma, vector()));
        assertFolded(likelihood(mean.plus(q.at(62)), sigma, vector()));
        assertFolded(mean.plus(q.at(62)).square().sum());
    }

    @Test
    void predictorsWrittenOneByOne() {
        Tensor x = vector();
        Tensor mean = q.at(0)
                .plus(q.at(1).times(x))
                .plus(x.square().times(q.at(2)))
                .minus(x.times(q.at(0)).times(3));
        assertFolded(likelihood(mean, sigma, vector()));
        assertFolded(likelihood(q.at(0), sigma, vector()));
        assertFolded(LogNormal.of(q.at(0), sigma).logDensity(vector().exp()).sum());
        assertFolded(likelihood(mean, Tensor.of(2), vector()));
    }

    @Test
    void aMatrixGivenByItsColumns() {
        Tensor x = Tensor.of(Shape.of(3, ROWS), normals(3 * ROWS));
        assertFolded(likelihood(x.transpose().times(q.slice(0, 3)), sigma, vector()));
        assertFolded(likelihood(q.slice(0, 3).dot(x), sigma, vector()));
    }

    @Test
    void knownWeights() {
        Tensor mean = matrix(3).times(q.slice(0, 3)).plus(q.at(3));
        Tensor known = vector().exp();
        Tensor y = vector();
        assertFolded(likelihood(mean, known, y));
        assertFolded(likelihood(mean, known.times(sigma), y));
        assertFolded(y.minus(mean).square().times(known).sum());
        assertFolded(y.minus(mean).square().times(known.negate()).sum());
        assertFolded(y.minus(mean).square().dividedBy(known.times(-2)).sum());
        Folding.assertLeft(y.minus(mean).square().times(vector()).sum(), variable, ROWS);
    }

    /** Weights of observations, as those of samples or of kernels are. */
    @Test
    void weightedDensities() {
        Tensor mean = matrix(3).times(q.slice(0, 3)).plus(q.at(3));
        Tensor weights = vector().abs();
        Tensor y = vector();
        Tensor densities = Normal.of(mean, sigma).logDensity(y);
        assertFolded(densities.timesElementwise(weights).sum());
        assertFolded(densities.timesElementwise(weights.negate()).sum());
        assertFolded(densities.timesElementwise(Tensor.of(groups(2))).sum());
        assertFolded(Normal.of(mean, sigma.times(weights))
                .logDensity(y)
                .timesElementwise(weights)
                .sum());
        assertSquaresAreLeft(densities.timesElementwise(vector()).sum());
        assertSquaresAreLeft(densities
                .plus(StudentT.of(4, mean, sigma).logDensity(y))
                .timesElementwise(weights)
                .sum());
    }

    private void assertSquaresAreLeft(Tensor density) {
        Program program = Folding.folded(density, variable);
        assertThat(Folding.longestLoop(program)).isGreaterThanOrEqualTo(ROWS);
        Folding.assertSame(program, Folding.unfolded(density, variable), variable, Map.of());
    }

    @Test
    void aLoopOverWeightedDensities() {
        double[] x = normals(ROWS);
        double[] y = normals(ROWS);
        Tensor sum = q.square().sum();
        for (int i = 0; i < ROWS; i++) {
            Tensor density = Normal.of(q.at(0).plus(q.at(1).times(x[i])), sigma).logDensity(Tensor.of(y[i]));
            sum = sum.plus(density.times(Math.exp(-x[i] * x[i])));
        }
        assertFolded(sum);
    }

    @Test
    void aLoopOverScalarStatements() {
        double[] x = normals(ROWS);
        double[] z = normals(ROWS);
        double[] y = normals(ROWS);
        Tensor sum = q.square().sum();
        for (int i = 0; i < ROWS; i++) {
            Tensor mean = q.at(0).plus(q.at(1).times(x[i])).plus(q.at(2).times(z[i]));
            sum = sum.plus(Normal.of(mean, sigma).logDensity(Tensor.of(y[i])));
        }
        assertFolded(sum);
    }

    @Test
    void groupsWithInterceptsSlopesAndScales() {
        int[] group = groups(20);
        Tensor alpha = q.slice(0, 20);
        Tensor beta = q.slice(20, 40);
        Tensor x = vector();
        Tensor y = vector();
        Tensor mean = alpha.gather(group).plus(beta.gather(group).times(x));
        assertFolded(likelihood(mean, sigma, y));
        assertFolded(likelihood(alpha.gather(group), sigma, y));
        assertFolded(likelihood(mean, beta.exp().gather(group), y));
        assertFolded(likelihood(mean.plus(x.times(q.at(41))), beta.gather(group).exp(), y));
        Tensor partial = q.at(40).plus(q.at(41).times(alpha)).gather(group);
        assertFolded(likelihood(partial.plus(x.times(q.at(42))), sigma, y));
        Tensor loop = q.square().sum();
        for (int i = 0; i < ROWS; i++) {
            loop = loop.plus(likelihood(alpha.at(group[i]), sigma, Tensor.of(y.toArray()[i])));
        }
        assertFolded(loop);
    }

    @Test
    void crossedGroups() {
        Tensor mean = q.slice(0, 5).gather(groups(5)).plus(q.slice(5, 8).gather(groups(3)));
        assertFolded(likelihood(mean, sigma, vector()));
    }

    @Test
    void groupsWithFewRowsAreLeft() {
        int[] group = groups(60);
        Tensor mean = q.slice(0, 60).gather(group);
        assertFolded(likelihood(mean, sigma, vector()));
        Tensor x = vector();
        Tensor slopes = mean.plus(x.times(q.at(61)))
                .plus(x.square().times(q.at(60)))
                .plus(x.times(x.square()).times(q.at(62)))
                .plus(x.sin().times(q.at(62)));
        Folding.assertLeft(likelihood(slopes, sigma, vector()), variable, ROWS);
    }

    @Test
    void fewerRowsThanCoefficientsAreLeft() {
        Tensor x = Tensor.of(Shape.of(20, 30), normals(600));
        Tensor y = Tensor.of(normals(20));
        Folding.assertLeft(likelihood(x.times(q.slice(0, 30)), sigma, y), variable, 20);
    }

    @Test
    void dependentColumnsAndEmptyDirections() {
        double[] x = normals(ROWS);
        double[] columns = new double[4 * ROWS];
        for (int i = 0; i < ROWS; i++) {
            columns[4 * i] = x[i];
            columns[4 * i + 1] = 1;
            columns[4 * i + 2] = 2 - 3 * x[i];
        }
        Tensor mean = Tensor.of(Shape.of(ROWS, 4), columns).times(q.slice(0, 4));
        assertFolded(likelihood(mean, sigma, vector()));
        assertFolded(likelihood(mean.plus(q.at(4)), sigma, vector()));
    }

    /** A column that is one number but for rounding, or nearly, has no coefficient that would lose all digits of the constant. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-16, 1e-13, 1e-9, 1e-6, 1e-3})
    void columnsThatAreNearlyConstant(double distance) {
        double[] x = normals(ROWS);
        double[] other = normals(ROWS);
        for (int i = 0; i < ROWS; i++) {
            x[i] = 0.3 * (1 + distance * x[i]);
            other[i] = i == 7 ? Math.nextUp(1e6) : 1e6;
        }
        Tensor mean = q.at(0).plus(q.at(1).times(Tensor.of(x))).plus(q.at(2).times(Tensor.of(other)));
        assertFolded(likelihood(mean, sigma, vector()));
        assertFolded(likelihood(mean.plus(q.at(3).times(vector())), sigma, vector()));
    }

    /** What rounding leaves of one column after the other is ever smaller, until its square underflows. */
    @Test
    void manyColumnsOnOneLine() {
        int rows = 20;
        int many = 15;
        double[] columns = new double[many * rows];
        for (int i = 0; i < rows; i++) {
            double time = (270.0 + i) / 300;
            columns[many * i] = time;
            for (int j = 1; j < many; j++) {
                columns[many * i + j] = time - (j - 0.5) / 15;
            }
        }
        Tensor few = q.slice(0, 3);
        Tensor coefficients = Tensor.concatenate(few, few, few, few, few);
        Tensor mean = Tensor.of(Shape.of(rows, many), columns).times(coefficients);
        Tensor density = likelihood(mean.plus(q.at(4)), sigma, Tensor.of(normals(rows)));
        Program folded = Folding.folded(density, variable);
        assertThat(folded.explain()).contains("sum folded: " + rows + " terms into ");
        Folding.assertSame(folded, Folding.unfolded(density, variable), variable, Map.of());
    }

    @Test
    void hugeAndTinyNumbers() {
        double[] x = normals(ROWS);
        double[] y = x.clone();
        for (int i = 0; i < ROWS; i++) {
            x[i] *= 1e200;
            y[i] = (y[i] + 0.1 * random.nextGaussian()) * 1e160;
        }
        Tensor slope = q.at(0).times(1e-40);
        Tensor density = likelihood(Tensor.of(x).times(slope), sigma.times(1e160), Tensor.of(y));
        assertFolded(density);
    }

    @Test
    void residualsThatAreNeededAnywayAreLeft() {
        Tensor mean = matrix(3).times(q.slice(0, 3));
        Tensor y = vector();
        Tensor robust = StudentT.of(Tensor.of(4), mean, sigma).logDensity(y).sum();
        Folding.assertLeft(likelihood(mean, sigma, y).plus(robust), variable, ROWS);
        Folding.assertLeft(mean.minus(y).square().times(mean).sum(), variable, ROWS);
        Folding.assertLeft(mean.minus(y).square().square().sum(), variable, ROWS);
    }

    @Test
    void rowsWithTheirOwnParametersAreLeft() {
        Node own = Graphs.variable(ROWS);
        Folding.assertLeft(likelihood(Tensor.of(own), Tensor.of(2), vector()), own, ROWS);
    }

    private static Tensor input(String name, Tensor values) {
        return Tensor.of(Node.leaf(new Data(name), values.shape(), values.toArray()));
    }

    @Test
    void dataThatAreBoundLater() {
        Tensor x = matrix(3);
        Tensor known = vector().exp();
        Tensor y = vector();
        Tensor mean = input("predictors", x).times(q.slice(0, 3)).plus(q.at(3));
        Tensor z = input("y", y).minus(mean).dividedBy(sigma.times(input("sd", known)));
        Tensor density = z.square().sum().plus(input("sd", known).log().sum());
        Map<String, double[]> data = Map.of("predictors", x.toArray(), "y", y.toArray(), "sd", known.toArray());
        Folding.assertFolded(density, variable, ROWS, data);
        Map<String, double[]> others =
                Map.of("predictors", matrix(3).toArray(), "y", vector().toArray(), "sd", known.toArray());
        Folding.assertFolded(density, variable, ROWS, others);
        Program program = Folding.folded(density, variable);
        assertThatThrownBy(() -> Graphs.assertClose(
                        Graphs.run(program, new double[64], data).get(0),
                        Graphs.run(program, new double[64], others).get(0),
                        1e-3,
                        "other data"))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void oneWrongObservationIsNoticed() {
        double[] x = normals(ROWS);
        double[] y = normals(ROWS);
        double[] wrong = y.clone();
        wrong[17] += 1e-5;
        Tensor mean = q.at(0).plus(q.at(1).times(Tensor.of(x)));
        Program program = Folding.folded(likelihood(mean, sigma, Tensor.of(wrong)), variable);
        Program expected = Folding.unfolded(likelihood(mean, sigma, Tensor.of(y)), variable);
        assertThatThrownBy(() -> Folding.assertSame(program, expected, variable, Map.of()))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void valuesThatAreNotFiniteStaySo() {
        double[] y = normals(ROWS);
        y[3] = Double.NaN;
        Program program = Folding.folded(likelihood(q.at(0), sigma, Tensor.of(y)), variable);
        List<double[]> outputs = Graphs.run(program, new double[64], Map.of());
        assertThat(outputs.get(0)[0]).isNaN();
    }
}
