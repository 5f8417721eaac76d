package org.ppl4j.examples;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.ppl4j.chains.Chains;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.Draws;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.Parameter;
import org.ppl4j.distribution.Support;
import org.ppl4j.distribution.Supports;
import org.ppl4j.model.Model;
import org.ppl4j.samplers.Sampling;
import org.ppl4j.tensor.Tensor;

/** A distribution of one's own: one class, with nothing registered anywhere. */
public final class CustomDistribution {

    private static final double TRUE_A = 2;
    private static final double TRUE_B = 5;

    private CustomDistribution() {}

    /** Kumaraswamy's distribution on the unit interval: density a b x^(a-1) (1 - x^a)^(b-1). */
    static final class Kumaraswamy extends Distribution {

        private final Tensor a;
        private final Tensor b;

        Kumaraswamy(Tensor a, Tensor b) {
            this.a = a;
            this.b = b;
        }

        /** Named in errors, and checked: a wrong value is refused with the site and the line. */
        @Override
        public List<Parameter> parameters() {
            return List.of(new Parameter("a", a, Supports.positive()), new Parameter("b", b, Supports.positive()));
        }

        /** Samplers move in the reals; the support says how to get from there to here. */
        @Override
        public Support support() {
            return Supports.unitInterval();
        }

        /** One term for each element. {@code log1mExp} keeps the digits of log(1 - x^a) near both ends. */
        @Override
        public Tensor logDensity(Tensor value) {
            Tensor logPower = value.log().timesElementwise(a);
            return a.log()
                    .plus(b.log())
                    .plus(value.log().timesElementwise(a.minus(1)))
                    .plus(logPower.log1mExp().timesElementwise(b.minus(1)));
        }

        /** By inversion of the distribution function. */
        @Override
        public double[] sample(RandomGenerator random) {
            requireValidParameters();
            return Draws.elementwise(
                    shape(), a, b, (p, q) -> Math.pow(1 - Math.pow(random.nextDouble(), 1 / q), 1 / p));
        }
    }

    /**
     * Runs the example: draws data, and finds the parameters again.
     *
     * @param arguments not used
     */
    public static void main(String[] arguments) {
        System.out.println(run(2_000).summary());
        System.out.printf("%nThe data were drawn with a = %.0f and b = %.0f.%n", TRUE_A, TRUE_B);
    }

    static Chains run(int draws) {
        double[] data =
                new Kumaraswamy(Tensor.of(TRUE_A), Tensor.of(TRUE_B)).iid(200).sample(new SplittableRandom(3));
        Model model = Model.of("kumaraswamy", m -> {
            Tensor a = m.sample("a", Gamma.of(2, 0.5));
            Tensor b = m.sample("b", Gamma.of(2, 0.5));
            m.observe("x", new Kumaraswamy(a, b), data);
        });
        return Sampling.of(model).draws(draws).seed(5).run();
    }
}
