package org.ppl4j.density;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.tensor.Tensor;

/** Random models: compiled they give what they give when run eagerly, also on other data. The seed is in the message. */
class RandomModelTest {

    private static final int MODELS = 400;
    private static final int LARGEST = 200;

    @Test
    void compiledIsEager() {
        int finite = 0;
        for (long seed = 1; seed <= MODELS; seed++) {
            long chosen = seed;
            Model compiled = Model.of("compiled" + seed, m -> new RandomBody(chosen, false).run(m));
            Model eager = Model.of("eager" + seed, m -> new RandomBody(chosen, true).run(m));
            finite += Double.isFinite(compare(seed, compiled.density(), eager.density())) ? 1 : 0;
            double[] other = vector(new SplittableRandom(-seed), 3);
            compare(
                    seed,
                    compiled.withData("data", other).density(),
                    eager.withData("data", other).density());
        }
        assertThat(finite).as("models with a finite density").isGreaterThan(MODELS * 9 / 10);
    }

    /** Says nothing if this JVM has no vector module. */
    @Test
    void theSimdFormGivesTheScalarBits() {
        for (long seed = 1; seed <= MODELS / 4; seed++) {
            long chosen = seed;
            double[][] values = new double[2][];
            double[] densities = new double[2];
            for (int form = 0; form < 2; form++) {
                System.setProperty("ppl4j.simd", form == 0 ? "off" : "on");
                ModelDensity density = Model.of("form" + seed, m -> new RandomBody(chosen, false).run(m))
                        .density();
                double[] position = new SplittableRandom(seed)
                        .doubles(density.dimension(), -1, 1)
                        .toArray();
                values[form] = new double[position.length];
                densities[form] = density.logDensityAndGradient(position, values[form]);
                System.clearProperty("ppl4j.simd");
            }
            assertThat(Double.valueOf(densities[1])).as("seed %d", seed).isEqualTo(densities[0]);
            assertThat(Arrays.equals(values[1], values[0])).as("seed %d", seed).isTrue();
        }
    }

