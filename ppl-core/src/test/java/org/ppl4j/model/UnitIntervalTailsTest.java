package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.ppl4j.bijector.Interval;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Binomial;
import org.ppl4j.distribution.Categorical;
import org.ppl4j.distribution.NegativeBinomial;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.tensor.Tensor;

/**
 * Densities of numbers between zero and one near these, where the number itself is rounded: with respect to the coordinate u
 * all of them are a log(p) + b log(1 - p) + c, of p = 1 / (1 + exp(-u)).
 */
class UnitIntervalTailsTest {

    private static final double[] POSITIONS = {
        -800, -300, -40, -37, -34, -31, -20, -3, -0.7, 0, 0.4, 2, 15, 30, 31, 34, 36, 37, 38, 40, 300, 700, 800
    };

    private static double softplus(double u) {
        return Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
    }

    private static double sigmoid(double u) {
        return u < 0 ? Math.exp(u) / (1 + Math.exp(u)) : 1 / (1 + Math.exp(-u));
    }

    /** Checks densities, with the Jacobian's part of p (1 - p). */
    private static void assertIs(double a, double b, double c, Consumer<ModelBuilder> statements) {
        Model model = Model.of("tails", statements);
        for (double u : POSITIONS) {
            double[] position = {u};
            double[] gradient = new double[1];
            double density = -(a + 1) * softplus(-u) - (b + 1) * softplus(u) + c;
            assertClose(model.density().logDensityAndGradient(position, gradient), density, u);
            assertClose(model.density().logDensity(position), density, u);
            assertClose(gradient[0], (a + 1) * sigmoid(-u) - (b + 1) * sigmoid(u), u);
        }
    }

    private static void assertClose(double actual, double expected, double position) {
        assertThat(Math.abs(actual - expected))
                .as("%s against %s at %s", actual, expected, position)
                .isLessThanOrEqualTo(1e-13 * Math.max(1, Math.abs(expected)));
    }

    private static Tensor unit(ModelBuilder m) {
        return m.sample("p", Uniform.of(0, 1));
    }

    @Test
    void priors() {
        assertIs(1, 4, Math.log(30), m -> m.sample("p", Beta.of(2, 5)));
        assertIs(1, 4, Math.log(30), m -> m.sample("p", Beta.of(2, 5).iid(1)));
        assertIs(-0.5, -0.5, -Math.log(Math.PI), m -> m.sample("p", Beta.of(0.5, 0.5)));
        assertIs(0, 0, 0, UnitIntervalTailsTest::unit);
    }

    @Test
    void likelihoods() {
        assertIs(2, 1, 0, m -> m.observe("y", Bernoulli.of(unit(m)), 1, 0, 1));
        assertIs(1, 2, Math.log(3), m -> m.observe("y", Binomial.of(3, unit(m)), 1));
        assertIs(1, 4, 0, m -> m.observe("y", NegativeBinomial.of(1, unit(m)), 4));
        assertIs(3, 4, Math.log(30), m -> {
            Tensor p = m.sample("p", Beta.of(2, 5).iid(1));
            m.observe("y", Bernoulli.of(p.gather(0, 0)), 1, 1);
        });
        assertIs(2, 1, 0, m -> {
            Tensor p = unit(m);
            m.observe("y", Categorical.of(Tensor.stack(p, Tensor.of(1).minus(p))), 1, 0, 0);
        });
        assertIs(6, 4, 0, m -> {
            Tensor p = unit(m);
            for (int i = 0; i < 10; i++) {
                m.observe("y" + i, Bernoulli.of(p), i % 5 < 3 ? 1 : 0);
            }
        });
    }

    @Test
    void logarithmsThatAModelTakes() {
        assertIs(2, 3, 0, m -> {
            Tensor p = unit(m);
            m.factor("f", p.log().times(2).plus(p.negate().log1p().times(3)));
        });
        assertIs(2, 3, 0, m -> {
            Tensor p = unit(m);
            m.factor("f", p.log().times(2).plus(Tensor.of(1).minus(p).log().times(3)));
        });
        assertIs(0, 3, 0, m -> m.factor("f", unit(m).negate().plus(1).log().times(3)));
    }

    @Test
    void dynamicModels() {
        assertIs(1, 4, Math.log(30), m -> m.sample("p", Beta.of(2, 5)).doubleValue());
        assertIs(2, 1, 0, m -> {
            Tensor p = unit(m);
            p.doubleValue();
            m.observe("y", Bernoulli.of(p), 1, 0, 1);
        });
    }

    /** The number itself stays inside. */
    @Test
    void valuesLieInside() {
        for (double u : POSITIONS) {
            Tensor value = Interval.between(Tensor.of(0), Tensor.of(1)).forward(Tensor.of(u));
            assertThat(value.doubleValue()).isGreaterThan(0).isLessThan(1);
        }
    }
}
