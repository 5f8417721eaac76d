package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ppl4j.density.LogDensity;

/** What is learned of a metric, against covariances that are known. */
class MetricEstimatorTest {
    private static final double[][] COVARIANCE = {{4, 1.5, -0.2}, {1.5, 1, 0.1}, {-0.2, 0.1, 0.25}};

    @Test
    void stansVariancesAreShrunkTowardsASmallNumber() {
        VarianceEstimator estimator = new VarianceEstimator(1);
        for (double x : new double[] {1, 2, 4, 5}) {
            estimator.add(new GradientState(new double[] {1e6 + x}, 0, new double[1]));
        }
        DiagonalMetric metric = (DiagonalMetric) learned(estimator);
        assertThat(metric.variance(0)).isCloseTo(4.0 / 9 * 10 / 3 + 1e-3 * 5 / 9, within(1e-9));
        estimator.reset();
        assertThat(estimator.count()).isZero();
        assertThat(estimator.estimate()).isNull();
    }

    @Test
    void stansCovarianceIsTheSamplesOne() {
        CovarianceEstimator estimator = new CovarianceEstimator(2);
        double[][] positions = {{1, 2}, {4, -1}, {2, 2}, {-3, 0}};
        Arrays.stream(positions).forEach(position -> estimator.add(new GradientState(position, 0, new double[2])));
        DenseMetric metric = (DenseMetric) learned(estimator);
        double weight = 4.0 / 9;
        // by hand: means 1 and 0.75, sums of products 26, 6.75 and -1
        assertThat(metric.covariance(0, 0)).isCloseTo(weight * 26 / 3 + 1e-3 * 5 / 9, within(1e-14));
        assertThat(metric.covariance(1, 1)).isCloseTo(weight * 6.75 / 3 + 1e-3 * 5 / 9, within(1e-14));
        assertThat(metric.covariance(0, 1)).isCloseTo(weight * -1 / 3, within(1e-14));
        assertThat(metric.covariance(1, 0)).isEqualTo(metric.covariance(0, 1));
    }

    /** Gradients of independent normal coordinates are proportional to positions, wherever the states are. */
    @Test
    void threeStatesShowTheVariancesOfIndependentNormals() {
        double[] variances = {1e-6, 1, 1e6};
        LogDensity density =
                new GaussianDensity(new double[] {1, -2, 3}, new double[][] {{1e-6, 0, 0}, {0, 1, 0}, {0, 0, 1e6}});
        FisherDiagonal estimator = new FisherDiagonal(3);
        feed(estimator, density, 3);
        DiagonalMetric metric = (DiagonalMetric) learned(estimator);
        for (int i = 0; i < 3; i++) {
            assertThat(metric.variance(i)).isCloseTo(variances[i], within(1e-9 * variances[i]));
        }
    }

    @Test
    void whatDoesNotVarySaysNothing() {
        FisherDiagonal estimator = new FisherDiagonal(2);
        for (int i = 0; i < 5; i++) {
            estimator.add(new GradientState(new double[] {i, 1}, 0, new double[2]));
        }
        DiagonalMetric metric = (DiagonalMetric) learned(estimator);
        assertThat(metric.variance(0)).isEqualTo(1);
        assertThat(metric.variance(1)).isEqualTo(1);
    }