    /** Returns the log density. */
    private static double compare(long seed, ModelDensity compiled, ModelDensity eager) {
        assertThat(compiled.isDynamic()).as("seed %d", seed).isFalse();
        assertThat(eager.isDynamic()).as("seed %d", seed).isTrue();
        double[] position =
                new SplittableRandom(seed).doubles(compiled.dimension(), -1, 1).toArray();
        double[] gradient = new double[position.length];
        double[] expected = new double[position.length];
        double value = eager.logDensityAndGradient(position, expected);
        assertClose(seed, "log density with gradient", compiled.logDensityAndGradient(position, gradient), value, 1);
        assertClose(seed, "log density", compiled.logDensity(position), value, 1);
        double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int i = 0; i < gradient.length; i++) {
            assertClose(seed, "slope " + i, gradient[i], expected[i], scale);
        }
        int size = compiled.recorded().stream()
                .mapToInt(recorded -> recorded.shape().size())
                .sum();
        double[] values = new double[size];
        double[] expectedValues = new double[size];
        assertClose(seed, "joint", compiled.record(position, values), eager.record(position, expectedValues), 1);
        for (int i = 0; i < size; i++) {
            assertClose(seed, "recorded " + i, values[i], expectedValues[i], 1);
        }
        return value;
    }

    private static void assertClose(long seed, String what, double actual, double expected, double scale) {
        boolean isClose = Double.compare(actual, expected) == 0
                || Math.abs(actual - expected) <= 1e-9 * Math.max(Math.max(1, scale), Math.abs(expected));
        assertThat(isClose)
                .as("seed %d, %s: compiled %s, eager %s", seed, what, actual, expected)
                .isTrue();
    }

    private static double[] vector(SplittableRandom random, int size) {
        double[] values = new double[size];
        Arrays.setAll(values, i -> random.nextGaussian());
        return values;
    }

    /** The statements that a seed gives. */
    private static final class RandomBody {

        private final SplittableRandom random;
        private final boolean readsValues;
        private final List<Tensor> pool = new ArrayList<>();

        RandomBody(long seed, boolean readsValues) {
            this.random = new SplittableRandom(seed);
            this.readsValues = readsValues;
        }

        void run(ModelBuilder m) {
            int sites = 1 + random.nextInt(4);
            for (int i = 0; i < sites; i++) {
                sample(m, i);
            }
            pool.add(m.data("data", vector(random, 3)));
            pool.add(constant(shape()));
            for (int steps = random.nextInt(14); steps > 0; steps--) {
                Tensor next = next(any(), any());
                if (next.size() > 0 && next.size() < LARGEST && next.rank() < 4) {
                    pool.add(next);
                }
            }
            observe(m, pool.get(pool.size() - 1));
            for (int i = 0; i < 3; i++) {
                m.deterministic("deterministic" + i, any());
            }
        }

        private void sample(ModelBuilder m, int number) {
            Tensor earlier = pool.isEmpty() ? Tensor.of(0.5) : first(any());
            Distribution each = switch (random.nextInt(6)) {
                case 0 -> Normal.of(random.nextInt(3) - 1, 1 + random.nextInt(3));
                case 1 -> Gamma.of(2, 1.5);
                case 2 -> Uniform.of(-1, earlier.softplus());
                case 3 -> HalfNormal.of(2);
                case 4 -> StudentT.of(4, earlier, 1);
                default -> Normal.of(earlier, earlier.softplus());
            };
            Shape shape = shape();
            Tensor value = m.sample("site" + number, shape.isScalar() ? each : each.iid(shape.dimensions()));
            if (readsValues) {
                assertThat(value.toArray()).hasSize(value.size());
            }
            pool.add(value);
        }

        private void observe(ModelBuilder m, Tensor mean) {
            switch (random.nextInt(4)) {
                case 0 -> m.observe("y", Normal.of(mean, 1.5), constant(mean.shape()));
                case 1 -> m.factor("factor", mean.times(0.1).tanh());
                case 2 ->
                    m.observe(
                            "y", Bernoulli.ofLogit(mean), constant(mean.shape()).lessThan(0));
                default -> {
                    Tensor scale = first(pool.get(0)).softplus();
                    for (int i = 0; i < mean.size(); i++) {
                        m.observe("y" + i, Normal.of(mean.flatten().at(i), scale), random.nextGaussian());
                    }
                }
            }
        }

        private Tensor next(Tensor a, Tensor b) {
            boolean fits = a.shape().isCompatible(b.shape());
            boolean hasRows = a.rank() > 0;
            return switch (random.nextInt(26)) {
                case 0 -> fits ? a.plus(b) : a.tanh();
                case 1 -> fits ? a.timesElementwise(b) : a.sin();
                case 2 -> fits ? a.minus(b.times(0.5)) : a.sigmoid();
                case 3 -> fits ? a.dividedBy(b.square().plus(1)) : a.softplus();
                case 4 -> a.sigmoid().log();
                case 5 -> a.square().plus(0.5).log();
                case 6 -> hasRows ? a.sum(random.nextInt(a.rank())) : a.square().log1p();
                case 7 -> hasRows ? a.logSumExp(-1) : a.abs();
                case 8 -> hasRows ? a.softmax() : a.cos();
                case 9 -> hasRows ? a.max(-1) : a.erf();
                case 10 -> a.rank() == 2 ? a.transpose() : a.negate();
                case 11 -> hasRows ? a.gather(random.nextInt(a.rows()), random.nextInt(a.rows()), 0) : a.atan();
                case 12 ->
                    a.rank() == 2 && b.rank() == 2 && a.columns() == b.rows()
                            ? a.dot(b)
                            : a.flatten().dot(a.flatten());
                case 13 -> a.flatten();
                case 14 -> Tensor.where(Tensor.of(0.1).lessThan(a), a, a.times(2));
                case 15 -> hasRows && a.rows() > 1 ? a.slice(1, a.rows()) : a.insertAxis(0);
                case 16 -> Tensor.concatenate(a, b);
                case 17 -> a.maximum(0.3);
                case 18 -> a.square().plus(0.2).power(1.5).times(0.3);
                case 19 -> a.square().plus(0.7).logGamma();
                case 20 -> a.mean();
                case 21 -> a.flatten().at(random.nextInt(a.size()));
                case 22 ->
                    a.rank() == 2
                            ? a.column(random.nextInt(a.columns()))
                            : a.exp().reciprocal();
                case 23 -> a.times(3).normalCdf().log();
                case 24 -> a.normalLogCdf();
                default -> a.size() < 6 ? a.flatten().toDiagonalMatrix().plus(Tensor.identity(a.size())) : a.times(0.3);
            };
        }

        private Tensor any() {
            return pool.get(random.nextInt(pool.size()));
        }

        private static Tensor first(Tensor value) {
            return value.flatten().at(0);
        }

        private Tensor constant(Shape shape) {
            return Tensor.of(shape, vector(random, shape.size()));
        }

        private Shape shape() {
            List<Shape> shapes = List.of(Shape.SCALAR, Shape.of(1), Shape.of(3), Shape.of(2, 3), Shape.of(4, 1));
            return shapes.get(random.nextInt(shapes.size()));
        }
    }
}
