package org.ppl4j.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The matrix algorithms, over sizes around their blocks, against textbook loops and against Commons Math. */
class MatrixKernelsTest {

    private static double[] random(int size, long seed) {
        return new SplittableRandom(seed).doubles(size, -1, 1).toArray();
    }

    /** Returns a random matrix with eigenvalues from one down to the reciprocal of the condition number. */
    private static double[] positiveDefinite(int n, double condition, long seed) {
        RealMatrix basis = new QRDecomposition(matrix(n, n, random(n * n, seed))).getQ();
        double[][] result = new double[n][n];
        for (int k = 0; k < n; k++) {
            double eigenvalue = Math.pow(condition, -k / Math.max(1.0, n - 1));
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    result[i][j] += eigenvalue * basis.getEntry(i, k) * basis.getEntry(j, k);
                }
            }
        }
        return flat(result);
    }

    private static RealMatrix matrix(int rows, int columns, double[] elements) {
        RealMatrix result = new Array2DRowRealMatrix(rows, columns);
        for (int i = 0; i < elements.length; i++) {
            result.setEntry(i / columns, i % columns, elements[i]);
        }
        return result;
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[][] scratch(int rows, int columns) {
        double[][] scratch = new double[rows][columns];
        for (double[] row : scratch) {
            Arrays.fill(row, Double.NaN);
        }
        return scratch;
    }

    private static double[][] scratch(int n) {
        return scratch(CholeskyDecomposition.scratchRows(n), CholeskyDecomposition.scratchColumns(n));
    }

    private static double[] pack(double[] square, int n) {
        double[] packed = new double[CholeskyDecomposition.packedSize(n)];
        for (int i = 0; i < n; i++) {
            System.arraycopy(square, i * n, packed, CholeskyDecomposition.packedSize(i), i + 1);
        }
        return packed;
    }

    private static double[] factor(double[] matrix, int n) {
        double[] factor = new double[n * n];
        CholeskyDecomposition.factor(matrix, false, n, factor, scratch(n));
        return factor;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 47, 48, 49, 64, 70})
    void factorsMultiplyToTheMatrix(int n) {
        for (double condition : new double[] {1, 1e4, 1e8}) {
            double[] matrix = positiveDefinite(n, condition, 1);
            double[] factor = factor(matrix, n);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double product = 0;
                    for (int k = 0; k < n; k++) {
                        product += factor[i * n + k] * factor[j * n + k];
                    }
                    assertThat(product).as("%d %d", i, j).isCloseTo(matrix[i * n + j], within(2e-16 * (n + 2)));
                }
                assertThat(factor[i * n + i]).isPositive();
                assertThat(Arrays.copyOfRange(factor, i * n + i + 1, i * n + n)).isEqualTo(new double[n - i - 1]);
            }
            double[] fromPacked = new double[n * n];
            CholeskyDecomposition.factor(pack(matrix, n), true, n, fromPacked, scratch(n));
            assertThat(fromPacked).containsExactly(factor);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16, 40})
    void ofAMatrixThatIsNotPositiveDefiniteTheFactorIsNaN(int n) {
        for (double last : new double[] {0, -1, Double.NaN}) {
            double[] matrix = positiveDefinite(n, 10, 2);
            matrix[n * n - 1] = last;
            assertThat(factor(matrix, n)).containsOnly(Double.NaN);
        }
    }

    @Test
    void theUpperTriangleIsNotRead() {
        double[] matrix = positiveDefinite(20, 10, 3);
        double[] factor = factor(matrix, 20);
        for (int i = 0; i < 20; i++) {
            Arrays.fill(matrix, i * 20 + i + 1, i * 20 + 20, Double.NaN);
        }
        assertThat(factor(matrix, 20)).containsExactly(factor);
    }

    /** Each element is its own sum, fused, in the order of the rows: so the blocks cannot be seen in the bits. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 17, 18, 19, 20, 40, 54, 67, 150, 301})
    void factorsAreTheSequentialSums(int n) {
        double[] matrix = positiveDefinite(n, 100, 4);
        double[] plain = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = matrix[i * n + j];
                for (int k = 0; k < j; k++) {
                    rest = Math.fma(-plain[j * n + k], plain[i * n + k], rest);
                }
                plain[i * n + j] = i == j ? Math.sqrt(rest) : rest / plain[j * n + j];
            }
        }
        assertThat(factor(matrix, n)).containsExactly(plain);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 15, 17, 18, 19, 20, 33, 50, 54, 55, 56, 70, 150})
    void inversesAreThoseOfCommonsMath(int n) {
        for (double condition : new double[] {1, 1e4, 1e8}) {
            double[] matrix = positiveDefinite(n, condition, 5);
            double[] inverse = new double[n * n];
            CholeskyDecomposition.inverse(factor(matrix, n), n, inverse, false, scratch(n));
            RealMatrix expected =
                    new LUDecomposition(matrix(n, n, matrix), 0).getSolver().getInverse();
            double scale = expected.getFrobeniusNorm();
            for (int i = 0; i < n * n; i++) {
                assertThat(inverse[i]).isCloseTo(expected.getEntry(i / n, i % n), within(1e-15 * condition * scale));
                assertThat(inverse[i]).isEqualTo(inverse[i % n * n + i / n]);
            }
            double[] packed = new double[CholeskyDecomposition.packedSize(n)];
            CholeskyDecomposition.inverse(factor(matrix, n), n, packed, true, scratch(n));
            assertThat(packed).containsExactly(pack(inverse, n));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,0", "3,1", "17,1", "18,2", "19,1", "20,25", "37,0", "54,1", "56,3", "70,1", "150,1"})
    void adjointsOfDeterminantsAreInversesLessOuterProducts(int n, int columns) {
        double[] factor = factor(positiveDefinite(n, 50, 13), n);
        double[] inverse = new double[n * n];
        CholeskyDecomposition.inverse(factor, n, inverse, false, scratch(n));
        double[] w = random(n * columns, 14);
        double[] adjoint = random(n * n, 15);
        CholeskyDecomposition.determinantAdjoint(factor, n, 0.7, w, columns, -1.3, adjoint, false, scratch(n));
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double expected = 0.7 * inverse[i * n + j];
                for (int c = 0; c < columns; c++) {
                    expected += 1.3 * w[i * columns + c] * w[j * columns + c];
                }
                expected *= j < i ? 2 : j == i ? 1 : 0;
                assertThat(adjoint[i * n + j]).as("%d %d", i, j).isCloseTo(expected, within(1e-13));
            }
        }
        double[] packed = new double[CholeskyDecomposition.packedSize(n)];
        CholeskyDecomposition.determinantAdjoint(factor, n, 0.7, w, columns, -1.3, packed, true, scratch(n));
        assertThat(packed).containsExactly(pack(adjoint, n));
    }

    /** The adjoint, element by element: Smith, "Differentiation of the Cholesky algorithm" (1995). */
    private static double[] plainAdjoint(double[] factor, double[] factorAdjoint, int n) {
        double[] f = factorAdjoint.clone();
        double[] l = factor;
        for (int k = n - 1; k >= 0; k--) {
            for (int j = k + 1; j < n; j++) {
                for (int i = j; i < n; i++) {
                    f[i * n + k] -= f[i * n + j] * l[j * n + k];
                    f[j * n + k] -= f[i * n + j] * l[i * n + k];
                }
            }
            for (int j = k + 1; j < n; j++) {
                f[j * n + k] /= l[k * n + k];
                f[k * n + k] -= l[j * n + k] * f[j * n + k];
            }
            f[k * n + k] = 0.5 * f[k * n + k] / l[k * n + k];
        }
        return f;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 10, 15, 17, 18, 19, 20, 27, 31, 36, 37, 47, 64, 65, 70, 150})
    void adjointsAreThoseOfThePlainLoops(int n) {
        double[] factor = factor(positiveDefinite(n, 50, 6), n);
        double[] given = random(n * n, 7);
        double[] expected = plainAdjoint(factor, given, n);
        double[] adjoint = new double[n * n];
        FactorAdjoint.adjoint(factor, given, false, n, adjoint, false, scratch(n));
        double scale = Arrays.stream(pack(expected, n)).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double value = j <= i ? expected[i * n + j] : 0;
                assertThat(adjoint[i * n + j]).as("%d %d", i, j).isCloseTo(value, within(1e-13 * scale));
            }
        }
        double[] packed = new double[CholeskyDecomposition.packedSize(n)];
        FactorAdjoint.adjoint(factor, pack(given, n), true, n, packed, true, scratch(n));
        assertThat(packed).containsExactly(pack(adjoint, n));
    }

    @ParameterizedTest
    @CsvSource({
        "2,1,2",
        "2,2,2",
        "3,5,7",
        "7,3,2",
        "16,16,16",
        "17,33,15",
        "40,9,3",
        "3,9,40",
        "33,300,5",
        "5,300,33",
        "2,1,300",
        "300,1,2",
        "31,257,270",
        "70,70,70",
        "2,0,3"
    })
    void productsAreTheSequentialSums(int rows, int inner, int columns) {
        double[] left = random(rows * inner, 8);
        double[] right = random(inner * columns, 9);
        for (int form = 0; form < 4; form++) {
            int leftRow = form % 2 == 0 ? inner : 1;
            int leftInner = form % 2 == 0 ? 1 : rows;
            int rightInner = form / 2 == 0 ? columns : 1;
            int rightColumn = form / 2 == 0 ? 1 : inner;
            double[] result = random(rows * columns, 10);
            MatrixProduct.multiply(
                    left,
                    leftRow,
                    leftInner,
                    right,
                    rightInner,
                    rightColumn,
                    rows,
                    inner,
                    columns,
                    result,
                    scratch(
                            MatrixProduct.scratchRows(rows, inner, columns),
                            MatrixProduct.scratchColumns(rows, columns)));
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double sum = 0;
                    for (int k = 0; k < inner; k++) {
                        sum = Math.fma(left[i * leftRow + k * leftInner], right[k * rightInner + j * rightColumn], sum);
                    }
                    assertThat(result[i * columns + j])
                            .as("form %d, %d %d", form, i, j)
                            .isEqualTo(sum);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,1", "1,9", "2,3", "7,1", "16,5", "16,6", "17,7", "33,40", "18,24", "19,24", "20,6", "48,1", "50,260",
        "70,24", "150,150"
    })
    void solutionsSolve(int n, int columns) {
        double[] factor = factor(positiveDefinite(n, 100, 11), n);
        for (int i = 0; i < n; i++) {
            Arrays.fill(factor, i * n + i + 1, i * n + n, Double.NaN);
        }
        double[] right = random(n * columns, 12);
        for (boolean transposed : new boolean[] {false, true}) {
            double[] solution = new double[n * columns];
            TriangularSystem.solve(
                    factor,
                    transposed,
                    n,
                    right,
                    columns,
                    solution,
                    scratch(TriangularSystem.scratchRows(n, columns), TriangularSystem.scratchColumns(n, columns)));
            for (int i = 0; i < n; i++) {
                for (int c = 0; c < columns; c++) {
                    double sum = 0;
                    for (int k = transposed ? i : 0; transposed ? k < n : k <= i; k++) {
                        sum += (transposed ? factor[k * n + i] : factor[i * n + k]) * solution[k * columns + c];
                    }
                    assertThat(sum).as("%d %d", i, c).isCloseTo(right[i * columns + c], within(1e-14 * n));
                }
            }
        }
    }
}
