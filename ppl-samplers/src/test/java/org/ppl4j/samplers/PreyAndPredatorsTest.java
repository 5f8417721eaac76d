package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.density.LogDensity;
import org.ppl4j.model.Model;

/**
 * The prey and predators of posteriordb. Their posterior has a second mode, in which the populations stay about where they
 * are and all else is noise; chains that start anywhere often end there, Stan's too. The log density is 45 less there.
 */
class PreyAndPredatorsTest {
    private static final long SEED = 20_261_125;
    private static final Map<String, Object> DATA = Json.read("posteriordb/data/hudson_lynx_hare.json");
    private static final Model MODEL = StanModels.preyAndPredators(DATA);

    /**
     * What the data say at a glance. Both populations average where the other one's rate of change is zero, 34 and 20; they
     * come round in 10 years, which is 2π over the root of the two rates' product.
     */
    private static final double[] BY_EYE = logarithms(0.5, 0.5 / 20, 0.8, 0.8 / 34, 30, 4, 0.4, 0.4);

    private static double[] logarithms(double... values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.log(values[i]);
        }
        return values;
    }

    @Test
    @Tag("slow")
    void areThoseOfTheReference() {
        Chains chains = Sampling.of(MODEL)
                .initial((target, chain, random) -> moved(BY_EYE, 0.1, random))
                .seed(SEED)
                .run();
        ReferencePosterior reference = ReferencePosterior.of("hudson_lynx_hare-lotka_volterra");
        assertThat(reference.size()).isEqualTo(8);
        assertThat(reference.discrepancies(chains)).isEmpty();
    }

    @Test
    void failuresLeaveNothingBehind() {
        LogDensity density = MODEL.density();
        double[] gradient = new double[8];
        double value = density.logDensityAndGradient(BY_EYE, gradient);
        assertThat(value).isFinite();
        RandomGenerator random = new SplittableRandom(SEED);
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            double radius = i < 10 ? 4 : 20;
            String outcome = outcome(density, moved(BY_EYE, radius, random));
            if (!outcome.equals("finite")) {
                failures.add(outcome);
            }
            double[] again = new double[8];
            assertThat(density.logDensityAndGradient(BY_EYE, again)).isEqualTo(value);
            assertThat(again).containsExactly(gradient);
        }
        assertThat(failures).as("seed " + SEED).contains("NaN", "ArithmeticException");
    }

    private static String outcome(LogDensity density, double[] position) {
        try {
            double value = density.logDensityAndGradient(position, new double[position.length]);
            return Double.isFinite(value) ? "finite" : String.valueOf(value);
        } catch (ArithmeticException e) {
            return "ArithmeticException";
        }
    }

    private static double[] moved(double[] position, double radius, RandomGenerator random) {
        double[] moved = position.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += random.nextDouble(-radius, radius);
        }
        return moved;
    }
}
