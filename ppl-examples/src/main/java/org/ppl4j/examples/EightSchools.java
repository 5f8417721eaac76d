package org.ppl4j.examples;

import java.util.Arrays;
import org.ppl4j.chains.Chains;
import org.ppl4j.distribution.HalfCauchy;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.samplers.Sampling;
import org.ppl4j.tensor.Tensor;

/**
 * Eight schools (Rubin 1981; Gelman et al., "Bayesian Data Analysis", section 5.5): the effect of coaching in each of
 * eight schools, which are alike, but not the same.
 */
public final class EightSchools {

    private static final double[] EFFECTS = {28, 8, -3, 7, -1, 1, 18, 12};
    private static final double[] STANDARD_ERRORS = {15, 10, 16, 11, 9, 11, 10, 18};

    private EightSchools() {}

    /**
     * Runs the example.
     *
     * @param arguments not used
     */
    public static void main(String[] arguments) {
        Chains chains = run(1_000);
        System.out.println(chains.summary());

        double[] spread = chains.values("tau", 0);
        double small = Arrays.stream(spread).filter(tau -> tau < 5).count() / (double) spread.length;
        System.out.printf("%nThe schools differ by less than 5 points (tau < 5) with probability %.2f.%n", small);

        double[] next = model().predict(chains.thin(10), 1).mean("effects");
        System.out.printf("A new study would be expected to find %s.%n", Arrays.toString(rounded(next)));
    }

    static Chains run(int draws) {
        return Sampling.of(model()).draws(draws).seed(8).run();
    }

    /**
     * The non-centred form: a school's effect is the mean plus tau times a standard normal number. With so few data the
     * centred form, theta ~ Normal(mu, tau), has a funnel that no single step size fits.
     */
    static Model model() {
        return Model.of("eight_schools", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 5));
            Tensor tau = m.sample("tau", HalfCauchy.of(5));
            Tensor z = m.sample("z", Normal.of(0, 1).iid(EFFECTS.length));
            Tensor theta = m.deterministic("theta", mu.plus(tau.times(z)));
            m.observe("effects", Normal.of(theta, Tensor.of(STANDARD_ERRORS)), EFFECTS);
        });
    }

    private static double[] rounded(double[] values) {
        return Arrays.stream(values).map(value -> Math.rint(value * 10) / 10).toArray();
    }
}
