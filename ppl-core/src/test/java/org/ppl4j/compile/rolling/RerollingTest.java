package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Program;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Topology;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Loops compile to what the vectorised statements compile to. */
class RerollingTest {

    private static final int POINTS = 200;

    private final double[] x = new SplittableRandom(1).doubles(POINTS, -1, 1).toArray();
    private final double[] y = new SplittableRandom(2).doubles(POINTS, -1, 1).toArray();
    private final int[] group = new SplittableRandom(3).ints(POINTS, 0, 5).toArray();
    private final Node variable = Graphs.variable(8);
    private final Tensor q = Tensor.of(variable);
    private final double[] position = {0.3, -0.2, 0.1, 0.4, 0.2, -0.6, 0.9, 0.5};

    private static Tensor normal(Tensor value, Tensor mean, Tensor scale) {
        return value.minus(mean)
                .dividedBy(scale)
                .square()
                .times(-0.5)
                .minus(scale.log())
                .minus(0.9189385332046727);
    }

    private void assertRolled(Tensor unrolled, Tensor vectorised) {
        assertRolled(unrolled, vectorised, 10);
    }

    private void assertRolled(Tensor unrolled, Tensor vectorised, int moreNodes) {
        Program program = new Compiler("loop").compileWithGradient(List.of(unrolled.node()), variable);
        Program expected = new Compiler("vector").compileWithGradient(List.of(vectorised.node()), variable);
        List<double[]> results = Graphs.run(program, position, Map.of());
        List<double[]> same = Graphs.run(expected, position, Map.of());
        Graphs.assertClose(results.get(0), same.get(0), 1e-12, "value");
        Graphs.assertClose(results.get(1), same.get(1), 1e-12, "gradient");
        assertThat(Topology.sort(Graphs.outputs(program)).size())
                .as("nodes, against those of the vectorised form")
                .isLessThanOrEqualTo(Topology.sort(Graphs.outputs(expected)).size() + moreNodes);
    }

