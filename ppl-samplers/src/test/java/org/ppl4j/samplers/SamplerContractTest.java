package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Variable;
import org.ppl4j.density.LogDensity;

/** What every sampler must do. A new sampler is one new row. */
@Execution(ExecutionMode.CONCURRENT)
class SamplerContractTest {
    private static final GaussianDensity STANDARD = GaussianDensity.standard(3);
    private static final GaussianDensity CORRELATED =
            new GaussianDensity(new double[] {1, -2}, new double[][] {{1, 0.8}, {0.8, 1}});
    private static final GaussianDensity SCALED =
            new GaussianDensity(new double[] {0.5, 3}, new double[][] {{0.25, 0}, {0, 4}});

    /**
     * A sampler under test.
     *
     * @param sampler with settings that suit Gaussians of about unit scale
     * @param draws enough of them to see a standard deviation that is 10 % off
     * @param thin steps between draws that are nearly independent
     */
    record Row(Sampler sampler, int draws, int thin) {
        @Override
        public String toString() {
            return sampler.toString();
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row(Hmc.of(0.25, 4), 30_000, 4),
                new Row(Nuts.create(), 20_000, 20),
                new Row(Nuts.create().metric(MetricType.UNIT), 20_000, 20),
                new Row(Nuts.create().metric(MetricType.DENSE), 20_000, 20),
                new Row(Nuts.create().metric(MetricType.LOW_RANK), 20_000, 20),
                new Row(Nuts.create().adaptation(Adaptation.WINDOWS), 20_000, 20),
                new Row(Nuts.create().integrator(Integrator.jitteredLeapfrog(0.2)), 20_000, 20),
                new Row(Nuts.create().refreshment(Refreshment.partial(0.7)), 40_000, 40),
                new Row(Hmcda.of(1.2), 30_000, 4),
                new Row(Hmcda.of(0.6).refreshment(Refreshment.partial(0.5)), 60_000, 8),
                new Row(
                        Hmc.of(0.3, TrajectoryLength.time(1.3))
                                .metric(MetricType.DENSE)
                                .integrator(Integrator.jitteredLeapfrog(0.3))
                                .adaptation(Adaptation.FISHER),
                        30_000,
                        4),
                new Row(Hmc.of(0.25, 2).refreshment(Refreshment.partial(0.6)), 60_000, 8),
                new Row(RandomWalkMetropolis.of(1.2), 150_000, 15),
                new Row(RandomWalkMetropolis.of(1.0).scale("q", 1.4), 150_000, 15),
                new Row(MetropolisHastings.of(new Shrinking()), 150_000, 15),
                new Row(SitewiseMetropolis.create().walk("q", 1.2), 60_000, 15),
                new Row(SitewiseMetropolis.create().propose("q", new Shrinking()), 60_000, 15),
                new Row(RobustAdaptiveMetropolis.create(), 60_000, 20),
                new Row(Slice.create(), 20_000, 5),
                new Row(Slice.create().width(0.3).maxSteps(3), 50_000, 15),
                new Row(EllipticalSlice.of(0, 2), 30_000, 10),
                new Row(Mala.create(), 30_000, 8),
                new Row(Ensemble.create(), 60_000, 40),
                new Row(Ensemble.create().walkers(5).stretch(2.5), 60_000, 40));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hasTheMomentsOfGaussians(Row row) {
        for (GaussianDensity density : List.of(STANDARD, CORRELATED, SCALED)) {
            Chains draws = draw(row, density);
            assertThat(Moments.discrepancies(draws, 0, density)).isEmpty();
            // The same draws are seen to be none of a scale that is ten percent off.
            assertThat(Moments.discrepancies(draws, 0, density.scaled(1.1))).isNotEmpty();
            assertThat(Moments.discrepancies(draws, 0, density.scaled(0.9))).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aSeedGivesTheSameDrawsWhateverTheNumberOfThreads(Row row) {
        Sampling sampling = Sampling.of(Target.of(CORRELATED))
                .with(row.sampler())
                .warmup(20)
                .draws(200)
                .chains(4)
                .seed(7)
                .report(false);
        Chains one = sampling.threads(1).run();
        for (int threads : new int[] {1, 2, 4}) {
            assertSameDraws(sampling.threads(threads).run(), one, one.chainCount());
        }
        Chains two = sampling.chains(2).run();
        assertSameDraws(two, one, two.chainCount());
        for (int chain = 1; chain < one.chainCount(); chain++) {
            assertThat(one.values("q[0]", chain)).isNotEqualTo(one.values("q[0]", 0));
        }
        assertThat(sampling.seed(8).run().values("q[0]", 0)).isNotEqualTo(one.values("q[0]", 0));
    }

    /** Rejecting where the density is undefined gives the truncated distribution. */
    @ParameterizedTest
    @MethodSource("rows")
    void staysWhereTheDensityIsDefined(Row row) {
        for (double outside : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}) {
            Chains chains = draw(row, new Half(outside));
            double[] draws = chains.values("q", 0);
            assertThat(Arrays.stream(draws).min().orElseThrow()).isPositive();
            // The mean of a standard half-normal.
            assertThat(mean(draws)).isBetween(0.798 - 0.04, 0.798 + 0.04);
        }
    }

    /** Simulation-based calibration (Talts et al., 2018) of a normal mean; draws that are a fifth too wide are seen. */
    @Tag("slow")
    @ParameterizedTest
    @MethodSource("rows")
    void isCalibratedToThePriorThatDataAreSimulatedFrom(Row row) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        int[] ranks = new int[20];
        int[] ranksIfWider = new int[20];
        for (int i = 0; i < SIMULATIONS; i++) {
            double parameter = random.nextGaussian();
            double datum = parameter + random.nextGaussian();
            double mean = datum / 2;
            GaussianDensity posterior = new GaussianDensity(new double[] {mean}, new double[][] {{0.5}});
            double[] draws = Sampling.of(Target.of(posterior))
                    .with(row.sampler())
                    .chains(1)
                    // The start is the mode, and no draw: one that adapts also needs time to settle.
                    .warmup(row.sampler().adapts() ? 150 : row.thin())
                    .draws(19)
                    .thin(row.thin())
                    .initial(new double[] {mean})
                    .seed(i)
                    .report(false)
                    .run()
                    .values("q[0]", 0);
            ranks[rank(parameter, Arrays.stream(draws))]++;
            ranksIfWider[rank(parameter, Arrays.stream(draws).map(draw -> mean + 1.2 * (draw - mean)))]++;
        }
        assertThat(chiSquared(ranks)).isLessThan(CHI_SQUARED_19_AT_1E_4);
        assertThat(chiSquared(ranksIfWider)).isGreaterThan(CHI_SQUARED_19_AT_1E_4);
    }

