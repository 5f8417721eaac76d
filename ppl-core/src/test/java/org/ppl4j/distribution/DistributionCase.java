package org.ppl4j.distribution;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.CauchyDistribution;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.FoldedNormalDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.LaplaceDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.LogisticDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.ppl4j.tensor.Tensor;

/**
 * A univariate distribution to test: one row of the contract test.
 *
 * @param table the file of reference values
 * @param columns its columns of parameters
 * @param factory makes the distribution from the parameters
 * @param parameters ordinary parameters, to draw with
 * @param wrong the place of a parameter that, ten percent off, the test of draws must notice
 * @param law the same distribution by Commons Statistics, given the parameters
 */
record DistributionCase(
        String table,
        List<String> columns,
        Function<Tensor[], Distribution> factory,
        List<double[]> parameters,
        int wrong,
        Function<double[], Law> law) {

    static Stream<DistributionCase> all() {
        return Stream.of(
                of("normal", "mu sigma", p -> Normal.of(p[0], p[1]), 1, p -> Law.of(NormalDistribution.of(p[0], p[1])))
                        .at(0, 1)
                        .at(-3, 0.2),
                of(
                                "half_normal",
                                "sigma",
                                p -> HalfNormal.of(p[0]),
                                0,
                                p -> Law.of(FoldedNormalDistribution.of(0, p[0])))
                        .at(1)
                        .at(2.5),
                of(
                                "student_t",
                                "nu mu sigma",
                                p -> StudentT.of(p[0], p[1], p[2]),
                                2,
                                p -> Law.affine(Law.of(TDistribution.of(p[0])), p[1], p[2]))
                        .at(5, 0, 1)
                        .at(9.5, 2, 0.3),
                of("cauchy", "mu sigma", p -> Cauchy.of(p[0], p[1]), 1, p -> Law.of(CauchyDistribution.of(p[0], p[1])))
                        .at(0, 1)
                        .at(-1, 3),
                of("half_cauchy", "sigma", p -> HalfCauchy.of(p[0]), 0, p -> Law.half(CauchyDistribution.of(0, p[0])))
                        .at(1)
                        .at(5),
                of("laplace", "mu b", p -> Laplace.of(p[0], p[1]), 1, p -> Law.of(LaplaceDistribution.of(p[0], p[1])))
                        .at(0, 1)
                        .at(1, 0.4),
                of(
                                "logistic",
                                "mu s",
                                p -> Logistic.of(p[0], p[1]),
                                1,
                                p -> Law.of(LogisticDistribution.of(p[0], p[1])))
                        .at(0, 1)
                        .at(-2, 3),
                of(
                                "lognormal",
                                "mu sigma",
                                p -> LogNormal.of(p[0], p[1]),
                                1,
                                p -> Law.of(LogNormalDistribution.of(p[0], p[1])))
                        .at(0, 0.5)
                        .at(1, 0.25),
                of(
                                "exponential",
                                "beta",
                                p -> Exponential.of(p[0]),
                                0,
                                p -> Law.of(ExponentialDistribution.of(1 / p[0])))
                        .at(1)
                        .at(0.1),
                of(
                                "gamma",
                                "alpha beta",
                                p -> Gamma.of(p[0], p[1]),
                                1,
                                p -> Law.of(GammaDistribution.of(p[0], 1 / p[1])))
                        .at(2, 3)
                        .at(0.6, 0.5)
                        .at(300, 10),
                of(
                                "inv_gamma",
                                "alpha beta",
                                p -> InverseGamma.of(p[0], p[1]),
                                1,
                                p -> Law.reciprocal(GammaDistribution.of(p[0], 1 / p[1]), p[0], p[1]))
                        .at(6, 3)
                        .at(12, 0.5),
                of("beta", "a b", p -> Beta.of(p[0], p[1]), 0, p -> Law.of(BetaDistribution.of(p[0], p[1])))
                        .at(2, 3)
                        .at(0.7, 0.8)
                        .at(400, 300),
                of(
                                "uniform",
                                "a b",
                                p -> Uniform.of(p[0], p[1]),
                                1,
                                p -> Law.of(UniformContinuousDistribution.of(p[0], p[1])))
                        .at(0, 1)
                        .at(-2, 5),
                of("bernoulli", "p", p -> Bernoulli.of(p[0]), 0, p -> Law.of(BinomialDistribution.of(1, p[0])))
                        .at(0.3)
                        .at(0.8),
                of(
                                "bernoulli_logit",
                                "alpha",
                                p -> Bernoulli.ofLogit(p[0]),
                                0,
                                p -> Law.of(BinomialDistribution.of(1, logistic(p[0]))))
                        .at(-1.2)
                        .at(1.5),
                of(
                                "binomial",
                                "n p",
                                p -> Binomial.of(p[0], p[1]),
                                1,
                                p -> Law.of(BinomialDistribution.of((int) p[0], p[1])))
                        .at(10, 0.3)
                        .at(1000, 0.02)
                        .at(400, 0.7),
                of(
                                "binomial_logit",
                                "n alpha",
                                p -> Binomial.ofLogit(p[0], p[1]),
                                1,
                                p -> Law.of(BinomialDistribution.of((int) p[0], logistic(p[1]))))
                        .at(12, -0.8)
                        .at(500, 0.9),
                of("poisson", "lambda", p -> Poisson.of(p[0]), 0, p -> Law.of(PoissonDistribution.of(p[0])))
                        .at(0.8)
                        .at(4)
                        .at(350),
                of(
                                "poisson_log",
                                "eta",
                                p -> Poisson.ofLogRate(p[0]),
                                0,
                                p -> Law.of(PoissonDistribution.of(Math.exp(p[0]))))
                        .at(1.5)
                        .at(-0.7),
                of(
                                "neg_binomial",
                                "size prob",
                                p -> NegativeBinomial.of(p[0], p[1]),
                                1,
                                p -> Law.negativeBinomial(p[0], p[1]))
                        .at(3, 0.4)
                        .at(0.7, 0.2)
                        .at(150, 0.6),
                of(
                                "neg_binomial_2",
                                "mu phi",
                                p -> NegativeBinomial.ofMean(p[0], p[1]),
                                0,
                                p -> Law.negativeBinomial(p[1], p[1] / (p[0] + p[1])))
                        .at(4, 2)
                        .at(90, 8));
    }

    private static DistributionCase of(
            String table,
            String columns,
            Function<Tensor[], Distribution> factory,
            int wrong,
            Function<double[], Law> law) {
        return new DistributionCase(table, List.of(columns.split(" ")), factory, List.of(), wrong, law);
    }

    private DistributionCase at(double... values) {
        List<double[]> more =
                Stream.concat(parameters.stream(), Stream.of(values)).toList();
        return new DistributionCase(table, columns, factory, more, wrong, law);
    }

    Distribution distribution(double... values) {
        return factory.apply(Arrays.stream(values).mapToObj(Tensor::of).toArray(Tensor[]::new));
    }

    boolean isDiscrete() {
        return distribution(parameters.get(0)).isDiscrete();
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Override
    public String toString() {
        return table;
    }
}
