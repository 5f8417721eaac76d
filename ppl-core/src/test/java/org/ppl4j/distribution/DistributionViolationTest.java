package org.ppl4j.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.tensor.Tensor;

/** What is said about parameters outside of their domains, and about shapes that do not fit. */
final class DistributionViolationTest {

    static Arguments[] invalid() {
        return new Arguments[] {
            arguments(Normal.of(0, -1), "Normal standard deviation must be > 0, got -1.0"),
            arguments(Normal.of(Double.NaN, 1), "Normal mean must be finite, got NaN"),
            arguments(Normal.of(Tensor.of(0, 1 / 0.0), 1), "Normal mean must be finite, got Infinity at index [1]"),
            arguments(HalfNormal.of(0), "HalfNormal scale must be > 0, got 0.0"),
            arguments(StudentT.of(-3, 0, 1), "StudentT degrees of freedom must be > 0, got -3.0"),
            arguments(StudentT.of(3, 0, -2), "StudentT scale must be > 0, got -2.0"),
            arguments(Cauchy.of(0, 0), "Cauchy scale must be > 0, got 0.0"),
            arguments(HalfCauchy.of(-1), "HalfCauchy scale must be > 0, got -1.0"),
            arguments(Laplace.of(0, -1), "Laplace scale must be > 0, got -1.0"),
            arguments(Logistic.of(0, -1), "Logistic scale must be > 0, got -1.0"),
            arguments(LogNormal.of(0, -1), "LogNormal standard deviation of the logarithm must be > 0, got -1.0"),
            arguments(Exponential.of(Tensor.of(1, 2, 0)), "Exponential rate must be > 0, got 0.0 at index [2]"),
            arguments(Gamma.of(0, 1), "Gamma shape must be > 0, got 0.0"),
            arguments(Gamma.of(1, 1 / 0.0), "Gamma rate must be finite, got Infinity"),
            arguments(InverseGamma.of(1, -1), "InverseGamma scale must be > 0, got -1.0"),
            arguments(Beta.of(-1, 1), "Beta alpha must be > 0, got -1.0"),
            arguments(Beta.of(1, 0), "Beta beta must be > 0, got 0.0"),
            arguments(Uniform.of(2, 1), "Uniform upper bound must be > 2.0, got 1.0"),
            arguments(Bernoulli.of(1.2), "Bernoulli probability must lie between 0.0 and 1.0, got 1.2"),
            arguments(Bernoulli.ofLogit(Double.NaN), "Bernoulli logit must be finite, got NaN"),
            arguments(Binomial.of(2.5, 0.5), "Binomial trials must be a whole number >= 0, got 2.5"),
            arguments(Binomial.of(2, -0.5), "Binomial probability must lie between 0.0 and 1.0, got -0.5"),
            arguments(Poisson.of(-1), "Poisson rate must be >= 0, got -1.0"),
            arguments(Poisson.ofLogRate(1 / 0.0), "Poisson log rate must be finite, got Infinity"),
            arguments(
                    Categorical.of(0.2, 0.7),
                    "Categorical probabilities must be non-negative and sum to 1, got a sum of 0.8999999999999999"),
            arguments(
                    Categorical.of(-0.5, 1.5),
                    "Categorical probabilities must be non-negative and sum to 1, got -0.5 at index [0]"),
            arguments(Categorical.ofLogits(0, Double.NaN), "Categorical logits must be finite, got NaN at index [1]"),
            arguments(Dirichlet.of(1, 0), "Dirichlet concentration must be > 0, got 0.0 at index [1]"),
            arguments(MvNormal.isotropic(3, -1), "MvNormal standard deviation must be > 0, got -1.0"),
            arguments(
                    MvNormal.diagonal(new double[2], new double[] {1, 0}),
                    "MvNormal standard deviations must be > 0, got 0.0 at index [1]"),
        };
    }

    private static Arguments arguments(Distribution distribution, String text) {
        return Arguments.of(distribution, text);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void saysWhatIsWrong(Distribution distribution, String text) {
        assertThat(distribution.violation()).contains(text);
        assertThatThrownBy(() -> distribution.sample(RandomGenerator.getDefault()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        java.util.regex.Pattern.quote(text) + " \\(DistributionViolationTest\\.java:\\d+\\)\\.");
    }

    @Test
    void saysWhatIsWrongWithMatrices() {
        double[][] indefinite = {{1, 2}, {2, 1}};
        assertThat(MvNormal.of(new double[2], indefinite).violation())
                .contains(
                        "MvNormal covariance must be positive definite, got a matrix whose leading minor of order 2 is not positive");
        assertThat(Wishart.of(5, indefinite).violation())
                .contains(
                        "Wishart scale must be positive definite, got a matrix whose leading minor of order 2 is not positive");
        assertThat(Wishart.of(1, Tensor.identity(2)).violation())
                .contains("Wishart degrees of freedom must be > 1.0, got 1.0");
        Tensor reflected = Tensor.of(new double[][] {{1, 0}, {0, -1}});
        assertThat(MvNormal.ofCholesky(new double[2], reflected).violation())
                .contains("MvNormal Cholesky factor must have a positive diagonal, got -1.0 at index [1, 1]");
        assertThat(LkjCholesky.of(3, 0).violation()).contains("LkjCholesky concentration must be > 0, got 0.0");
        assertThat(NegativeBinomial.of(0, 0.5).violation()).contains("NegativeBinomial successes must be > 0, got 0.0");
        assertThat(NegativeBinomial.ofMean(3, -1).violation())
                .contains("NegativeBinomial dispersion must be > 0, got -1.0");
    }

    @Test
    void aDistributionIsPrintedWithItsParameters() {
        assertThat(Normal.of(0, 1)).hasToString("Normal(mean 0.0, standard deviation 1.0)");
        assertThat(Normal.of(Tensor.of(1, 2), 1).iid(3, 4))
                .hasToString("Normal(mean Tensor[2][1.0, 2.0], standard deviation 1.0).iid(3, 4)");
        assertThat(Poisson.of(Tensor.filled(2, 100))).hasToString("Poisson(rate Tensor[100])");
    }

    @Test
    void saysWhichShapesDoNotFit() {
        Tensor two = Tensor.of(1, 2);
        Tensor three = Tensor.of(1, 2, 3);
        assertThatThrownBy(() -> Normal.of(two, three).shape())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "Normal parameters cannot be broadcast together: mean of shape \\[2\\], standard deviation"
                                + " of shape \\[3\\] \\(DistributionViolationTest\\.java:\\d+\\)\\.");
        assertThatThrownBy(() -> MvNormal.of(three, Tensor.identity(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("MvNormal mean of shape \\[3\\] does not fit the covariance of shape \\[2×2\\]"
                        + " \\(DistributionViolationTest\\.java:\\d+\\)\\.");
        assertThatThrownBy(() -> Categorical.of(Tensor.of(0.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("Categorical needs probabilities with an axis for the categories, got a scalar"
                        + " \\(DistributionViolationTest\\.java:\\d+\\)\\.");
        assertThatThrownBy(() -> Dirichlet.of(Tensor.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("Dirichlet needs a concentration for each element, got a scalar"
                        + " \\(DistributionViolationTest\\.java:\\d+\\)\\.");
    }

    @Test
    void categoriesHaveNoMean() {
        assertThatThrownBy(() -> Categorical.of(0.5, 0.5).mean())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("Categorical does not provide its mean.");
    }
}
