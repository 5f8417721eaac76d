package org.ppl4j.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.ReferenceCheck.Density;
import org.ppl4j.distribution.ReferenceTable.Row;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** What {@link DistributionContractTest} asks of univariate distributions, of those over vectors and of categories. */
final class MultivariateContractTest {

    private static final int DRAWS = 40_000;

    private static final double[][] COVARIANCE = {{1, 0.6, -0.3}, {0.6, 2, 0.1}, {-0.3, 0.1, 0.5}};

    private static final double[] MEAN = {1, -2, 0.5};

    @Test
    void mvNormalIsTheReference() {
        for (Row row : ReferenceTable.read("multi_normal")) {
            int n = (int) row.number("K");
            Density density = new Density(
                    List.of(Shape.of(n), Shape.of(n, n), Shape.of(n)),
                    in -> MvNormal.of(in[0], in[1]).logDensity(in[2]));
            double[][] inputs = {row.numbers("mu"), row.numbers("Sigma"), row.numbers("x")};
            ReferenceCheck.assertSteepLogDensity(density, inputs, row.number("logpdf"), row.text());
            double[] slope = row.numbers("d_x");
            double[][] expected = {
                Arrays.stream(slope).map(x -> -x).toArray(), lower(row.numbers("d_Sigma_elementwise"), n), slope
            };
            ReferenceCheck.assertGradient(density, inputs, expected, row.text());
        }
    }

