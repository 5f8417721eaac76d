package org.ppl4j.compile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.PassComparison;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.tensor.Tensor;

/** Of covariances that loops put together of single elements half is computed, and they are what they were. */
class LowerElementsTest {

    private final SplittableRandom random = new SplittableRandom(8);

    private double[] points(int n) {
        return random.doubles(n, 0, 3).toArray();
    }

    private static Tensor kernel(Tensor q, double distance) {
        return q.at(0).exp().times(q.at(1).exp().times(-distance * distance).exp());
    }

    private static Tensor diagonal(Tensor q) {
        return q.at(0).exp().plus(0.1);
    }

    /** Both triangles are the same nodes. */
    private static Tensor shared(Tensor q, double[] x, boolean isFlat) {
        int n = x.length;
        Tensor[] elements = new Tensor[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                Tensor element = i == j ? diagonal(q) : kernel(q, x[i] - x[j]);
                elements[i * n + j] = element;
                elements[j * n + i] = element;
            }
        }
        if (isFlat) {
            return Tensor.stack(elements).reshape(n, n);
        }
        Tensor[] rows = new Tensor[n];
        Arrays.setAll(rows, i -> Tensor.stack(Arrays.copyOfRange(elements, i * n, i * n + n)));
        return Tensor.stack(rows);
    }

    /** Each element is computed by itself. */
    private static Tensor full(Tensor q, double[] x, UnaryOperator<Tensor> ofElement) {
        int n = x.length;
        Tensor[] elements = new Tensor[n * n];
        for (int i = 0; i < n * n; i++) {
            Tensor element = i / n == i % n ? diagonal(q) : kernel(q, Math.abs(x[i / n] - x[i % n]));
            elements[i] = ofElement.apply(element);
        }
        return Tensor.stack(elements).reshape(n, n);
    }

    private String check(int n, Function<Tensor, Tensor> model) {
        double[] position = random.doubles(2 + n, -0.5, 0.5).toArray();
        return PassComparison.of(q -> model.apply(q).sum(), position, Optimization.TRIANGLES)
                .whole()
                .explain();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 12, 30})
    void marginalProcesses(int n) {
        double[] x = points(n);
        double[] y = points(n);
        for (Function<Tensor, Tensor> covariance : List.<Function<Tensor, Tensor>>of(
                q -> shared(q, x, true), q -> shared(q, x, false), q -> full(q, x, element -> element))) {
            assertThat(check(
                            n,
                            q -> MvNormal.of(q.slice(2, 2 + n), covariance.apply(q))
                                    .logDensity(Tensor.of(y))))
                    .contains("cholesky")
                    .doesNotContain("of " + n * (n - 1) + ":", "of " + n * n + ":");
        }
    }

    @Test
    void latentProcessesWithMoreOnTheDiagonal() {
        int n = 15;
        double[] x = points(n);
        assertThat(check(
                        n,
                        q -> shared(q, x, true)
                                .plus(Tensor.identity(n).times(0.3))
                                .cholesky()
                                .times(q.slice(2, 2 + n))
                                .sin()))
                .contains("one loop of " + n * (n - 1) / 2 + ": 1 exp")
                .doesNotContain("of " + n * (n - 1) + ":");
    }

    @Test
    void aMatrixThatIsReadWholeIsComputedWhole() {
        int n = 15;
        double[] x = points(n);
        Tensor weights = Tensor.of(points(n));
        assertThat(check(n, q -> {
                    Tensor covariance =
                            full(q, x, element -> element.times(0.5).tanh().plus(0.1));
                    Tensor factor =
                            covariance.plus(Tensor.identity(n).times(20)).cholesky();
                    return factor.times(q.slice(2, 2 + n))
                            .sum()
                            .plus(covariance.times(weights).cos().sum());
                }))
                .doesNotContain("of " + n * (n - 1) / 2 + ":");
    }

    /** What is above the diagonal is not read, whatever it is. */
    @Test
    void aMatrixThatIsNotSymmetric() {
        int n = 9;
        double[] x = points(n);
        check(n, q -> {
            Tensor[] elements = new Tensor[n * n];
            for (int i = 0; i < n * n; i++) {
                Tensor element = i / n == i % n ? diagonal(q) : kernel(q, x[i / n] - x[i % n]);
                elements[i] = i % n > i / n ? element.times(i) : element;
            }
            return Tensor.stack(elements).reshape(n, n).cholesky().times(q.slice(2, 2 + n));
        });
    }

    @Test
    void aModelOfALoop() {
        int n = 20;
        double[] x = points(n);
        double[] y = points(n);
        assertThat(EagerTwin.explained("process", m -> {
                    Tensor scale = m.sample("scale", HalfNormal.of(1));
                    Tensor rate = m.sample("rate", HalfNormal.of(1));
                    Tensor mean = m.sample("mean", Normal.of(0, 1));
                    Tensor[][] k = new Tensor[n][n];
                    for (int i = 0; i < n; i++) {
                        k[i][i] = scale.square().plus(0.1);
                        for (int j = 0; j < i; j++) {
                            k[i][j] = scale.square()
                                    .times(rate.times(-Math.abs(x[i] - x[j])).exp());
                            k[j][i] = k[i][j];
                        }
                    }
                    Tensor[] rows = new Tensor[n];
                    Arrays.setAll(rows, i -> Tensor.stack(k[i]));
                    m.observe("y", MvNormal.of(Tensor.filled(0, n).plus(mean), Tensor.stack(rows)), y);
                }))
                .contains("one loop of " + n * (n - 1) / 2 + ": 1 exp")
                .doesNotContain("of " + n * (n - 1) + ":");
    }
}
