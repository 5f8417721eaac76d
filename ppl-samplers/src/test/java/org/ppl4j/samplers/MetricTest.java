package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Metrics: velocities are products with their covariance, and momenta have its inverse as theirs. */
class MetricTest {
    private static final double ROOT = Math.sqrt(0.5);
    private static final double[] SCALES = {0.5, 2, 3};
    private static final double[][] DIRECTIONS = {{ROOT, ROOT, 0}, {0, 0, 1}};
    private static final double[] VARIANCES = {9, 0.04};

    /** A metric and the covariance that it stands for. */
    private static final class Row {
        final Metric metric;
        final double[][] covariance;

        Row(Metric metric, double[][] covariance) {
            this.metric = metric;
            this.covariance = covariance;
        }

        @Override
        public String toString() {
            return metric.toString();
        }
    }

    static Stream<Row> rows() {
        double[][] correlated = {{2, 0.9, -0.3}, {0.9, 1, 0.1}, {-0.3, 0.1, 0.5}};
        return Stream.of(
                new Row(Metric.unit(), new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}),
                new Row(Metric.diagonal(0.01, 1, 100), new double[][] {{0.01, 0, 0}, {0, 1, 0}, {0, 0, 100}}),
                new Row(Metric.dense(correlated), correlated),
                new Row(Metric.lowRank(SCALES, DIRECTIONS, VARIANCES), lowRankCovariance()));
    }

    private static double[][] lowRankCovariance() {
        double[][] covariance = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double inner = i == j ? 1 : 0;
                for (int k = 0; k < 2; k++) {
                    inner += (VARIANCES[k] - 1) * DIRECTIONS[k][i] * DIRECTIONS[k][j];
                }
                covariance[i][j] = SCALES[i] * inner * SCALES[j];
            }
        }
        return covariance;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void velocitiesAreProductsWithTheCovariance(Row row) {
        double[] momentum = {0.3, -2, 1.1};
        double[] velocity = {9, 9, 9};
        row.metric.velocity(momentum, velocity);
        double twice = 0;
        for (int i = 0; i < 3; i++) {
            double expected = 0;
            for (int j = 0; j < 3; j++) {
                expected += row.covariance[i][j] * momentum[j];
            }
            assertThat(velocity[i]).isCloseTo(expected, within(1e-13 * (1 + Math.abs(expected))));
            twice += momentum[i] * expected;
        }
        assertThat(row.metric.kineticEnergy(momentum, velocity)).isCloseTo(twice / 2, within(1e-12 * twice));
        assertThat(row.metric.fits(3)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void momentaHaveTheInverseCovariance(Row row) {
        assertThat(errors(row.metric, row.covariance)).isLessThan(4.5);
        double[][] wrong = new double[3][];
        for (int i = 0; i < 3; i++) {
            wrong[i] = row.covariance[i].clone();
            wrong[i][i] *= 1.1;
        }
        assertThat(errors(row.metric, wrong)).isGreaterThan(4.5);
    }

    /** The mean product of momentum and velocity is the identity: the largest deviation, in standard errors. */
    private static double errors(Metric metric, double[][] covariance) {
        RandomGenerator random = random();
        int draws = 40_000;
        double[][] sum = new double[3][3];
        double[][] squares = new double[3][3];
        double[] momentum = new double[3];
        for (int draw = 0; draw < draws; draw++) {
            metric.drawMomentum(random, momentum);
            for (int j = 0; j < 3; j++) {
                double velocity = 0;
                for (int k = 0; k < 3; k++) {
                    velocity += covariance[j][k] * momentum[k];
                }
                for (int i = 0; i < 3; i++) {
                    sum[i][j] += momentum[i] * velocity;
                    squares[i][j] += momentum[i] * velocity * momentum[i] * velocity;
                }
            }
        }
        double largest = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double mean = sum[i][j] / draws;
                double error = Math.sqrt((squares[i][j] / draws - mean * mean) / draws);
                largest = Math.max(largest, Math.abs(mean - (i == j ? 1 : 0)) / error);
            }
        }
        return largest;
    }

    @Test
    void refusesWhatIsNoCovariance() {
        refused(() -> Metric.diagonal(1, 0).fits(2), "The variances of a metric must be finite and > 0, got 0.0.");
        refused(
                () -> Metric.dense(new double[][] {{1, 2}, {2, 1}}).fits(2),
                "The covariance of a metric must be positive definite, got [[1.0, 2.0], [2.0, 1.0]].");
        refused(
                () -> Metric.dense(new double[][] {{1, 0.5}, {0.2, 1}}).fits(2),
                "The covariance of a metric must be symmetric, got 0.2 in row 1 and column 0, but 0.5 in row 0 and column"
                        + " 1.");
        assertThat(Metric.dense(new double[][] {{1e-20, 1e-21}, {1.000000001e-21, 1e-20}})
                        .fits(2))
                .isTrue();
        refused(
                () -> Metric.dense(new double[][] {{1e-20, 1e-21}, {2e-21, 1e-20}})
                        .fits(2),
                "The covariance of a metric must be symmetric, got 2.0E-21 in row 1 and column 0, but 1.0E-21 in row 0 and"
                        + " column 1.");
        refused(
                () -> Metric.dense(new double[][] {{1, 2}}).fits(1),
                "The covariance of a metric must be square, got a row of 2 numbers among 1 rows.");
        refused(
                () -> Metric.lowRank(new double[] {1, 1}, new double[][] {{1, 1}}, new double[] {2})
                        .fits(2),
                "The directions of a low-rank metric must be orthonormal, but the product of 0 and 0 is 2.0.");
        refused(
                () -> Metric.lowRank(new double[] {1, 1}, new double[][] {{1, 0}}, new double[] {})
                        .fits(2),
                "A low-rank metric needs a variance for each direction, got 0 for 1.");
    }

    @Test
    void aMetricOfAnotherSpaceIsRefused() {
        Target target = Target.of(GaussianDensity.standard(3));
        for (Sampler sampler : List.of(
                Nuts.create().metric(Metric.diagonal(1, 2)),
                Hmc.of(0.1, 3).metric(Metric.diagonal(1, 2)),
                Hmcda.of(1).metric(Metric.diagonal(1, 2)))) {
            refused(
                    () -> sampler.kernel(target),
                    "The metric Metric.diagonal(1.0, 2.0) does not fit 3 unconstrained coordinates.");
        }
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(17);
    }
}