    /** The graph reads the lower triangle alone, so what the reference has for both opposite elements meets there. */
    private static double[] lower(double[] elementwise, int n) {
        double[] result = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                result[i * n + j] = elementwise[i * n + j] + (i == j ? 0 : elementwise[j * n + i]);
            }
        }
        return result;
    }

    @Test
    void dirichletIsTheReference() {
        for (Row row : ReferenceTable.read("dirichlet")) {
            Shape shape = Shape.of((int) row.number("K"));
            Density density =
                    new Density(List.of(shape, shape), in -> Dirichlet.of(in[0]).logDensity(in[1]));
            double[][] inputs = {row.numbers("alpha"), row.numbers("x")};
            ReferenceCheck.assertLogDensity(density.value(inputs), row.number("logpdf"), row.text());
            double[][] expected = {row.numbers("d_alpha"), row.numbers("d_x_unconstrained_formula")};
            ReferenceCheck.assertGradient(density, inputs, expected, row.text());
        }
    }

    @Test
    void categoricalIsTheReference() {
        for (Row row : ReferenceTable.read("categorical")) {
            Categorical categorical = Categorical.of(row.numbers("p"));
            double actual = categorical
                    .logDensity(Tensor.of(row.number("x_1based") - 1))
                    .doubleValue();
            ReferenceCheck.assertLogDensity(actual, row.number("logpdf"), row.text());
        }
    }

    @Test
    void categoricalByLogitsIsTheReference() {
        for (Row row : ReferenceTable.read("categorical_logit")) {
            double[] logits = row.numbers("logits");
            Tensor category = Tensor.of(row.number("x_1based") - 1);
            Density density = new Density(
                    List.of(Shape.of(logits.length)),
                    in -> Categorical.ofLogits(in[0]).logDensity(category));
            ReferenceCheck.assertLogDensity(density.value(logits), row.number("logpdf"), row.text());
            ReferenceCheck.assertGradient(
                    density, new double[][] {logits}, new double[][] {row.numbers("d_logits")}, row.text());
        }
    }

    @Test
    void categoricalFindsTheSameWhetherItsValueIsFixedOrNot() {
        double[][] rows = {{0.2, 0.3, 0.5}, {0.6, 0.4, 0}};
        Categorical categorical = Categorical.of(Tensor.of(rows));
        double[] categories = {2, 0, 0, 1, 1, 2};
        Tensor fixed = Tensor.of(Shape.of(3, 2), categories);
        Density density = new Density(List.of(Shape.of(3, 2)), in -> categorical.logDensity(in[0]));
        assertThat(categorical.shape()).isEqualTo(Shape.of(2));
        double[] expected = {
            Math.log(0.5), Math.log(0.6), Math.log(0.2), Math.log(0.4), Math.log(0.3), Double.NEGATIVE_INFINITY
        };
        double[] looked = categorical.logDensity(fixed).toArray();
        for (int i = 0; i < expected.length; i++) {
            ReferenceCheck.assertLogDensity(looked[i], expected[i], "element " + i);
        }
        categories[5] = 1;
        double byLookup = categorical
                .logDensity(Tensor.of(Shape.of(3, 2), categories))
                .sum()
                .doubleValue();
        assertThat(density.value(categories)).isCloseTo(byLookup, within(1e-15));
    }

    @Test
    void categoricalTakesSoftmaxProbabilitiesByTheirLogarithms() {
        Tensor probabilities = Tensor.of(0, -800).softmax();
        assertThat(Categorical.of(probabilities).logDensity(Tensor.of(1)).doubleValue())
                .isEqualTo(-800);
    }

    @Test
    void categoricalDraws() {
        double[] probabilities = {0.1, 0, 0.55, 0.35};
        Categorical categorical = Categorical.of(probabilities);
        double[] draws = categorical.iid(DRAWS).sample(new SplittableRandom(8));
        double[] counts = new double[4];
        Arrays.stream(draws).forEach(k -> counts[(int) k]++);
        assertThat(counts[1]).isZero();
        for (int k = 0; k < 4; k++) {
            double standardError = Math.sqrt(probabilities[k] * (1 - probabilities[k]) / DRAWS);
            assertThat(counts[k] / DRAWS).isCloseTo(probabilities[k], within(4 * standardError));
            if (k != 1) {
                assertThat(Math.abs(counts[k] / DRAWS - 1.1 * probabilities[k]))
                        .as("negative control")
                        .isGreaterThan(4 * standardError);
            }
        }
        assertThat(categorical.support().violation(draws, Shape.of(DRAWS))).isEmpty();
        double[] rows =
                Categorical.of(Tensor.of(new double[][] {{1, 0}, {0, 1}})).sample(new SplittableRandom(1));
        assertThat(rows).containsExactly(0, 1);
    }

    @Test
    void outsideOfTheSupportIsMinusInfinity() {
        Categorical categorical = Categorical.of(0.2, 0.8);
        for (double category : new double[] {-1, 2, 0.5, Double.POSITIVE_INFINITY}) {
            assertThat(categorical.logDensity(Tensor.of(category)).doubleValue())
                    .isEqualTo(Double.NEGATIVE_INFINITY);
        }
        Dirichlet dirichlet = Dirichlet.of(2, 3);
        for (double[] vector : new double[][] {{-0.1, 1.1}, {0.4, 0.4}, {0.7, 0.7}}) {
            assertThat(dirichlet.logDensity(Tensor.of(vector)).doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
        }
        assertThat(Dirichlet.of(1, 1, 1).logDensity(Tensor.of(0, 0, 1)).doubleValue())
                .isCloseTo(Math.log(2), within(1e-15));
        assertThat(Dirichlet.of(1, 2).logDensity(Tensor.of(1, 0)).doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void mvNormalFormsAgree() {
        Tensor value = Tensor.of(0.3, -1, 2);
        double byCovariance = MvNormal.of(MEAN, COVARIANCE).logDensity(value).doubleValue();
        Tensor factor = Tensor.of(COVARIANCE).cholesky();
        assertThat(MvNormal.ofCholesky(MEAN, factor).logDensity(value).doubleValue())
                .isCloseTo(byCovariance, within(1e-14));
        double[] scales = {0.5, 2, 3};
        double[][] squares = {{0.25, 0, 0}, {0, 4, 0}, {0, 0, 9}};
        assertThat(MvNormal.diagonal(MEAN, scales).logDensity(value).doubleValue())
                .isCloseTo(MvNormal.of(MEAN, squares).logDensity(value).doubleValue(), within(1e-14));
        double[][] sphere = {{4, 0, 0}, {0, 4, 0}, {0, 0, 4}};
        assertThat(MvNormal.isotropic(3, 2).logDensity(value).doubleValue())
                .isCloseTo(MvNormal.of(new double[3], sphere).logDensity(value).doubleValue(), within(1e-14));
        assertThat(MvNormal.isotropic(3, 2).logDensity(value).shape()).isEqualTo(Shape.SCALAR);
    }

    @Test
    void vectorsAlongFirstAxesAreIndependent() {
        double[] means = new SplittableRandom(2).doubles(12).toArray();
        double[] values = new SplittableRandom(3).doubles(12).toArray();
        Tensor mean = Tensor.of(Shape.of(2, 2, 3), means);
        Tensor value = Tensor.of(Shape.of(2, 2, 3), values);
        for (MvNormal together : List.of(
                MvNormal.of(mean, COVARIANCE),
                MvNormal.diagonal(mean, new double[] {1, 2, 3}),
                MvNormal.diagonal(mean, Tensor.of(2)))) {
            assertThat(together.shape()).isEqualTo(Shape.of(2, 2, 3));
            Tensor densities = together.logDensity(value);
            assertThat(densities.shape()).isEqualTo(Shape.of(2, 2));
            for (int i = 0; i < 4; i++) {
                Tensor one = Tensor.of(Arrays.copyOfRange(values, 3 * i, 3 * i + 3));
                double[] own = Arrays.copyOfRange(means, 3 * i, 3 * i + 3);
                double[][] covariance = covariance(together);
                assertThat(densities.toArray()[i])
                        .isCloseTo(MvNormal.of(own, covariance).logDensity(one).doubleValue(), within(1e-13));
            }
            assertThat(together.sample(new SplittableRandom(1))).hasSize(12);
            assertThat(together.mean().toArray()).isEqualTo(means);
            assertThat(together.variance().shape()).isEqualTo(Shape.of(2, 2, 3));
        }
        Distribution copies = Dirichlet.of(1, 2, 3).iid(4);
        assertThat(copies.shape()).isEqualTo(Shape.of(4, 3));
        double[] draws = copies.sample(new SplittableRandom(6));
        double[] densities = copies.logDensity(Tensor.of(Shape.of(4, 3), draws)).toArray();
        for (int i = 0; i < 4; i++) {
            Tensor one = Tensor.of(Arrays.copyOfRange(draws, 3 * i, 3 * i + 3));
            assertThat(densities[i])
                    .isEqualTo(Dirichlet.of(1, 2, 3).logDensity(one).doubleValue());
        }
    }

    private static double[][] covariance(MvNormal distribution) {
        double[] variance = distribution.variance().toArray();
        if (variance[0] == 1 && variance[1] == 2) {
            return COVARIANCE;
        }
        return new double[][] {{variance[0], 0, 0}, {0, variance[1], 0}, {0, 0, variance[2]}};
    }

    @Test
    void gradientIsTheSlope() {
        Shape vector = Shape.of(3);
        boolean[] none = new boolean[3];
        double[] at = {0.2, -1.5, 0.9};
        Density byFactor = new Density(
                List.of(vector, Shape.of(3, 3), Shape.of(2, 3)),
                in -> MvNormal.ofCholesky(in[0], in[1]).logDensity(in[2]));
        double[] factor = Tensor.of(COVARIANCE).cholesky().toArray();
        double[] two = {0.2, -1.5, 0.9, 1.1, 0.3, -0.4};
        ReferenceCheck.assertGradientIsSlope(byFactor, new double[][] {MEAN, factor, two}, none, "MvNormal by factor");
        Density diagonal = new Density(
                List.of(vector, vector, vector),
                in -> MvNormal.diagonal(in[0], in[1]).logDensity(in[2]));
        double[][] inputs = {MEAN, {0.5, 1, 2}, at};
        ReferenceCheck.assertGradientIsSlope(diagonal, inputs, none, "MvNormal diagonal");
        Density isotropic = new Density(
                List.of(Shape.SCALAR, vector),
                in -> MvNormal.isotropic(3, in[0]).logDensity(in[1]));
        ReferenceCheck.assertGradientIsSlope(isotropic, new double[][] {{1.3}, at}, none, "MvNormal isotropic");
        Density categorical =
                new Density(List.of(vector), in -> Categorical.ofLogits(in[0]).logDensity(Tensor.of(0, 2, 2)));
        ReferenceCheck.assertGradientIsSlope(categorical, new double[][] {at}, none, "Categorical");
        Tensor onSimplex = Tensor.of(0.2, 0.5, 0.3);
        Density dirichlet = new Density(
                List.of(Shape.SCALAR), in -> Dirichlet.symmetric(3, in[0]).logDensity(onSimplex));
        ReferenceCheck.assertGradientIsSlope(dirichlet, new double[][] {{1.7}}, none, "Dirichlet");
    }

    @Test
    void densitiesIntegrateToOne() {
        GaussIntegrator rule = new GaussIntegratorFactory().legendre(80);
        double normal = 0;
        double simplex = 0;
        MvNormal mvNormal = MvNormal.of(new double[] {0.5, -1}, new double[][] {{1, 0.6}, {0.6, 2}});
        Dirichlet dirichlet = Dirichlet.of(2, 3, 4);
        for (int i = 0; i < 80; i++) {
            for (int j = 0; j < 80; j++) {
                double weight = rule.getWeight(i) * rule.getWeight(j);
                Tensor point = Tensor.of(0.5 + 10 * rule.getPoint(i), -1 + 14 * rule.getPoint(j));
                normal += 140 * weight * Math.exp(mvNormal.logDensity(point).doubleValue());
                double u = (1 + rule.getPoint(i)) / 2;
                double v = (1 + rule.getPoint(j)) / 2;
                Tensor corner = Tensor.of(u, v * (1 - u), (1 - v) * (1 - u));
                simplex += weight
                        * (1 - u)
                        / 4
                        * Math.exp(dirichlet.logDensity(corner).doubleValue());
            }
        }
        assertThat(normal).isCloseTo(1, within(1e-9));
        assertThat(simplex).isCloseTo(1, within(1e-9));
    }

    @Test
    void mvNormalDrawsAndMoments() {
        MvNormal mvNormal = MvNormal.of(MEAN, COVARIANCE);
        double[] draws = mvNormal.iid(DRAWS).sample(new SplittableRandom(12));
        assertThat(mvNormal.mean().toArray()).isEqualTo(MEAN);
        for (double[] direction :
                new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, -1, 0}, {1, 1, 1}, {0.5, -1, 2}}) {
            double[] projected = IntStream.range(0, DRAWS)
                    .mapToDouble(i -> IntStream.range(0, 3)
                            .mapToDouble(k -> direction[k] * draws[3 * i + k])
                            .sum())
                    .toArray();
            double mean = 0;
            double variance = 0;
            for (int i = 0; i < 3; i++) {
                mean += direction[i] * MEAN[i];
                for (int j = 0; j < 3; j++) {
                    variance += direction[i] * direction[j] * COVARIANCE[i][j];
                }
            }
            double scale = Math.sqrt(variance);
            assertThat(GoodnessOfFit.kolmogorovSmirnov(projected, Law.of(NormalDistribution.of(mean, scale))))
                    .isLessThan(GoodnessOfFit.KOLMOGOROV_SMIRNOV_LIMIT);
            assertThat(GoodnessOfFit.kolmogorovSmirnov(projected, Law.of(NormalDistribution.of(mean, 1.1 * scale))))
                    .as("negative control")
                    .isGreaterThan(GoodnessOfFit.KOLMOGOROV_SMIRNOV_LIMIT);
        }
        double[] variance = mvNormal.variance().toArray();
        for (int k = 0; k < 3; k++) {
            assertThat(variance[k]).isCloseTo(COVARIANCE[k][k], within(1e-15));
        }
        double[] scaled =
                MvNormal.diagonal(MEAN, new double[] {1, 2, 3}).iid(DRAWS).sample(new SplittableRandom(13));
        for (int k = 0; k < 3; k++) {
            int element = k;
            double[] marginal = IntStream.range(0, DRAWS)
                    .mapToDouble(i -> scaled[3 * i + element])
                    .toArray();
            assertThat(GoodnessOfFit.kolmogorovSmirnov(marginal, Law.of(NormalDistribution.of(MEAN[k], k + 1.0))))
                    .isLessThan(GoodnessOfFit.KOLMOGOROV_SMIRNOV_LIMIT);
        }
    }

    @Test
    void dirichletDrawsAndMoments() {
        double[] concentration = {0.3, 2, 4.5};
        double total = 6.8;
        Dirichlet dirichlet = Dirichlet.of(concentration);
        double[] draws = dirichlet.iid(DRAWS).sample(new SplittableRandom(14));
        assertThat(dirichlet.support().violation(draws, Shape.of(DRAWS, 3))).isEmpty();
        for (int k = 0; k < 3; k++) {
            int element = k;
            double[] marginal = IntStream.range(0, DRAWS)
                    .mapToDouble(i -> draws[3 * i + element])
                    .toArray();
            double a = concentration[k];
            BetaDistribution law = BetaDistribution.of(a, total - a);
            assertThat(GoodnessOfFit.kolmogorovSmirnov(marginal, Law.of(law)))
                    .isLessThan(GoodnessOfFit.KOLMOGOROV_SMIRNOV_LIMIT);
            assertThat(GoodnessOfFit.kolmogorovSmirnov(marginal, Law.of(BetaDistribution.of(1.1 * a, total - a))))
                    .as("negative control")
                    .isGreaterThan(GoodnessOfFit.KOLMOGOROV_SMIRNOV_LIMIT);
            assertThat(dirichlet.mean().toArray()[k]).isCloseTo(law.getMean(), within(1e-15));
            assertThat(dirichlet.variance().toArray()[k]).isCloseTo(law.getVariance(), within(1e-15));
        }
        double[] tiny = Dirichlet.symmetric(3, 1e-4).iid(1_000).sample(new SplittableRandom(15));
        assertThat(Supports.simplex().violation(tiny, Shape.of(1_000, 3))).isEmpty();
    }

    @Test
    void lkjCholeskyIsTheReference() {
        for (Row row : ReferenceTable.read("lkj_corr_cholesky")) {
            int n = (int) row.number("K");
            Tensor lower = Tensor.of(Shape.of(n, n), row.numbers("L"));
            Density density = new Density(
                    List.of(Shape.SCALAR), in -> LkjCholesky.of(n, in[0]).logDensity(lower));
            double[][] inputs = {row.numbers("eta")};
            ReferenceCheck.assertSteepLogDensity(density, inputs, row.number("logpdf"), row.text());
            ReferenceCheck.assertGradient(density, inputs, new double[][] {row.numbers("d_eta")}, row.text());
        }
    }

    @Test
    void wishartIsTheReference() {
        for (Row row : ReferenceTable.read("wishart")) {
            int n = (int) row.number("K");
            Density density = new Density(
                    List.of(Shape.SCALAR, Shape.of(n, n), Shape.of(n, n)),
                    in -> Wishart.of(in[0], in[1]).logDensity(in[2]));
            double[][] inputs = {row.numbers("nu"), row.numbers("S"), row.numbers("X")};
            ReferenceCheck.assertSteepLogDensity(density, inputs, row.number("logpdf"), row.text());
        }
    }

    @Test
    void lkjCholeskyDraws() {
        int n = 3;
        double eta = 1.5;
        Distribution lkj = LkjCholesky.of(n, eta);
        double[] draws = lkj.iid(DRAWS).sample(new SplittableRandom(21));
        assertThat(lkj.support().violation(draws, Shape.of(DRAWS, n, n))).isEmpty();
        for (int[] pair : new int[][] {{1, 0}, {2, 0}, {2, 1}}) {
            double[] correlations = IntStream.range(0, DRAWS)
                    .mapToDouble(k -> IntStream.range(0, n)
                            .mapToDouble(c -> draws[(k * n + pair[0]) * n + c] * draws[(k * n + pair[1]) * n + c])
                            .sum())
                    .map(correlation -> (1 + correlation) / 2)
                    .toArray();
            double shape = eta - 1 + n / 2.0;
            assertThat(GoodnessOfFit.kolmogorovSmirnov(correlations, Law.of(BetaDistribution.of(shape, shape))))
                    .isLessThan(GoodnessOfFit.KOLMOGOROV_SMIRNOV_LIMIT);
            double wrong = 1.1 * shape;
            assertThat(GoodnessOfFit.kolmogorovSmirnov(correlations, Law.of(BetaDistribution.of(wrong, wrong))))
                    .as("negative control")
                    .isGreaterThan(GoodnessOfFit.KOLMOGOROV_SMIRNOV_LIMIT);
        }
        Tensor densities = lkj.logDensity(Tensor.of(Shape.of(DRAWS, n, n), draws));
        assertThat(densities.shape()).isEqualTo(Shape.of(DRAWS));
        Tensor second = Tensor.of(Shape.of(n, n), Arrays.copyOfRange(draws, n * n, 2 * n * n));
        assertThat(densities.at(1).doubleValue())
                .isEqualTo(lkj.logDensity(second).doubleValue());
    }

    @Test
    void wishartDrawsAndMoments() {
        double nu = 5.5;
        Wishart wishart = Wishart.of(nu, COVARIANCE);
        double[] draws = wishart.iid(DRAWS).sample(new SplittableRandom(22));
        double[] mean = wishart.mean().toArray();
        double[] variance = wishart.variance().toArray();
        for (int e = 0; e < 9; e++) {
            int element = e;
            double[] values = IntStream.range(0, DRAWS)
                    .mapToDouble(k -> draws[9 * k + element])
                    .toArray();
            GoodnessOfFit.assertAverage(values, mean[e], "mean of element " + e);
            double center = mean[e];
            double[] squares =
                    Arrays.stream(values).map(x -> (x - center) * (x - center)).toArray();
            GoodnessOfFit.assertAverage(squares, variance[e], "variance of element " + e);
            if (e % 4 == 0) {
                double scale = 2 * COVARIANCE[e / 3][e / 3];
                assertThat(GoodnessOfFit.kolmogorovSmirnov(values, Law.of(GammaDistribution.of(nu / 2, scale))))
                        .isLessThan(GoodnessOfFit.KOLMOGOROV_SMIRNOV_LIMIT);
                assertThat(GoodnessOfFit.kolmogorovSmirnov(values, Law.of(GammaDistribution.of(nu / 2, 1.1 * scale))))
                        .as("negative control")
                        .isGreaterThan(GoodnessOfFit.KOLMOGOROV_SMIRNOV_LIMIT);
            }
        }
        double[] three = Arrays.copyOf(draws, 27);
        assertThat(wishart.support().violation(three, Shape.of(3, 3, 3))).isEmpty();
        Tensor densities = wishart.logDensity(Tensor.of(Shape.of(3, 3, 3), three));
        Tensor first = Tensor.of(Shape.of(3, 3), Arrays.copyOf(draws, 9));
        assertThat(densities.at(0).doubleValue())
                .isEqualTo(wishart.logDensity(first).doubleValue());
        Density density = new Density(
                List.of(Shape.SCALAR, Shape.of(3, 3)),
                in -> Wishart.of(in[0], in[1].dot(in[1].transpose())).logDensity(first));
        double[] root = Tensor.of(COVARIANCE).cholesky().toArray();
        ReferenceCheck.assertGradientIsSlope(density, new double[][] {{nu}, root}, new boolean[2], "Wishart");
    }
}
