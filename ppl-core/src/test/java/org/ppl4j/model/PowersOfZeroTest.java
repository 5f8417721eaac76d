package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.distribution.Normal;
import org.ppl4j.tensor.Tensor;

/** Powers with a random exponent, of numbers that include zero: doses, distances, waiting times. */
class PowersOfZeroTest {

    private static final double[] DOSE = {0, 0, 1, 2.5, 4, 0, 8, 3, 7};

    /** A dose of nothing has the effect of none, whatever the exponent, and no part in the derivative by it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void dosesOfNothing(boolean inALoop) {
        ModelDensity density = Model.of("doses", m -> {
                    Tensor exponent = m.sample("exponent", Normal.of(1, 1));
                    Tensor half = m.sample("half", Normal.of(0, 1)).exp();
                    if (inALoop) {
                        for (int i = 0; i < DOSE.length; i++) {
                            m.observe("y" + i, Normal.of(effect(Tensor.of(DOSE[i]), exponent, half), 1), 0.5);
                        }
                    } else {
                        Tensor effect = effect(Tensor.of(DOSE), exponent, half);
                        m.factor("y", Normal.of(effect, 1).logDensity(Tensor.filled(0.5, DOSE.length)));
                    }
                })
                .density();
        double[] position = {1.4, 0.3};
        double[] gradient = new double[2];
        density.logDensityAndGradient(position, gradient);
        for (int i = 0; i < 2; i++) {
            double[] above = position.clone();
            double[] below = position.clone();
            above[i] += 1e-5;
            below[i] -= 1e-5;
            double slope = (density.logDensity(above) - density.logDensity(below)) / 2e-5;
            assertThat(gradient[i]).isCloseTo(slope, within(1e-8));
        }
    }

    private static Tensor effect(Tensor dose, Tensor exponent, Tensor half) {
        Tensor power = dose.power(exponent);
        return power.dividedBy(power.plus(half.power(exponent)));
    }

    /** A base that is a part of something random stays zero, also below a square root, whose slope has no end there. */
    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1.6})
    void aPartOfSomethingRandomThatIsNothing(double exponent) {
        ModelDensity density = Model.of("part", m -> {
                    Tensor half = m.sample("half", Normal.of(0, 1)).exp();
                    Tensor power = m.sample("exponent", Normal.of(0, 1));
                    m.factor(
                            "powers",
                            Tensor.of(0, 1, 2).dividedBy(half).power(power).sum());
                })
                .density();
        double[] gradient = new double[2];
        density.logDensityAndGradient(new double[] {0.3, exponent}, gradient);
        double one = Math.exp(-0.3 * exponent);
        double two = Math.pow(2, exponent) * one;
        assertThat(gradient[0]).isCloseTo(-0.3 - exponent * (one + two), within(1e-12));
        assertThat(gradient[1]).isCloseTo(-exponent - 0.3 * one + (Math.log(2) - 0.3) * two, within(1e-12));
    }

    /** As a base that is random reaches zero the derivative by it goes on, and that by the exponent vanishes. */
    @ParameterizedTest
    @ValueSource(doubles = {1.5, 2.5})
    void aRandomBaseOfZero(double exponent) {
        ModelDensity density = Model.of("base", m -> {
                    Tensor x = m.sample("x", Normal.of(0, 1).iid(2));
                    m.factor("power", x.at(0).power(x.at(1)));
                })
                .density();
        double[] gradient = new double[2];
        density.logDensityAndGradient(new double[] {0, exponent}, gradient);
        assertThat(gradient).containsExactly(new double[] {0, -exponent}, within(1e-15));
    }
}
