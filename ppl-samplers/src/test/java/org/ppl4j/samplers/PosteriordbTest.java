package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.chains.Chains;
import org.ppl4j.model.Model;

/** Twenty posteriors of posteriordb, sampled by the default of {@link Sampling}, against the reference draws. */
@Tag("slow")
class PosteriordbTest {
    private static final long SEED = 20_261_125;

    /**
     * A posterior.
     *
     * @param name its name in posteriordb
     * @param model builds its model from the data
     * @param draws how many draws a chain makes, after as many of warm-up
     * @param start the unconstrained coordinates to start from; none for random ones
     */
    record Row(String name, Function<Map<String, Object>, Model> model, int draws, double... start) {
        Row(String name, Function<Map<String, Object>, Model> model) {
            this(name, model, 1_000);
        }

        Map<String, Object> data() {
            return Json.read("posteriordb/data/" + name.substring(0, name.indexOf('-')) + ".json");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> posteriors() {
        return Stream.of(
                new Row("arK-arK", StanModels::autoregression),
                new Row("bball_drive_event_0-hmm_drive_0", StanModels::drives),
                new Row("earnings-earn_height", StanRegressions::earnings),
                new Row("earnings-log10earn_height", StanRegressions::log10Earnings),
                new Row("earnings-logearn_height_male", StanRegressions::logEarnings),
                new Row("earnings-logearn_interaction", StanRegressions::logEarningsWithInteraction),
                new Row("eight_schools-eight_schools_noncentered", StanModels::eightSchools),
                new Row("garch-garch11", StanModels::garch),
                new Row("gp_pois_regr-gp_regr", StanModels::gaussianProcess),
                new Row("hmm_example-hmm_example", StanModels::hiddenMarkov),
                // From random places the equations are stiff, and the way to the posterior takes most of a short warm-up.
                new Row(
                        "hudson_lynx_hare-lotka_volterra",
                        StanModels::preyAndPredators,
                        500,
                        middles(1, 0.05, 1, 0.05, 10, 10, 0.4, 0.4)),
                new Row("kidiq-kidscore_momiq", StanRegressions::kidScores),
                new Row("kidiq_with_mom_work-kidscore_interaction_c", StanRegressions::kidScoresWithInteraction),
                new Row("kilpisjarvi_mod-kilpisjarvi", StanRegressions::kilpisjarvi),
                new Row("low_dim_gauss_mix-low_dim_gauss_mix", StanModels::mixture),
                new Row("mesquite-logmesquite_logvas", StanRegressions::mesquite),
                new Row("mesquite-mesquite", StanRegressions::mesquiteWeights),
                new Row("nes1972-nes", StanRegressions::partyIdentification),
                new Row("nes1992-nes", StanRegressions::partyIdentification),
                new Row("sblrc-blr", StanRegressions::sparseRegression));
    }

    @ParameterizedTest
    @MethodSource("posteriors")
    void areThoseOfTheReference(Row row) {
        ReferencePosterior reference = ReferencePosterior.of(row.name());
        assertThat(reference.size()).isGreaterThanOrEqualTo(3);
        assertThat(reference.discrepancies(sample(row)))
                .isEmpty();
    }

    @Test
    void aWrongPriorIsSeen() {
        Row schools = new Row("eight_schools-eight_schools_noncentered", data -> StanModels.eightSchools(data, 1));
        ReferencePosterior reference = ReferencePosterior.of(schools.name());
        assertThat(reference.discrepancies(sample(schools)))
                .anyMatch(line -> line.startsWith("tau: mean"));
    }

    /** Returns the unconstrained coordinates of about the middle of positive numbers' priors. */
    private static double[] middles(double... values) {
        return Arrays.stream(values).map(Math::log).toArray();
    }

    static Chains sample(Row row) {
        Sampling sampling = Sampling.of(row.model().apply(row.data()))
                .warmup(row.draws())
                .draws(row.draws())
                .seed(SEED);
        return (row.start().length == 0 ? sampling : sampling.initial(row.start())).run();
    }
}
