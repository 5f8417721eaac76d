package org.ppl4j.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.ReferenceTable.Row;
import org.ppl4j.graph.Evaluation;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Variable;
import org.ppl4j.tensor.Tensor;

/** Infinities, the edges of supports and what lies beyond them. */
final class DistributionEdgeCaseTest {

    /** R's densities by name; its gamma has the rate third and its exponential the rate second, as here. */
    private static final Map<String, Function<double[], Distribution>> BY_NAME_IN_R = Map.ofEntries(
            Map.entry("dnorm", p -> Normal.of(p[0], p[1])),
            Map.entry("dlnorm", p -> LogNormal.of(p[0], p[1])),
            Map.entry("dgamma", p -> Gamma.of(p[0], p[1])),
            Map.entry("dexp", p -> Exponential.of(p[0])),
            Map.entry("dbeta", p -> Beta.of(p[0], p[1])),
            Map.entry("dunif", p -> Uniform.of(p[0], p[1])),
            Map.entry("dt", p -> StudentT.of(p[0], 0, 1)),
            Map.entry("dcauchy", p -> Cauchy.of(p[0], p[1])),
            Map.entry("dlogis", p -> Logistic.of(p[0], p[1])),
            Map.entry("dbinom", p -> Binomial.of(p[0], p[1])),
            Map.entry("dpois", p -> Poisson.of(p[0])));

    @Test
    void edgesAreTheReference() {
        List<String> compared = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (Row row : ReferenceTable.read("_edge_cases")) {
            String call = row.text("call");
            String name = call.substring(0, call.indexOf('('));
            Function<double[], Distribution> factory = BY_NAME_IN_R.get(name);
            if (factory == null) {
                continue;
            }
            double[] arguments = Arrays.stream(
                            call.substring(name.length() + 1, call.length() - 1).split(";"))
                    .filter(argument -> !argument.endsWith("TRUE"))
                    .mapToDouble(ReferenceTable::parse)
                    .toArray();
            Distribution distribution = factory.apply(Arrays.copyOfRange(arguments, 1, arguments.length));
            if (distribution.violation().isPresent()) {
                // R answers NaN, a point mass or a limit; here such a parameter is an error.
                invalid.add(call);
                continue;
            }
            double actual = distribution.logDensity(Tensor.of(arguments[0])).doubleValue();
            ReferenceCheck.assertLogDensity(actual, row.number("r_value"), call);
            compared.add(call);
        }
        assertThat(compared).hasSize(45);
        assertThat(invalid)
                .containsExactly(
                        "dnorm(0;0;0;TRUE)",
                        "dnorm(1;0;0;TRUE)",
                        "dnorm(0;0;-1;TRUE)",
                        "dgamma(1;-1;2;log=TRUE)",
                        "dt(0;Inf;log=TRUE)",
                        "dbinom(1;5;1.5;TRUE)",
                        "dpois(3;-1;TRUE)");
    }

