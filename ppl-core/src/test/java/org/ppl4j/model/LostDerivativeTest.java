package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.ppl4j.density.LostDerivativeException;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.tensor.SourceLine;
import org.ppl4j.tensor.Tensor;

/** Dynamic models that compute with the numbers that they read, which have no derivative: the complete texts. */
class LostDerivativeTest {

    private static final String REMEDY =
            ", carries no derivative into what is made of it. Compute with tensors and read"
                    + " numbers to branch only, make the computation a DifferentiableFunction, or take a sampler without gradients.";

    private final SourceLine site = new SourceLine();
    private final SourceLine reading = new SourceLine();

    /** The log density is -x²/2 - (2 - x²)²/2, at x = 0.5 with the slope 1.25. */
    @Test
    void aNumberInsteadOfATensor() {
        ModelDensity density = density(m -> {
            Tensor x = m.sample(site.here("x"), Normal.of(0, 1));
            double square = Math.pow(reading.here(x).doubleValue(), 2);
            m.observe("y", Normal.of(Tensor.of(square), 1), 2.0);
        });
        assertThatThrownBy(() -> density.logDensityAndGradient(new double[] {0.5}, new double[1]))
                .isInstanceOf(LostDerivativeException.class)
                .hasMessage(
                        "Site \"x\" (%s): the gradient by the unconstrained coordinate 0 is -0.5, but the log density changes"
                                + " by 1.25. A number that is read from a random value, as at %s" + REMEDY,
                        site,
                        reading);
    }

    /** One element of many; the others' derivatives are there. */
    @Test
    void oneElement() {
        ModelDensity density = density(m -> {
            m.sample("a", Normal.of(0, 1));
            Tensor x = m.sample(site.here("x"), Normal.of(0, 1).iid(4));
            m.observe("y", Normal.of(x.times(reading.here(x).at(2).doubleValue()), 1), 1, 1, 1, 1);
        });
        assertThatThrownBy(() -> density.logDensityAndGradient(new double[] {0, 1, 1, 0.5, 1}, new double[5]))
                .isInstanceOf(LostDerivativeException.class)
                .hasMessage(
                        "Site \"x\" (%s): the gradient by the unconstrained coordinate 2 is -0.125, but the log density"
                                + " changes by 1.75. A number that is read from a random value, as at %s" + REMEDY,
                        site,
                        reading);
    }

    /** Such models can be sampled without gradients. */
    @Test
    void valuesAlone() {
        ModelDensity density = density(m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            m.observe("y", Normal.of(Tensor.of(Math.sin(x.doubleValue())), 1), 2.0);
        });
        double z = 2 - Math.sin(0.5);
        assertThat(density.logDensity(new double[] {0.5}))
                .isCloseTo(-Math.log(2 * Math.PI) - 0.125 - z * z / 2, within(1e-12));
    }

    /** Jumps, kinks, steep slopes, large values, counts: whatever is right is let through. */
    @Test
    void branchesAreRight() {
        Model model = Model.of("branching", m -> {
            Tensor k = m.sample("k", Poisson.of(3));
            Tensor x = m.sample("x", Normal.of(0, 1));
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            Tensor mean = x.doubleValue() > 0 ? x.exp().times(k) : x.square().minus(5);
            m.factor("steps", Tensor.of(-Math.floor(20 * x.doubleValue())));
            m.factor("large", x.times(1e3).square().negate().plus(1e12));
            m.factor("kink", x.doubleValue() > 0.05 ? x.minus(0.05).times(30) : Tensor.of(0));
            m.observe("y", Normal.of(mean.abs(), scale.times(k.intValue() + 1)), 0.5, 1e5);
        });
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 500; i++) {
            double x = i % 3 == 0
                    ? random.nextInt(-3, 4) * 0.05 + (i % 2 == 0 ? 0 : random.nextDouble(-1e-5, 1e-5))
                    : random.nextDouble(-4, 4);
            double[] position = {random.nextInt(8), x, random.nextDouble(-8, 4)};
            // one more density each, so that all positions are checked
            model.condition(Map.of()).density().logDensityAndGradient(position, new double[3]);
        }
    }

    private static ModelDensity density(Consumer<ModelBuilder> body) {
        ModelDensity density = Model.of("reading", body).density();
        assertThat(density.isDynamic()).isTrue();
        return density;
    }
}