    @Test
    void fewStatesShowTheWholeCovarianceOfANormal() {
        FisherCovariance estimator = new FisherCovariance(3, false);
        feed(estimator, new GaussianDensity(new double[3], COVARIANCE), 8);
        DenseMetric metric = (DenseMetric) learned(estimator);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(metric.covariance(i, j)).isCloseTo(COVARIANCE[i][j], within(1e-3));
            }
        }
    }

    /** The gradients of a normal show it exactly if there are more states than coordinates, however many these are. */
    @Test
    void aDenseMetricOfManyCoordinatesIsThatOfTheTarget() {
        int dimension = 250;
        double[] wide = wave(dimension, 1);
        double[] narrow = wave(dimension, 2);
        FisherCovariance estimator = new FisherCovariance(dimension, false);
        Spiked density = new Spiked(wide, 400, narrow, 0.0025);
        RandomGenerator random = random();
        for (int i = 0; i < 2 * dimension; i++) {
            estimator.add(GradientState.at(density.draw(random), density));
        }
        DenseMetric metric = (DenseMetric) learned(estimator);
        double[] velocity = new double[dimension];
        metric.velocity(wide, velocity);
        assertThat(Vectors.product(wide, velocity)).isCloseTo(400, within(0.1));
        metric.velocity(narrow, velocity);
        assertThat(Vectors.product(narrow, velocity)).isCloseTo(0.0025, within(1e-6));
        for (int i = 0; i < dimension; i++) {
            double expected = 1 + 399 * wide[i] * wide[i] - 0.9975 * narrow[i] * narrow[i];
            assertThat(metric.covariance(i, i)).isCloseTo(expected, within(0.01 * expected));
        }
    }

    /** A whole covariance of them would be wrong by powers of ten in the directions that they do not show. */
    @Test
    void aDenseMetricOfFewStatesIsOneOfLowRank() {
        FisherCovariance few = new FisherCovariance(50, false);
        feed(few, GaussianDensity.standard(50), 99);
        assertThat(learned(few)).isInstanceOf(LowRankMetric.class);
        FisherCovariance enough = new FisherCovariance(50, false);
        feed(enough, GaussianDensity.standard(50), 100);
        assertThat(learned(enough)).isInstanceOf(DenseMetric.class);
    }

    /** A diagonal covariance with two directions on top, one of them 20 times as wide and one 20 times as narrow. */
    @ParameterizedTest
    @EnumSource(Basis.class)
    void lowRankFindsTheDirectionsThatStandOut(Basis basis) {
        int dimension = basis.dimension;
        double[] wide = wave(dimension, 1);
        double[] narrow = wave(dimension, 2);
        FisherCovariance estimator = new FisherCovariance(dimension, true);
        Spiked density = new Spiked(wide, 400, narrow, 0.0025);
        RandomGenerator random = random();
        for (int i = 0; i < basis.states; i++) {
            estimator.add(GradientState.at(density.draw(random), density));
        }
        LowRankMetric metric = (LowRankMetric) learned(estimator);
        double[] velocity = new double[dimension];
        metric.velocity(wide, velocity);
        assertThat(Vectors.product(wide, velocity) / 400).isBetween(1 / basis.factor, basis.factor);
        metric.velocity(narrow, velocity);
        assertThat(Vectors.product(narrow, velocity) / 0.0025).isBetween(1 / basis.factor, basis.factor);
        double[] other = wave(dimension, 3);
        metric.velocity(other, velocity);
        assertThat(Vectors.product(other, velocity)).isBetween(0.5, 2.0);
    }

    /** With more states than coordinates, and fewer. */
    enum Basis {
        /** They show a normal exactly, but for the little of the identity that is added. */
        WHOLE(60, 80, 1.01),
        /** What is left of a factor of 400 is less than 10. */
        LEADING(150, 100, 10);

        final int dimension;
        final int states;
        final double factor;

        Basis(int dimension, int states, double factor) {
            this.dimension = dimension;
            this.states = states;
            this.factor = factor;
        }
    }

    @Test
    void whatDoesNotStandOutIsDropped() {
        FisherCovariance estimator = new FisherCovariance(5, true);
        feed(estimator, GaussianDensity.standard(5), 50);
        assertThat(((LowRankMetric) learned(estimator)).rank()).isZero();
    }

    /** Of 50 coordinates 30 states show many directions by chance, and that a narrow one is narrow. */
    @Test
    void ofFewStatesNoDirectionsAreBelieved() {
        FisherCovariance estimator = new FisherCovariance(50, true);
        feed(estimator, GaussianDensity.standard(50), 39);
        assertThat(((LowRankMetric) learned(estimator)).rank()).isZero();
    }

    @Test
    void whereFewHadNoDirectionTheNextFewAreNotLookedAt() {
        int dimension = 20;
        FisherCovariance estimator = new FisherCovariance(dimension, true);
        feed(estimator, GaussianDensity.standard(dimension), 39);
        assertThat(((LowRankMetric) learned(estimator)).rank()).isZero();
        Spiked density = new Spiked(wave(dimension, 1), 1e6, wave(dimension, 2), 1e-6);
        for (int expected : new int[] {0, 2, 2}) {
            estimator.reset();
            RandomGenerator random = random();
            for (int i = 0; i < 39; i++) {
                estimator.add(GradientState.at(density.draw(random), density));
            }
            assertThat(((LowRankMetric) learned(estimator)).rank()).isEqualTo(expected);
        }
    }

    @Test
    void aLowRankIsLearnedUpToAThousandCoordinates() {
        assertThat(MetricType.AUTOMATIC.fisherEstimator(1000)).isInstanceOf(FisherCovariance.class);
        assertThat(MetricType.AUTOMATIC.fisherEstimator(1001)).isInstanceOf(FisherDiagonal.class);
        assertThat(MetricType.AUTOMATIC.patience(1000)).isEqualTo(20);
        assertThat(MetricType.AUTOMATIC.patience(1001)).isEqualTo(1);
        assertThat(MetricType.AUTOMATIC.varianceEstimator(1001)).isInstanceOf(VarianceEstimator.class);
    }

    @ParameterizedTest
    @EnumSource(MetricType.class)
    void twoStatesAreTooFew(MetricType type) {
        MetricEstimator estimator = type.fisherEstimator(3);
        if (estimator == null) {
            assertThat(type).isEqualTo(MetricType.UNIT);
            return;
        }
        feed(estimator, GaussianDensity.standard(3), 2);
        assertThat(estimator.estimate()).isNull();
    }

    private static void feed(MetricEstimator estimator, LogDensity density, int states) {
        RandomGenerator random = random();
        for (int i = 0; i < states; i++) {
            double[] position = new double[density.dimension()];
            Arrays.setAll(position, k -> random.nextGaussian());
            estimator.add(GradientState.at(position, density));
        }
        assertThat(estimator.count()).isEqualTo(states);
    }

    private static Metric learned(MetricEstimator estimator) {
        return Objects.requireNonNull(estimator.estimate());
    }

    private static RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    }

    /** A unit vector, orthogonal to those of other frequencies. */
    static double[] wave(int dimension, int frequency) {
        double[] wave = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            wave[i] = Math.sqrt(2.0 / dimension) * Math.cos(Math.PI * frequency * (i + 0.5) / dimension);
        }
        return wave;
    }

    /** Standard normal but in two orthonormal directions. */
    static final class Spiked implements LogDensity {
        private final double[] first;
        private final double firstVariance;
        private final double[] second;
        private final double secondVariance;

        Spiked(double[] first, double firstVariance, double[] second, double secondVariance) {
            this.first = first;
            this.firstVariance = firstVariance;
            this.second = second;
            this.secondVariance = secondVariance;
        }

        double[] draw(RandomGenerator random) {
            double[] position = new double[first.length];
            Arrays.setAll(position, i -> random.nextGaussian());
            double onFirst = (Math.sqrt(firstVariance) - 1) * Vectors.product(first, position);
            double onSecond = (Math.sqrt(secondVariance) - 1) * Vectors.product(second, position);
            for (int i = 0; i < position.length; i++) {
                position[i] += onFirst * first[i] + onSecond * second[i];
            }
            return position;
        }

        @Override
        public int dimension() {
            return first.length;
        }

        @Override
        public double logDensity(double[] position) {
            return logDensityAndGradient(position, new double[position.length]);
        }

        @Override
        public double logDensityAndGradient(double[] position, double[] gradient) {
            double onFirst = (1 / firstVariance - 1) * Vectors.product(first, position);
            double onSecond = (1 / secondVariance - 1) * Vectors.product(second, position);
            double value = 0;
            for (int i = 0; i < position.length; i++) {
                gradient[i] = -position[i] - onFirst * first[i] - onSecond * second[i];
                value += position[i] * gradient[i] / 2;
            }
            return value;
        }
    }
}
