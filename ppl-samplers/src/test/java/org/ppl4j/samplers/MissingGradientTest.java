package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ppl4j.samplers.Texts.pattern;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.density.LogDensity;

/** A gradient that is not finite where the log density is: draws from there are missing, and the report says so; or none. */
class MissingGradientTest {
    private static final String TEXT =
            "NN of 2,000 draws diverged: most of these trajectories came to where the gradient of the"
                    + " log density is not finite, which no step leads to, so that draws from there are missing. At one of them: the"
                    + " log density is NUMBER but coordinate 0 of its gradient is NaN at q = [NUMBER]. Smaller steps do not help"
                    + " there. Mend the gradient, or use a sampler that needs none, such as Slice.";

    @Test
    void allSamplersThatNeedItSaySo() {
        for (Sampler sampler : new Sampler[] {Mala.create(), Nuts.create(), Hmc.of(0.3, 5), Hmcda.of(1)}) {
            Chains chains = Sampling.of(Target.of(new HalfGradient()))
                    .with(sampler)
                    .chains(2)
                    .warmup(200)
                    .draws(1000)
                    .seed(1)
                    .report(false)
                    .progress(false)
                    .run();
            assertThat(Arrays.stream(chains.values("q[0]")).flatMapToDouble(Arrays::stream))
                    .allMatch(value -> value <= 1);
            assertThat(chains.report().lines().get(0))
                    .as(sampler.toString())
                    .matches(Pattern.quote(TEXT).replace("NN", "\\E[0-9,]+\\Q").replace("NUMBER", "\\E[-.0-9]+\\Q"));
            assertThat(chains.divergences().trajectories())
                    .hasSize(chains.divergences().total())
                    .allMatch(each -> each.end()[0] > 1 && Double.isInfinite(each.energyError()));
        }
    }

    @Test
    void whereThereIsNoneASamplerThatNeedsNoneIsAdvised() {
        LogDensity density = new NoGradient();
        for (Sampler sampler : new Sampler[] {Mala.create(), Nuts.create(), Hmc.of(0.3, 5), Hmcda.of(1)}) {
            Sampling sampling = Sampling.of(Target.of(density)).with(sampler);
            String given =
                    "Chain 0 cannot be started, because the sampler needs a gradient: the log density is -0.5 but its"
                            + " gradient threw java.lang.UnsupportedOperationException: none at q = [1.0]. Write the gradient, or use"
                            + " a sampler that needs none, such as Slice.";
            assertThatThrownBy(() -> sampling.initial(new double[] {1}).run())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasCauseInstanceOf(UnsupportedOperationException.class)
                    .hasMessage(given);
            assertThatThrownBy(sampling::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .matches(pattern(given.replace("-0.5", "NUMBER").replace("1.0", "NUMBER")));
        }
    }

    /** A gradient that the sampler needs not is not what is wrong. */
    @Test
    void samplersThatNeedNoneAreToldOfTheDensity() {
        Sampling sampling = Sampling.of(Target.of(new NoGradient())).with(Slice.create());
        assertThatThrownBy(() -> sampling.initial(new double[] {-1}).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The initial position of chain 0 is no place to start: the log density is -Infinity at q ="
                        + " [-1.0]. Give another one, or none.");
    }

    /** A normal distribution of positive numbers without a gradient. */
    private record NoGradient() implements LogDensity {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public double logDensity(double[] position) {
            return position[0] > 0 ? -position[0] * position[0] / 2 : Double.NEGATIVE_INFINITY;
        }

        @Override
        public double logDensityAndGradient(double[] position, double[] gradient) {
            throw new UnsupportedOperationException("none");
        }
    }

    /** A normal distribution whose gradient is lost beyond 1. */
    private record HalfGradient() implements LogDensity {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public double logDensity(double[] position) {
            return -position[0] * position[0] / 2;
        }

        @Override
        public double logDensityAndGradient(double[] position, double[] gradient) {
            gradient[0] = position[0] > 1 ? Double.NaN : -position[0];
            return logDensity(position);
        }
    }
}