    private static final double CHI_SQUARED_19_AT_1E_4 = 50.8;
    private static final int SIMULATIONS = 2_000;

    private static int rank(double parameter, DoubleStream draws) {
        return (int) draws.filter(draw -> draw < parameter).count();
    }

    private static double chiSquared(int[] ranks) {
        double expected = SIMULATIONS / (double) ranks.length;
        return Arrays.stream(ranks)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }

    private static Chains draw(Row row, LogDensity density) {
        Target target =
                density.dimension() == 1 ? Target.of(density, List.of(Variable.scalar("q"))) : Target.of(density);
        return Sampling.of(target)
                .with(row.sampler())
                .chains(1)
                .warmup(200)
                .draws(row.draws())
                .seed(3)
                .report(false)
                .run();
    }

    private static void assertSameDraws(Chains actual, Chains expected, int chains) {
        for (int chain = 0; chain < chains; chain++) {
            for (String name : List.of("q[0]", "q[1]")) {
                assertThat(actual.values(name, chain)).as(name).isEqualTo(expected.values(name, chain));
            }
            for (String name : expected.statistics()) {
                assertThat(actual.values(name, chain)).as(name).isEqualTo(expected.values(name, chain));
            }
        }
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** A standard normal for positive values, something undefined for others. */
    private record Half(double outside) implements LogDensity {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public double logDensity(double[] position) {
            return position[0] > 0 ? -position[0] * position[0] / 2 : outside;
        }

        @Override
        public double logDensityAndGradient(double[] position, double[] gradient) {
            gradient[0] = -position[0];
            return logDensity(position);
        }
    }

    /** An asymmetric proposal: half the way to the origin, and a Gaussian step. */
    private record Shrinking() implements Proposal {
        @Override
        public void propose(double[] current, double[] proposal, RandomGenerator random) {
            for (int i = 0; i < proposal.length; i++) {
                proposal[i] = current[i] / 2 + 1.3 * random.nextGaussian();
            }
        }

        @Override
        public double logDensity(double[] from, double[] to) {
            double sum = 0;
            for (int i = 0; i < to.length; i++) {
                double z = (to[i] - from[i] / 2) / 1.3;
                sum -= z * z / 2;
            }
            return sum;
        }
    }
}
