package org.ppl4j.compile.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.Program;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Topology;
import org.ppl4j.tensor.Tensor;

/** Loops that forecast a series, compare, and go on with what was amiss. */
class ForecastLoopsTest {

    private static final int STEPS = 160;

    private final double[] y =
            new SplittableRandom(71).doubles(2 * STEPS, -1, 1).toArray();

    /** An autoregressive moving average: the residual, which the likelihood squares, is carried, and nothing else kept. */
    private Tensor movingAverage(Tensor q) {
        Tensor residual = Tensor.of(y[0]).minus(q.at(0));
        Tensor sum = residual.square();
        for (int t = 1; t < STEPS; t++) {
            Tensor forecast = q.at(0).plus(q.at(1).times(y[t - 1])).plus(q.at(2).times(residual));
            sum = sum.plus(Tensor.of(y[t]).minus(forecast).square());
            residual = Tensor.of(y[t]).minus(forecast);
        }
        return sum;
    }

    @Test
    void aResidualIsCarriedAndPutOut() {
        LoopChecks.check(this::movingAverage, 1);
        assertThat(kept(this::movingAverage)).containsExactly(1, 1);
    }

    /** Two differences of one forecast are two values. */
    @Test
    void otherDifferencesStayApart() {
        UnaryOperator<Tensor> model = q -> {
            Tensor residual = q.at(0);
            Tensor sum = Tensor.of(0);
            for (int t = 0; t < STEPS; t++) {
                Tensor forecast = q.at(1).plus(q.at(2).times(residual)).tanh();
                sum = sum.plus(Tensor.of(y[t]).minus(forecast).square());
                residual = Tensor.of(y[t + STEPS]).minus(forecast);
            }
            return sum;
        };
        LoopChecks.check(model, 1);
        assertThat(kept(model)).containsExactly(1, 1);
    }

    /** Returns how many numbers a graph's only recurrence carries, and puts out. */
    private static List<Integer> kept(UnaryOperator<Tensor> model) {
        Node scalar = model.apply(Tensor.of(Graphs.variable(LoopChecks.SIZE))).node();
        Scan scan = (Scan) Topology.sort(CarriedLoops.apply(List.of(scalar))).stream()
                .filter(node -> node.op() instanceof Scan)
                .findFirst()
                .orElseThrow()
                .op();
        return List.of(scan.body().carries().size(), scan.body().outputs().size());
    }

    /** What the local linear trend's filter knows of level and slope. */
    private record Variances(Tensor level, Tensor both, Tensor slope) {

        private static final Variances FIRST = new Variances(Tensor.of(1), Tensor.of(0), Tensor.of(1));

        /** Returns them for the next step. */
        Variances forecast(Tensor q) {
            return new Variances(
                    level.plus(both.times(2)).plus(slope).plus(q.at(2).square()),
                    both.plus(slope),
                    slope.plus(q.at(3).square()));
        }

        Tensor total(Tensor q) {
            return level.plus(q.at(4).exp());
        }

        /** Returns them once an observation of that variance is there. */
        Variances observed(Tensor total) {
            return new Variances(
                    level.minus(level.square().dividedBy(total)),
                    both.minus(level.times(both).dividedBy(total)),
                    slope.minus(both.square().dividedBy(total)));
        }
    }

    /** The local linear trend's filter, where some observations are missing. */
    private Tensor trend(Tensor q, boolean[] missing) {
        Tensor level = q.at(0);
        Tensor slope = q.at(1);
        Variances variances = Variances.FIRST;
        Tensor sum = Tensor.of(0);
        for (int t = 0; t < missing.length; t++) {
            level = level.plus(slope);
            variances = variances.forecast(q);
            if (missing[t]) {
                continue;
            }
            Tensor total = variances.total(q);
            Tensor residual = Tensor.of(y[t]).minus(level);
            sum = sum.plus(residual.square().dividedBy(total)).plus(total.log());
            Tensor scaled = residual.dividedBy(total);
            level = level.plus(variances.level.times(scaled));
            slope = slope.plus(variances.both.times(scaled));
            variances = variances.observed(total);
        }
        return sum;
    }

    /** The variances of that filter alone: no operation on the longest path is one of all turns. */
    private static Tensor variances(Tensor q, boolean[] missing) {
        Variances variances = Variances.FIRST;
        Tensor sum = Tensor.of(0);
        for (boolean isMissing : missing) {
            variances = variances.forecast(q);
            if (!isMissing) {
                Tensor total = variances.total(q);
                sum = sum.plus(total.log());
                variances = variances.observed(total);
            }
        }
        return sum;
    }

    @Test
    void aTrendWithMissingObservations() {
        for (int seed = 1; seed <= 3; seed++) {
            var random = new SplittableRandom(seed);
            boolean[] missing = new boolean[STEPS];
            for (int t = 0; t < STEPS; t++) {
                missing[t] = random.nextInt(5) == 0;
            }
            LoopChecks.check(q -> trend(q, missing));
            LoopChecks.check(q -> variances(q, missing), 1);
        }
    }

    /** A value that is carried, and not used by a step of the other kind, is not computed from itself until it overflows. */
    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10})
    void whatIsNotUsedDoesNotGrow(int turns) {
        Node variable = Graphs.variable(2);
        Tensor q = Tensor.of(variable);
        Tensor added = q.at(0).exp();
        Tensor error = q.at(1).exp();
        Tensor variance = Tensor.of(1);
        for (int t = 0; t < turns; t++) {
            variance = variance.plus(added);
            Tensor gain = variance.dividedBy(variance.plus(error));
            variance = Tensor.of(1).minus(gain).times(variance);
        }
        List<Node> values = List.of(variance.node());
        assertThat(LoopChecks.scans(CarriedLoops.apply(values))).isEqualTo(1);
        Program looped = new Compiler("looped").compileWithGradient(values, variable);
        Program traced = new Compiler("traced", EnumSet.complementOf(EnumSet.of(Optimization.CARRIED_LOOPS)))
                .compileWithGradient(values, variable);
        double[] position = {12, 0};
        Graphs.assertClose(
                Graphs.run(looped, position, Map.of()).get(1),
                Graphs.run(traced, position, Map.of()).get(1),
                1e-10,
                "gradient");
    }
}