    @Test
    void aLoopOverObservationsIsOneVectorOperation() {
        Tensor scale = q.at(2).exp();
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < POINTS; i++) {
            Tensor mean = q.at(0).plus(q.at(1).times(x[i]));
            sum = sum.plus(normal(Tensor.of(y[i]), mean, scale));
        }
        Tensor mean = q.at(0).plus(q.at(1).times(Tensor.of(x)));
        assertRolled(sum, normal(Tensor.of(y), mean, scale).sum());
    }

    @Test
    void indexedElementsBecomeAGather() {
        Tensor scale = q.at(7).exp();
        Tensor theta = q.slice(0, 5);
        Tensor sum = q.square().sum();
        for (int i = 0; i < POINTS; i++) {
            sum = sum.plus(normal(Tensor.of(y[i]), theta.at(group[i]).tanh(), scale));
        }
        assertRolled(
                sum,
                normal(Tensor.of(y), theta.gather(group).tanh(), scale)
                        .sum()
                        .plus(q.square().sum()));
    }

    @Test
    void twoKindsOfTermsAreTwoLoops() {
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < POINTS; i++) {
            sum = sum.plus(
                    i % 3 == 0
                            ? q.at(0).times(x[i]).tanh()
                            : q.at(1).times(y[i]).sigmoid());
        }
        List<Tensor> parts = new ArrayList<>();
        for (int kind = 0; kind < 2; kind++) {
            int wanted = kind;
            double[] data = java.util.stream.IntStream.range(0, POINTS)
                    .filter(i -> (i % 3 == 0) == (wanted == 0))
                    .mapToDouble(i -> wanted == 0 ? x[i] : y[i])
                    .toArray();
            Tensor product = q.at(kind).times(Tensor.of(data));
            parts.add((kind == 0 ? product.tanh() : product.sigmoid()).sum());
        }
        assertRolled(sum, parts.get(0).plus(parts.get(1)));
    }

    @Test
    void aVectorBuiltElementByElementIsOne() {
        List<Tensor> elements = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            elements.add(q.at(0).plus(q.at(1).times(x[i])).sin());
        }
        Tensor whole = q.at(0).plus(q.at(1).times(Tensor.of(x))).sin();
        assertRolled(
                Tensor.stack(elements).times(Tensor.of(y)).sum(),
                whole.times(Tensor.of(y)).sum());
    }

    @Test
    void termsThatOnlyLookAlikeStayRight() {
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < 40; i++) {
            Tensor own = q.slice(i % 4, i % 4 + 3).square().sum();
            sum = sum.plus(own.times(x[i]).tanh());
        }
        Program program = new Compiler("apart").compileWithGradient(List.of(sum.node()), variable);
        List<double[]> results = Graphs.run(program, position, Map.of());
        Graphs.assertClose(results.get(1), Graphs.finiteDifferences(sum.node(), position), 1e-7, "gradient");
    }

    @Test
    void aRecurrenceIsLeftAsItIs() {
        Tensor state = q.at(0);
        Tensor sum = Tensor.of(0);
        for (int t = 0; t < 60; t++) {
            state = state.times(q.at(1)).plus(x[t]).tanh();
            sum = sum.plus(state.minus(y[t]).square());
        }
        Program program = new Compiler("recurrence").compileWithGradient(List.of(sum.node()), variable);
        List<double[]> results = Graphs.run(program, position, Map.of());
        Graphs.assertClose(results.get(1), Graphs.finiteDifferences(sum.node(), position), 1e-6, "gradient");
    }

    @Test
    void smallVectorsInALoopBecomeOneMatrix() {
        Tensor scale = q.at(2).exp();
        Tensor mean = q.slice(3, 6);
        Tensor sum = Tensor.of(0);
        double[] all = new double[3 * 60];
        for (int i = 0; i < 60; i++) {
            double[] row = {x[i], y[i], x[i + 60]};
            System.arraycopy(row, 0, all, 3 * i, 3);
            sum = sum.plus(normal(Tensor.of(row), mean.plus(q.at(0).times(y[i])), scale)
                    .sum());
        }
        Tensor shifts = Tensor.of(java.util.Arrays.copyOf(y, 60)).reshape(60, 1);
        assertRolled(
                sum,
                normal(Tensor.of(Shape.of(60, 3), all), mean.plus(q.at(0).times(shifts)), scale)
                        .sum());
    }

    @Test
    void productsWithOneVectorBecomeOneProduct() {
        Tensor slopes = q.slice(3, 6);
        Tensor sum = Tensor.of(0);
        double[] all = new double[3 * 60];
        for (int i = 0; i < 60; i++) {
            double[] row = {x[i], y[i], x[i + 60]};
            System.arraycopy(row, 0, all, 3 * i, 3);
            sum = sum.plus(Tensor.of(row).dot(slopes).tanh());
        }
        assertRolled(sum, Tensor.of(Shape.of(60, 3), all).dot(slopes).tanh().sum());
    }

    @Test
    void aMatrixFactoredInEachTurnIsFactoredOnce() {
        Tensor mean = q.slice(0, 3);
        Tensor spread = Tensor.identity(3).times(q.at(3).exp()).plus(0.3);
        Model loop = Model.of("loop", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 1).iid(3));
            Tensor variance = m.sample("variance", HalfNormal.of(1));
            for (int i = 0; i < 30; i++) {
                Tensor covariance = Tensor.identity(3).times(variance);
                m.observe("y" + i, MvNormal.of(mu, covariance), x[i], y[i], x[i + 60]);
            }
        });
        assertThat(loop.explain()).contains("loop rolled: 30 terms");
        Tensor sum = Tensor.of(0);
        double[] all = new double[3 * 30];
        for (int i = 0; i < 30; i++) {
            double[] row = {x[i], y[i], x[i + 60]};
            System.arraycopy(row, 0, all, 3 * i, 3);
            Tensor solved = spread.cholesky().solveLower(Tensor.of(row).minus(mean));
            sum = sum.plus(solved.square().sum());
        }
        Tensor rows = Tensor.of(Shape.of(30, 3), all).minus(mean);
        Tensor solved = spread.cholesky().solveLower(rows.transpose());
        // Rows and columns are swapped before and after; unrolled, there would be hundreds of nodes more.
        assertRolled(sum, solved.square().sum(0).sum(), 40);
    }

    @Test
    void countsAreOfOneFormWhateverTheyAre() {
        int[] counts = new SplittableRandom(5).ints(POINTS, 0, 4).toArray();
        double[] factors =
                new SplittableRandom(6).ints(POINTS, 0, 2).asDoubleStream().toArray();
        Model loop = Model.of("some", m -> {
            Tensor slope = m.sample("slope", HalfNormal.of(1));
            for (int i = 0; i < POINTS; i++) {
                Tensor effect = m.sample("effect" + i, Normal.of(0, 1));
                m.observe("y" + i, Poisson.ofLogRate(effect.plus(slope.times(factors[i]))), counts[i]);
            }
        });
        Model vector = Model.of("same", m -> {
            Tensor slope = m.sample("slope", HalfNormal.of(1));
            Tensor effects = m.sample("effects", Normal.of(0, 1).iid(POINTS));
            m.observe("y", Poisson.ofLogRate(effects.plus(slope.times(Tensor.of(factors)))), counts);
        });
        assertThat(loop.explain().lines().filter(line -> !line.startsWith("loop rolled")))
                .containsExactlyElementsOf(vector.explain().lines().toList());
    }

    @Test
    void differentMatricesInEachTurnStayRight() {
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < 12; i++) {
            Tensor spread = Tensor.identity(2).times(q.at(3).exp().plus(i % 3)).plus(0.1 * i);
            sum = sum.plus(spread.cholesky()
                    .solveLower(q.slice(i % 4, i % 4 + 2))
                    .square()
                    .sum());
        }
        Program program = new Compiler("apart").compileWithGradient(List.of(sum.node()), variable);
        List<double[]> results = Graphs.run(program, position, Map.of());
        Graphs.assertClose(results.get(1), Graphs.finiteDifferences(sum.node(), position), 1e-7, "gradient");
    }

    @Test
    void picksFromDifferentTensorsThatAreComputedAlikeAreOne() {
        Tensor first = q.slice(0, 4).tanh();
        Tensor second = q.slice(4, 8).tanh();
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < 80; i++) {
            sum = sum.plus((i % 2 == 0 ? first : second).at(i % 4).times(x[i]).sin());
        }
        Program program = new Compiler("alike").compileWithGradient(List.of(sum.node()), variable);
        List<double[]> results = Graphs.run(program, position, Map.of());
        assertThat(results.get(0)[0]).isCloseTo(Graphs.plain(sum.node(), position), within(1e-12));
        Graphs.assertClose(results.get(1), Graphs.finiteDifferences(sum.node(), position), 1e-7, "gradient");
        assertThat(program.explain()).contains("loop rolled: 80 terms of one form into one vector operation");
    }

    /** What each turn computes anew, though it is the same for all or for some, is one tensor to pick from, or a few. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void picksFromWhatEachTurnComputesAnewAreRolled(int varies) {
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < 60; i++) {
            Tensor own = q.slice(varies * (i % 2), 4 + varies * (i % 2))
                    .exp()
                    .times(q.at(5))
                    .plus(0.5);
            sum = sum.plus(own.at(i % 4).times(x[i]).sin());
        }
        Program program = new Compiler("anew").compileWithGradient(List.of(sum.node()), variable);
        List<double[]> results = Graphs.run(program, position, Map.of());
        assertThat(results.get(0)[0]).isCloseTo(Graphs.plain(sum.node(), position), within(1e-12));
        Graphs.assertClose(results.get(1), Graphs.finiteDifferences(sum.node(), position), 1e-7, "gradient");
        assertThat(program.explain()).contains("loop rolled: 60 terms");
    }

    @Test
    void anOperandUsedTwiceIsRolledOnce() {
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < 20; i++) {
            Tensor value = q.at(0).times(x[i]);
            for (int k = 0; k < 40; k++) {
                value = value.times(value).minus(0.5);
            }
            sum = sum.plus(value);
        }
        Node node = sum.node();
        List<String> notes = new ArrayList<>();
        List<Node> rolled = Rerolling.apply(List.of(node), notes);
        assertThat(Topology.sort(rolled)).hasSizeLessThan(200);
        assertThat(notes).hasSize(1);
        assertThat(Graphs.plain(rolled.get(0), position)).isCloseTo(Graphs.plain(node, position), within(1e-12));
    }
}
