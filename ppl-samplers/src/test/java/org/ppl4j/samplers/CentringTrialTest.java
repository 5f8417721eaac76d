package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Summary;
import org.ppl4j.distribution.HalfCauchy;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Coordinates that are chosen before chains start. */
class CentringTrialTest {

    private static final Model FUNNEL = Model.of("funnel", m -> {
        Tensor v = m.sample("v", Normal.of(0, 3));
        m.sample("x", Normal.of(0, v.times(0.5).exp()).iid(9));
    });

    private static final Model SCHOOLS = Model.of("eight schools, centred", m -> {
        Tensor mu = m.sample("mu", Normal.of(0, 5));
        Tensor tau = m.sample("tau", HalfCauchy.of(5));
        Tensor theta = m.sample("theta", Normal.of(mu, tau).iid(8));
        Tensor sigma = Tensor.of(15, 10, 16, 11, 9, 11, 10, 18);
        m.observe("y", Normal.of(theta, sigma), 28, 8, -3, 7, -1, 1, 18, 12);
    });

    private static final Nuts AS_WRITTEN = Nuts.create().centring(Centring.AS_WRITTEN);

    private record Sampled(Chains chains, RunReport report) {

        static Sampled of(Sampling sampling) {
            List<RunReport> reports = new ArrayList<>();
            Chains chains = sampling.progress(false)
                    .report(false)
                    .onFinish(reports::add)
                    .run();
            return new Sampled(chains, reports.get(0));
        }

        double sum(String statistic) {
            return Arrays.stream(chains.values(statistic))
                    .flatMapToDouble(Arrays::stream)
                    .sum();
        }

        double leastEss() {
            return numbers(Summary.Row::essBulk).min().orElseThrow();
        }

        double largestRhat() {
            return numbers(Summary.Row::rhat).max().orElseThrow();
        }

        private DoubleStream numbers(ToDoubleFunction<Summary.Row> of) {
            return chains.summary().rows().stream().mapToDouble(of).filter(value -> !Double.isNaN(value));
        }
    }

    /** Groups of observations about means that scatter with some deviation. */
    private static Model groups(int count, int size, double deviation, long seed) {
        return groups(IntStream.range(0, count * size).map(i -> i / size).toArray(), deviation, seed);
    }

