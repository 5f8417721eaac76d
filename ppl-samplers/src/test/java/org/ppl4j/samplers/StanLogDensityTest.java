package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.tensor.Tensor;

/** Log densities and gradients of models of posteriordb, against Stan's at the same points. */
class StanLogDensityTest {
    private static final double LOG_2 = Math.log(2);
    private static final double TOLERANCE = 1e-8;

    /**
     * A model as Stan has it.
     *
     * @param posterior its name in posteriordb
     * @param model builds ours from the data
     * @param halves how many half-distributions are normalised here and not there
     * @param isExact whether the reference is calculated elsewhere, because Stan's solution of the equations is off by 1e-3
     */
    record Row(String posterior, Function<Map<String, Object>, Model> model, int halves, boolean isExact) {
        Row(String posterior, Function<Map<String, Object>, Model> model, int halves) {
            this(posterior, model, halves, false);
        }

        @Override
        public String toString() {
            return posterior;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row("arK-arK", StanModels::autoregression, 1),
                new Row("bball_drive_event_0-hmm_drive_0", StanModels::drives, 0),
                new Row("earnings-earn_height", StanRegressions::earnings, 0),
                new Row("earnings-log10earn_height", StanRegressions::log10Earnings, 0),
                new Row("earnings-logearn_height_male", StanRegressions::logEarnings, 0),
                new Row("eight_schools-eight_schools_noncentered", StanModels::eightSchools, 1),
                new Row("garch-garch11", StanModels::garch, 0),
                new Row("gp_pois_regr-gp_regr", StanModels::gaussianProcess, 2),
                new Row("hmm_example-hmm_example", StanModels::hiddenMarkov, 0),
                new Row("hudson_lynx_hare-lotka_volterra", StanModels::preyAndPredators, 0, true),
                new Row("kilpisjarvi_mod-kilpisjarvi", StanRegressions::kilpisjarvi, 0),
                new Row("low_dim_gauss_mix-low_dim_gauss_mix", StanModels::mixture, 2),
                new Row("mesquite-logmesquite_logvas", StanRegressions::mesquite, 0),
                new Row("nes1972-nes", StanRegressions::partyIdentification, 0),
                new Row("sblrc-blr", StanRegressions::sparseRegression, 1));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void areStans(Row row) {
        String data = row.posterior().substring(0, row.posterior().indexOf('-'));
        Model model = row.model().apply(Json.read("posteriordb/data/" + data + ".json"));
        Map<String, Object> reference = Json.read(
                "posteriordb/" + (row.isExact() ? "exact" : "stan") + "-log-density/" + row.posterior() + ".json");
        ModelDensity density = model.density();
        assertThat(density.isDynamic()).isFalse();
        assertThat(density.dimension()).isEqualTo((int) Json.number(reference, "num_unconstrained"));
        List<Map<String, Object>> points = Json.objects(reference, "points");
        assertThat(points).hasSizeGreaterThanOrEqualTo(4);
        double constant = row.halves() * LOG_2;
        for (Map<String, Object> point : points) {
            double[] position = Json.vector(point, "unconstrained");
            double[] gradient = new double[position.length];
            double logDensity = density.logDensityAndGradient(position, gradient);
            assertClose(logDensity - constant, Json.number(point, "log_density_with_jacobian"));
            assertThat(gradient).hasSize(position.length);
            double[] expected = Json.vector(point, "grad_unconstrained_with_jacobian");
            for (int i = 0; i < gradient.length; i++) {
                double scale = row.isExact() ? largest(expected) : Math.abs(expected[i]);
                assertThat(gradient[i]).isCloseTo(expected[i], within(TOLERANCE * scale));
            }
            assertClose(density.logDensity(position), logDensity);
            Map<String, Tensor> values = values(density, position);
            double joint = model.logDensity(values);
            assertClose(joint - constant, Json.number(point, "log_density_no_jacobian"));
            assertClose(density.components(position).logJoint(), joint);
            assertConstrained(values, Json.object(point, "constrained"));
        }
    }

    /** Returns the sampled sites' values at a position, as they would be recorded. */
    private static Map<String, Tensor> values(ModelDensity density, double[] position) {
        int size = density.recorded().stream().mapToInt(r -> r.shape().size()).sum();
        double[] recorded = new double[size];
        density.record(position, recorded);
        List<String> sampled = density.sampledSites().stream()
                .map(ModelDensity.SampledSite::name)
                .toList();
        Map<String, Tensor> values = new HashMap<>();
        int at = 0;
        for (ModelDensity.Recorded each : density.recorded()) {
            double[] elements =
                    Arrays.copyOfRange(recorded, at, at + each.shape().size());
            at += elements.length;
            if (sampled.contains(each.name())) {
                values.put(each.name(), Tensor.of(each.shape(), elements));
            }
        }
        return values;
    }

    private static void assertConstrained(Map<String, Tensor> values, Map<String, Object> constrained) {
        values.forEach((name, value) -> {
            Object expected = constrained.get(name);
            if (expected instanceof Double number) {
                assertClose(value.doubleValue(), number);
            } else if (expected != null) {
                assertThat(value.toArray())
                        .containsExactly(Json.vector(constrained, name), within(1e-13 * largest(value.toArray())));
            }
        });
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow() + 1;
    }

    private static void assertClose(double actual, double expected) {
        Offset<Double> offset = within(TOLERANCE * Math.abs(expected));
        assertThat(actual).isCloseTo(expected, offset);
    }
}
