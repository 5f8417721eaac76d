package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Eigenvalues against known ones, eigenvectors by what they must satisfy, and the geometric mean made of them. */
class SymmetricEigenTest {

    @Test
    void ofAKnownMatrix() {
        SymmetricEigen eigen = found(new double[][] {{2, 0, 0}, {0, 3, 0}, {0, 4, 9}});
        double[] values = eigen.values().clone();
        Arrays.sort(values);
        assertThat(values).containsExactly(new double[] {1, 2, 11}, within(1e-14));
    }

    /** The second differences, whose eigenvalues are 2 - 2 cos(pi k / (n + 1)). */
    @Test
    void ofSecondDifferences() {
        int n = 40;
        double[][] matrix = new double[n][n];
        double[] expected = new double[n];
        for (int i = 0; i < n; i++) {
            matrix[i][i] = 2;
            if (i > 0) {
                matrix[i][i - 1] = -1;
            }
            expected[i] = 2 - 2 * Math.cos(Math.PI * (i + 1) / (n + 1));
        }
        double[] values = found(matrix).values().clone();
        Arrays.sort(values);
        assertThat(values).containsExactly(expected, within(1e-14));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 50})
    void theVectorsDiagonaliseTheMatrix(int n) {
        for (int rank : new int[] {n, n / 2}) {
            double[][] matrix = randomCovariance(n, rank, n);
            SymmetricEigen eigen = found(copy(matrix));
            for (int k = 0; k < n; k++) {
                double[] vector = eigen.vectors()[k];
                for (int i = 0; i < n; i++) {
                    assertThat(Vectors.product(matrix[i], vector))
                            .isCloseTo(eigen.values()[k] * vector[i], within(1e-11));
                    assertThat(Vectors.product(vector, eigen.vectors()[i])).isCloseTo(i == k ? 1 : 0, within(1e-12));
                }
            }
        }
    }

    /** The geometric mean S of A and the inverse of B is symmetric, and S B S = A. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void theGeometricMeanSolvesItsEquation(int n) {
        double[][] a = randomCovariance(n, n + 5, 1);
        double[][] b = randomCovariance(n, n + 5, 2);
        double[][] mean = Objects.requireNonNull(GeometricMean.of(a, b));
        double[][] product = product(product(mean, b), mean);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                assertThat(product[i][j]).isCloseTo(a[i][j], within(1e-8));
                assertThat(mean[i][j]).isCloseTo(mean[j][i], within(1e-10));
            }
        }
    }

    @Test
    void numbersThatAreNotFiniteHaveNone() {
        for (double number : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
            double[][] matrix = {{number * number}};
            assertThat(SymmetricEigen.of(copy(matrix))).isNull();
            assertThat(GeometricMean.of(matrix, new double[][] {{1}})).isNull();
            assertThat(GeometricMean.of(new double[][] {{1}}, matrix)).isNull();
            assertThat(SymmetricEigen.of(new double[][] {{1, 0, 0}, {0, number * number, 0}, {1, 2, 3}}))
                    .isNull();
        }
    }

    /** Of numbers that are so correlated that rounding hides how much, the mean is that of nearly the same ones. */
    @Test
    void aMatrixThatRoundingMakesSingularHasNearlyTheMeanOfARegularOne() {
        double[][] regular = {{1, 0}, {0, 1}};
        for (double below : new double[] {0, 1e-16, -1e-16}) {
            double[][] singular = {{1e16, 1e16}, {1e16, 1e16 * (1 - below)}};
            double[][] mean = Objects.requireNonNull(GeometricMean.of(regular, singular));
            // in the direction (1, 1) one over the root of 2e16
            double along = (mean[0][0] + mean[0][1] + mean[1][0] + mean[1][1]) / 2;
            assertThat(along).isCloseTo(Math.sqrt(1 / 2e16), within(1e-6 * along));
            double across = (mean[0][0] - mean[0][1] - mean[1][0] + mean[1][1]) / 2;
            assertThat(across).isBetween(0.1, 1.0);
        }
    }

    private static SymmetricEigen found(double[][] matrix) {
        return Objects.requireNonNull(SymmetricEigen.of(matrix));
    }

    private static double[][] randomCovariance(int n, int rank, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double[][] matrix = new double[n][n];
        for (int k = 0; k < rank; k++) {
            double[] vector = new double[n];
            Arrays.setAll(vector, i -> random.nextGaussian());
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    matrix[i][j] += vector[i] * vector[j];
                }
            }
        }
        return matrix;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] result = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < a.length; k++) {
                for (int j = 0; j < a.length; j++) {
                    result[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return result;
    }

    private static double[][] copy(double[][] matrix) {
        return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    }
}