    private static Model groups(int[] group, double deviation, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = 1 + group[group.length - 1];
        double[] means = new double[count];
        Arrays.setAll(means, i -> 1 + deviation * random.nextGaussian());
        double[] y = new double[group.length];
        Arrays.setAll(y, i -> means[group[i]] + random.nextGaussian());
        return Model.of("groups", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 5));
            Tensor tau = m.sample("tau", HalfNormal.of(2));
            Tensor sigma = m.sample("sigma", HalfNormal.of(2));
            Tensor theta = m.sample("theta", Normal.of(mu, tau).iid(count));
            m.observe("y", Normal.of(theta.gather(group), sigma), y);
        });
    }

    @Test
    void theFunnelIsSampledToItsEnds() {
        Sampled run = Sampled.of(Sampling.of(FUNNEL).seed(1));
        assertThat(degree(run, "x")).isEqualTo(0.0);
        assertThat(run.sum("diverging")).isZero();
        assertThat(run.largestRhat()).isLessThan(1.01);
        double[] v = Arrays.stream(run.chains().values("v"))
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .toArray();
        // quantiles of v are those of its prior: four Monte Carlo standard errors
        double ess = run.leastEss();
        assertThat(v[(int) (0.05 * v.length)]).isCloseTo(-1.645 * 3, within(4 * 3 * 2.11 / Math.sqrt(ess)));
        assertThat(v[v.length / 2]).isCloseTo(0, within(4 * 3 * 1.25 / Math.sqrt(ess)));
        assertThat(v[(int) (0.95 * v.length)]).isCloseTo(1.645 * 3, within(4 * 3 * 2.11 / Math.sqrt(ess)));

        Sampled written = Sampled.of(Sampling.of(FUNNEL).with(AS_WRITTEN).seed(1));
        assertThat(written.report().trial().degrees()).isEmpty();
        assertThat(written.largestRhat()).isGreaterThan(1.02);
        assertThat(written.leastEss()).isLessThan(run.leastEss() / 10);
    }

    @Test
    void theCentredEightSchoolsAreThoseOfTheReference() {
        ReferencePosterior reference = ReferencePosterior.of("eight_schools-eight_schools_noncentered");
        Sampled run = Sampled.of(Sampling.of(SCHOOLS).draws(2500).seed(2));
        assertThat(degree(run, "theta")).isEqualTo(0.0);
        assertThat(run.report().trial().gradientEvaluations()).isBetween(150L, 31L * 150 + 100);
        assertThat(run.report().trial().duration()).isPositive();
        assertThat(run.report().gradientEvaluations())
                .isEqualTo(run.report().trial().gradientEvaluations()
                        + run.report().chains().stream()
                                .mapToLong(RunReport.ChainReport::gradientEvaluations)
                                .sum());
        assertThat(reference.discrepancies(run.chains())).isEmpty();
        // what is recorded as lp is the joint density of the values, as ever
        Map<String, Tensor> draw = run.chains().draw(17);
        assertThat(run.chains().values("lp")[0][17])
                .isCloseTo(
                        SCHOOLS.logDensity(
                                Map.of("mu", draw.get("mu"), "tau", draw.get("tau"), "theta", draw.get("theta"))),
                        within(1e-9));
    }

    @Test
    void whereDataTellAllTheModelIsSampledAsItIsWritten() {
        Model model = groups(12, 50, 1, 3);
        Sampled run = Sampled.of(Sampling.of(model).draws(100).seed(4));
        assertThat(degree(run, "theta")).isEqualTo(1.0);
        Sampled written =
                Sampled.of(Sampling.of(model).with(AS_WRITTEN).draws(100).seed(4));
        assertThat(run.chains().values("theta[3]"))
                .isDeepEqualTo(written.chains().values("theta[3]"));
    }

    @Test
    void whereDataTellSomethingTheDegreeLiesBetween() {
        Model model = groups(100, 4, 0.5, 5);
        Sampled run = Sampled.of(Sampling.of(model).seed(6));
        assertThat(degree(run, "theta")).isBetween(0.25, 0.75);
        Sampled written = Sampled.of(Sampling.of(model).with(AS_WRITTEN).seed(6));
        assertThat(run.leastEss() / run.sum("n_steps"))
                .isGreaterThan(1.5 * written.leastEss() / written.sum("n_steps"));
    }

    @Test
    void sitesOfLoopsAreCentredAlikeAndOthersByThemselves() {
        SplittableRandom random = new SplittableRandom(7);
        int count = 20;
        double[][] x = new double[count][15];
        double[][] y = new double[count][15];
        for (int i = 0; i < count; i++) {
            double intercept = 2 * random.nextGaussian();
            for (int j = 0; j < 15; j++) {
                x[i][j] = random.nextGaussian();
                y[i][j] = intercept + 0.05 * random.nextGaussian() * x[i][j] + 0.5 * random.nextGaussian();
            }
        }
        Model model = Model.of("intercepts and slopes", m -> {
            Tensor a = m.sample("sa", HalfNormal.of(3));
            Tensor b = m.sample("sb", HalfNormal.of(1));
            Tensor sigma = m.sample("sigma", HalfNormal.of(1));
            for (int i = 0; i < count; i++) {
                Tensor intercept = m.sample("a[" + i + "]", Normal.of(0, a));
                Tensor slope = m.sample("b[" + i + "]", Normal.of(0, b));
                m.observe("y[" + i + "]", Normal.of(slope.times(Tensor.of(x[i])).plus(intercept), sigma), y[i]);
            }
        });
        Sampled run = Sampled.of(Sampling.of(model).draws(10).seed(8));
        assertThat(run.report().trial().degrees()).hasSize(2 * count);
        assertThat(degree(run, "a[0]")).isGreaterThanOrEqualTo(0.75);
        assertThat(degree(run, "b[0]")).isLessThanOrEqualTo(0.5);
        run.report()
                .trial()
                .degrees()
                .keySet()
                .forEach(site -> assertThat(degree(run, site)).as(site).isEqualTo(degree(run, site.charAt(0) + "[0]")));
    }

    /** Small groups beside large ones, of which the data tell more. */
    @Test
    void elementsThatDifferHaveDegreesOfTheirOwn() {
        int[] group = IntStream.range(0, 24)
                .flatMap(i -> IntStream.generate(() -> i).limit(i < 12 ? 1 : 100))
                .toArray();
        Model model = groups(group, 0.5, 17);
        for (long seed = 1; seed <= 3; seed++) {
            Tensor degree = Sampled.of(Sampling.of(model).draws(5).seed(seed))
                    .report()
                    .trial()
                    .degrees()
                    .get("theta");
            double[] degrees = Objects.requireNonNull(degree).toArray();
            assertThat(degrees).hasSize(24);
            assertThat(Arrays.stream(degrees, 0, 12).average().orElseThrow()).isLessThan(0.6);
            assertThat(Arrays.stream(degrees, 12, 24).average().orElseThrow()).isGreaterThan(0.8);
        }
    }

    @Test
    void drawsDoNotDependOnThreads() {
        Sampling sampling = Sampling.of(SCHOOLS).draws(50).seed(9);
        Chains one = Sampled.of(sampling.threads(1)).chains();
        assertThat(Sampled.of(sampling.threads(4)).chains().values("tau")).isDeepEqualTo(one.values("tau"));
        assertThat(one.resume(50).values("tau")[0])
                .isEqualTo(Sampled.of(sampling.draws(100)).chains().values("tau")[0]);
    }

    @Test
    void positionsAreGivenInTheCoordinatesOfTheModel() {
        Target written = Target.of(SCHOOLS);
        Target other = Target.of(SCHOOLS.nonCentred("theta"));
        double[] position = new SplittableRandom(10)
                .doubles(written.density().dimension(), -1, 1)
                .toArray();
        InitialPoints points = ConvertedPoints.of(InitialPoints.at(position), written);
        assertThat(points.isOnlyOne(other)).isTrue();
        double[] converted = points.propose(other, 0, new SplittableRandom(11));
        double[] expected = new double[10];
        double[] values = new double[10];
        written.record(position, expected);
        other.record(converted, values);
        assertThat(values).containsExactly(expected, within(1e-12));
        assertThat(converted[5]).isNotCloseTo(position[5], within(1e-3));
        Sampled run = Sampled.of(
                Sampling.of(SCHOOLS).initial(position).draws(10).chains(1).seed(12));
        assertThat(degree(run, "theta")).isEqualTo(0.0);
        InitialPoints byName = InitialPoints.values(Map.of("mu", 1));
        assertThat(ConvertedPoints.of(byName, written)).isSameAs(byName);
    }

    @Test
    void thereIsNoTrialWhereItWouldBeOfNoUse() {
        Nuts nuts = Nuts.create();
        assertThat(trial(Sampling.of(SCHOOLS).warmup(149))).isEmpty();
        assertThat(trial(Sampling.of(SCHOOLS).with(nuts.adaptation(Adaptation.WINDOWS))))
                .isEmpty();
        assertThat(trial(Sampling.of(SCHOOLS).with(nuts.metric(Metric.unit())))).isEmpty();
        assertThat(trial(Sampling.of(SCHOOLS).with(Hmc.of(0.1, 5)))).isEmpty();
        assertThat(trial(Sampling.of(SCHOOLS.nonCentred("theta")))).isEmpty();
        assertThat(trial(Sampling.of(SCHOOLS.condition(Map.of("tau", 1))))).isEmpty();
        assertThat(trial(Sampling.of(SCHOOLS).warmup(150))).hasSize(1);
    }

    @Test
    void aTrialThatTakesTooLongLeavesTheModelAsItIsWritten() {
        Sampled run =
                Sampled.of(Sampling.of(SCHOOLS).stopAfter(Duration.ofNanos(1)).seed(13));
        assertThat(run.report().trial().degrees()).isEmpty();
        assertThat(run.chains().complete()).isFalse();
        Thread.currentThread().interrupt();
        Sampled interrupted = Sampled.of(Sampling.of(SCHOOLS).seed(14));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted.report().trial().degrees()).isEmpty();
    }

    /** Returns how far a site is centred, in the mean of its elements. */
    private static double degree(Sampled run, String site) {
        double[] degrees =
                Objects.requireNonNull(run.report().trial().degrees().get(site)).toArray();
        return Arrays.stream(degrees).average().orElseThrow();
    }

    private static Map<String, Tensor> trial(Sampling sampling) {
        return Sampled.of(sampling.draws(5).chains(1).seed(15)).report().trial().degrees();
    }

    /** Ranks of centred effects, each fit with coordinates of its own; and of a model with another prior. */
    @Test
    void chosenCoordinatesAreCalibrated() {
        CalibrationResult right = calibration(few(1)).run();
        assertThat(right.pValue()).isGreaterThan(0.01);
        CalibrationResult wrong = calibration(few(1)).fitting(few(0.4)).run();
        assertThat(wrong.pValue()).isLessThan(1e-3);
    }

    private static Calibration calibration(Model model) {
        return Calibration.of(model)
                .with(Nuts.create())
                .simulations(150)
                .draws(29)
                .warmup(200)
                .seed(16);
    }

    private static Model few(double spread) {
        return Model.of("few", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 1));
            Tensor tau = m.sample("tau", HalfNormal.of(spread));
            Tensor theta = m.sample("theta", Normal.of(mu, tau).iid(3));
            m.observe("y", Normal.of(theta, 1), 0.5, 1, -1);
        });
    }
}