    @Test
    void halfLinesBeginAtZeroAndNothingLiesBelow() {
        assertThat(HalfNormal.of(2).logDensity(Tensor.of(0, -1e-300, -1)).toArray())
                .containsExactly(
                        -0.22579135264472744 - Math.log(2), Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
        assertThat(HalfCauchy.of(1).logDensity(Tensor.of(0, -1e-300, -1)).toArray())
                .containsExactly(-0.4515827052894549, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
        assertThat(InverseGamma.of(2, 3).logDensity(Tensor.of(0, -1, 1 / 0.0)).toArray())
                .containsOnly(Double.NEGATIVE_INFINITY);
        assertThat(Gamma.of(2, 3).logDensity(Tensor.of(-1, 1 / 0.0)).toArray()).containsOnly(Double.NEGATIVE_INFINITY);
        assertThat(Bernoulli.of(0.3).logDensity(Tensor.of(-1, 2, 0.5, 1 / 0.0)).toArray())
                .containsOnly(Double.NEGATIVE_INFINITY);
        assertThat(Bernoulli.ofLogit(0.3).logDensity(Tensor.of(-1, 2, 0.5)).toArray())
                .containsOnly(Double.NEGATIVE_INFINITY);
        assertThat(Poisson.of(300).logDensity(Tensor.of(-1, 0.5, 1000.5)).toArray())
                .containsOnly(Double.NEGATIVE_INFINITY);
        assertThat(Binomial.of(1000, 0.5).logDensity(Tensor.of(-1, 0.5, 1001)).toArray())
                .containsOnly(Double.NEGATIVE_INFINITY);
    }

    @Test
    void certainOutcomes() {
        assertCertain(Bernoulli.of(1), 1, 0);
        assertCertain(Bernoulli.of(0), 0, 1);
        assertCertain(Poisson.of(0), 0, 1);
        assertCertain(Binomial.of(5, 1.0), 5, 4);
        assertCertain(Binomial.of(1000, 0.0), 0, 1);
    }

    private static void assertCertain(Distribution distribution, double certain, double impossible) {
        assertThat(distribution.logDensity(Tensor.of(certain)).doubleValue()).isZero();
        assertThat(distribution.logDensity(Tensor.of(impossible)).doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void aRandomBoundLimitsTheSupport() {
        Tensor bound = variable(2);
        Tensor logDensity = Uniform.of(0, bound).logDensity(variable(2.5));
        assertThat(logDensity.doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Uniform.of(0, bound).logDensity(variable(2)).doubleValue()).isEqualTo(-Math.log(2));
    }

    @Test
    void aSaturatedProbabilityHasAFiniteDensityAndGradient() {
        Tensor logit = variable(-800);
        Tensor bernoulli = Bernoulli.of(logit.sigmoid().reshape(1).reshape()).logDensity(Tensor.of(1));
        assertThat(bernoulli.doubleValue()).isEqualTo(-800);
        assertThat(gradient(bernoulli, logit)).isEqualTo(1);
        Tensor binomial = Binomial.of(10, logit.sigmoid()).logDensity(Tensor.of(10));
        assertThat(binomial.doubleValue()).isEqualTo(-8000);
        assertThat(gradient(binomial, logit)).isEqualTo(10);
        Tensor poisson = Poisson.of(logit.exp()).logDensity(Tensor.of(2));
        assertThat(poisson.doubleValue()).isEqualTo(-1600 - Math.log(2));
        assertThat(gradient(poisson, logit)).isEqualTo(2);
    }

    @Test
    void aNegativeBinomialByTheExponentialOfALargeNumberHasAFiniteDensityAndGradient() {
        for (double q : new double[] {-800, 800}) {
            Tensor logMean = variable(q);
            Tensor logDensity = NegativeBinomial.ofMean(logMean.exp(), 2).logDensity(Tensor.of(3));
            double expected = q < 0 ? Math.log(4) + 3 * (q - Math.log(2)) : Math.log(4) - 2 * (q - Math.log(2));
            assertThat(logDensity.doubleValue()).isCloseTo(expected, within(1e-10));
            assertThat(gradient(logDensity, logMean)).isCloseTo(q < 0 ? 3 : -2, within(1e-12));
        }
    }

    @Test
    void anInvalidParameterThatIsNotCheckedYieldsNoDensity() {
        for (Tensor logDensity : List.of(
                Gamma.of(-0.5, 1).logDensity(Tensor.of(1)),
                InverseGamma.of(-0.5, 1).logDensity(Tensor.of(1)),
                Beta.of(-0.5, 1.5).logDensity(Tensor.of(0.5)),
                Dirichlet.of(-0.5, 1.5).logDensity(Tensor.of(0.5, 0.5)),
                Bernoulli.of(1.5).logDensity(Tensor.of(1)),
                Binomial.of(3, 1.5).logDensity(Tensor.of(3)),
                Poisson.of(-1).logDensity(Tensor.of(0)),
                Poisson.of(-1).logDensity(Tensor.of(1000)),
                StudentT.of(-3, 0, 1).logDensity(Tensor.of(1)),
                MvNormal.isotropic(2, -1).logDensity(Tensor.of(0, 0)),
                MvNormal.of(new double[2], new double[][] {{1, 2}, {2, 1}}).logDensity(Tensor.of(0, 0)))) {
            assertThat(logDensity.doubleValue()).isNaN();
        }
        assertThat(Uniform.of(1, 0).logDensity(Tensor.of(0.5)).doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    private static Tensor variable(double value) {
        return Tensor.of(Node.leaf(new Variable("v" + value), Shape.SCALAR, new double[] {value}));
    }

    private static double gradient(Tensor scalar, Tensor withRespectTo) {
        List<Node> gradient = org.ppl4j.graph.Differentiation.gradient(scalar.node(), List.of(withRespectTo.node()));
        return Evaluation.value(gradient.get(0))[0];
    }
}
