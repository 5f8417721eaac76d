package org.ppl4j.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.compile.Curvature;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * Second derivatives of log densities, at ordinary points and where functions that have none, such as the absolute value, could
 * have been made use of: where a value is at its location, two numbers are equal, or one is zero.
 */
final class SmoothDensitiesTest {

    /** Parameters and a value, by the table of a distribution. */
    private static final Map<String, double[][]> SYMMETRIC = Map.ofEntries(
            points("normal", new double[] {0, 1, 0}, new double[] {1, 1, 1}),
            points("half_normal", new double[] {1, 1}, new double[] {2, 0.5}),
            points("student_t", new double[] {3, 0, 1, 0}, new double[] {1, 2, 1, 2}),
            points("cauchy", new double[] {0, 1, 0}, new double[] {2, 1, 2}),
            points("half_cauchy", new double[] {1, 1}, new double[] {2, 0.5}),
            points(
                    "logistic",
                    new double[] {0, 1, 0},
                    new double[] {2, 0.5, 2},
                    new double[] {0, 1, 800},
                    new double[] {0, 1, -800}),
            points("lognormal", new double[] {0, 1, 1}, new double[] {0, 0.5, 1}),
            points("exponential", new double[] {1, 1}, new double[] {0.5, 0.5}),
            points("gamma", new double[] {1, 1, 1}, new double[] {0.5, 0.5, 0.5}),
            points("inv_gamma", new double[] {1, 1, 1}, new double[] {0.5, 0.5, 0.5}),
            points("beta", new double[] {1, 1, 0.5}, new double[] {0.5, 0.5, 0.5}, new double[] {3, 3, 0.5}),
            points("uniform", new double[] {-1, 1, 0}, new double[] {0, 1, 0.5}),
            points("bernoulli", new double[] {0.5, 0}, new double[] {0.5, 1}),
            points("bernoulli_logit", new double[] {0, 0}, new double[] {0, 1}),
            points("binomial", new double[] {10, 0.5, 5}, new double[] {1, 0.5, 0}, new double[] {4, 0.5, 4}),
            points("binomial_logit", new double[] {10, 0, 5}, new double[] {1, 0, 0}, new double[] {4, 0, 4}),
            points("poisson", new double[] {4, 4}, new double[] {1, 1}, new double[] {0.5, 0}),
            points("poisson_log", new double[] {0, 1}, new double[] {0, 0}),
            points("neg_binomial", new double[] {1, 0.5, 1}, new double[] {2, 0.5, 0}),
            points("neg_binomial_2", new double[] {2, 2, 2}, new double[] {1, 1, 0}));

    private static Map.Entry<String, double[][]> points(String table, double[]... points) {
        return Map.entry(table, points);
    }

    /** The log density of the Laplace distribution has a cusp. */
    static Stream<DistributionCase> smooth() {
        return DistributionCase.all().filter(each -> !each.table().equals("laplace"));
    }

    private static List<double[]> points(DistributionCase each) {
        List<double[]> points = new ArrayList<>(List.of(SYMMETRIC.get(each.table())));
        SplittableRandom random = new SplittableRandom(3);
        for (double[] parameters : each.parameters()) {
            for (int i = 0; i < 3; i++) {
                double[] point = Arrays.copyOf(parameters, parameters.length + 1);
                point[parameters.length] = each.distribution(parameters).sample(random)[0];
                points.add(point);
            }
        }
        return points;
    }

    /** Returns the error with respect to what may vary: neither counts of trials nor values of discrete distributions do. */
    private static double error(DistributionCase each, double[] point) {
        boolean[] varies = new boolean[point.length];
        for (int i = 0; i < point.length; i++) {
            boolean isValue = i == point.length - 1;
            varies[i] = isValue ? !each.isDiscrete() : !each.columns().get(i).equals("n");
        }
        int[] varying = IntStream.range(0, point.length).filter(i -> varies[i]).toArray();
        UnaryOperator<Tensor> logDensity = x -> {
            Tensor[] all = Arrays.stream(point).mapToObj(Tensor::of).toArray(Tensor[]::new);
            for (int i = 0; i < varying.length; i++) {
                all[varying[i]] = x.at(i);
            }
            int last = all.length - 1;
            return each.factory().apply(Arrays.copyOf(all, last)).logDensity(all[last]);
        };
        return Curvature.error(
                logDensity, Arrays.stream(varying).mapToDouble(i -> point[i]).toArray());
    }

    @ParameterizedTest
    @MethodSource("smooth")
    void secondDerivativesAreTheSlopesOfTheFirst(DistributionCase each) {
        for (double[] point : points(each)) {
            assertThat(error(each, point)).as(Arrays.toString(point)).isLessThan(Curvature.TOLERANCE);
        }
    }

    @Test
    void theLogisticDensityIsCurvedAtItsMode() {
        double variance = Math.PI * Math.PI / 3;
        assertThat(variance).isEqualTo(Logistic.of(0, 1).variance().doubleValue());
        UnaryOperator<Tensor> unlike = x -> {
            Tensor distance = x.abs().negate();
            return distance.minus(distance.softplus().times(2));
        };
        assertThat(Curvature.error(unlike, 0.7)).isLessThan(Curvature.TOLERANCE);
        assertThat(Curvature.error(unlike, 0)).as("negative control").isGreaterThan(0.4);
        UnaryOperator<Tensor> cusp = x -> Laplace.of(0, 1).logDensity(x);
        assertThat(Curvature.error(cusp, 0)).as("negative control").isGreaterThan(0.4);
    }

    @Test
    void theLogisticDensityIsAccurateFarOut() {
        for (double distance : new double[] {800, -800, 1e300, -1e300}) {
            assertThat(Logistic.of(0, 1).logDensity(Tensor.of(distance)).doubleValue())
                    .isEqualTo(-Math.abs(distance));
        }
    }

    @Test
    void secondDerivativesOfDensitiesOfVectorsAreTheSlopesOfTheFirst() {
        double[][] identity = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        Map<String, Function<Tensor, Tensor>> densities = Map.of(
                "MvNormal at its mean", x -> MvNormal.of(x, identity).logDensity(Tensor.of(0.5, 0, -1)),
                "MvNormal",
                        x -> MvNormal.of(
                                        new double[3],
                                        Tensor.of(identity).times(x.at(0).plus(1)))
                                .logDensity(x),
                "Dirichlet", x -> Dirichlet.of(x.plus(2)).logDensity(x.softmax()),
                "Categorical", x -> Categorical.ofLogits(x).logDensity(Tensor.of(1)),
                "Wishart", x -> Wishart.of(5, identity).logDensity(positiveDefinite(x)),
                "LkjCholesky", x -> LkjCholesky.of(3, x.at(0).plus(2)).logDensity(correlation(x)));
        double[][] points = {{0.5, 0, -1}, {0, 0, 0}, {0.5, 0.5, 0.5}, {0.3, -0.2, 0.9}};
        densities.forEach((name, density) -> {
            for (double[] point : points) {
                assertThat(Curvature.error(density::apply, point))
                        .as("%s at %s", name, Arrays.toString(point))
                        .isLessThan(Curvature.TOLERANCE);
            }
        });
    }

    private static Tensor positiveDefinite(Tensor x) {
        Tensor packed = Tensor.concatenate(x, x);
        return Supports.positiveDefinite().bijector().forward(packed);
    }

    private static Tensor correlation(Tensor x) {
        assertThat(x.shape()).isEqualTo(Shape.of(3));
        return Supports.correlationCholesky().bijector().forward(x);
    }
}
