package org.ppl4j.compile.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Program;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Topology;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Loops whose values flow into one another, step by step, are one recurrence. */
class JoinedLoopsTest {

    private static final int STEPS = 60;

    private final double[] y = new SplittableRandom(31).doubles(2_000, -1, 1).toArray();

    /** What steps of a series have no observation. */
    private enum Missing {
        NONE(true),
        FIRST(true),
        LAST(true),
        SOME(true),
        A_STRETCH(false),
        ALL_BUT_A_QUARTER(false),
        ALL_BUT_THREE(false);

        /** Whether the loop is one recurrence, rather than a few for parts of it, or none. */
        private final boolean isOne;

        Missing(boolean isOne) {
            this.isOne = isOne;
        }

        boolean[] of(int steps, SplittableRandom random) {
            boolean[] missing = new boolean[steps];
            for (int t = 0; t < steps; t++) {
                missing[t] = switch (this) {
                    case NONE -> false;
                    case FIRST -> t < 3 || random.nextInt(5) == 0;
                    case LAST -> t >= steps - 3 || random.nextInt(5) == 0;
                    case SOME -> random.nextInt(4) == 0;
                    case A_STRETCH -> t >= 20 && t < 30;
                    case ALL_BUT_A_QUARTER -> random.nextInt(4) > 0;
                    case ALL_BUT_THREE -> t != 7 && t != 30 && t != 31;
                };
            }
            return missing;
        }
    }

    private Tensor filter(Tensor q, boolean[] missing) {
        Tensor noise = q.at(0).exp();
        Tensor error = q.at(1).exp();
        Tensor mean = q.at(2);
        Tensor variance = q.at(3).exp();
        Tensor sum = q.at(5).square().negate();
        for (int t = 0; t < missing.length; t++) {
            mean = mean.times(q.at(4));
            variance = variance.times(q.at(4).square()).plus(noise);
            if (missing[t]) {
                continue;
            }
            Tensor total = variance.plus(error);
            Tensor gain = variance.dividedBy(total);
            Tensor innovation = Tensor.of(y[t]).minus(mean);
            sum = sum.plus(
                    innovation.square().dividedBy(total).plus(total.log()).times(-0.5));
            mean = mean.plus(gain.times(innovation));
            variance = gain.negate().plus(1).times(variance);
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource
    void aFilter(Missing missing) {
        for (long seed = 1; seed <= 3; seed++) {
            boolean[] pattern = missing.of(STEPS, new SplittableRandom(seed));
            System.out.println("missing with seed " + seed + ": " + Arrays.toString(pattern));
            if (missing.isOne) {
                LoopChecks.check(q -> filter(q, pattern), 1);
            } else {
                LoopChecks.check(q -> filter(q, pattern));
            }
        }
    }

    private void observed(ModelBuilder m) {
        Tensor noise = m.sample("noise", HalfNormal.of(1));
        Tensor error = m.sample("error", HalfNormal.of(1));
        Tensor mean = m.sample("first", Normal.of(0, 1));
        Tensor variance = Tensor.of(1);
        SplittableRandom random = new SplittableRandom(32);
        for (int t = 0; t < 200; t++) {
            variance = variance.plus(noise);
            if (random.nextInt(5) == 0) {
                continue;
            }
            Tensor total = variance.plus(error);
            m.observe("y[" + t + "]", Normal.of(mean, total.sqrt()), y[t]);
            Tensor gain = variance.dividedBy(total);
            mean = mean.plus(gain.times(Tensor.of(y[t]).minus(mean)));
            variance = variance.minus(gain.times(variance));
        }
    }

    /** The level and its variance go forward together, and nothing is gathered from their values, or scattered back. */
    @Test
    void aFilterOfObservedSitesIsOneRecurrence() {
        Model model = Model.of("filter", this::observed);
        List<String> lines = model.explain().lines().toList();
        assertThat(lines.stream().filter(line -> line.startsWith("a recurrence of")))
                .hasSize(2);
        assertThat(lines.stream().filter(line -> line.contains("call of take"))).isEmpty();
        EagerTwin.compare("filter", model, EagerTwin.of("filter", this::observed));
    }

    /** What flows on is read by a third loop. */
    @Test
    void threeLoops() {
        LoopChecks.check(
                q -> {
                    Tensor first = q.at(0);
                    Tensor second = q.at(1);
                    Tensor third = q.at(2);
                    Tensor sum = Tensor.of(0);
                    for (int t = 0; t < STEPS; t++) {
                        first = first.times(q.at(3)).plus(y[t]).sin().exp().log1p();
                        second = second.times(q.at(4)).plus(first).sin().tanh();
                        third = third.times(second).plus(first).tanh();
                        sum = sum.plus(third.minus(y[t + 500]).square());
                    }
                    return sum;
                },
                1);
    }

    /** A loop that goes through another's values once it has ended, or through every other of them, is one of its own. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void loopsThatDoNotGoAlong(boolean everyOther) {
        LoopChecks.check(
                q -> {
                    Tensor[] first = new Tensor[STEPS + 1];
                    first[0] = q.at(0);
                    for (int t = 0; t < STEPS; t++) {
                        first[t + 1] =
                                first[t].times(q.at(3)).plus(y[t]).sin().exp().log1p();
                    }
                    Tensor second = q.at(1);
                    Tensor sum = Tensor.of(0);
                    for (int t = 0; t < STEPS / 2; t++) {
                        Tensor read = everyOther ? first[2 * t] : first[STEPS - t];
                        second = second.times(q.at(4)).plus(read).sin().tanh();
                        sum = sum.plus(second.minus(y[t + 500]).square());
                    }
                    return sum;
                },
                2);
    }

    private static long carries(Node root) {
        return Topology.sort(CarriedLoops.apply(List.of(root))).stream()
                .filter(node -> node.op() instanceof Scan)
                .mapToLong(node -> ((Scan) node.op()).body().carries().size())
                .sum();
    }

    /** What steps add to a sum is computed outside, for all steps at once. */
    @Test
    void whatIsAddedUpIsNotCarried() {
        boolean[] missing = Missing.SOME.of(STEPS, new SplittableRandom(33));
        Tensor q = Tensor.of(Graphs.variable(LoopChecks.SIZE));
        assertThat(carries(filter(q, missing).node())).isEqualTo(2);
        assertThat(carries(filter(q, new boolean[STEPS]).node())).isEqualTo(2);
        Tensor level = q.at(0);
        Tensor sum = Tensor.of(0);
        for (int t = 0; t < STEPS; t++) {
            Tensor before = level.times(q.at(1));
            level = missing[t] ? before : before.plus(y[t]).tanh();
            sum = missing[t] ? sum : sum.plus(before.minus(y[t]).square());
        }
        assertThat(carries(sum.node())).isEqualTo(1);
    }

    /** A sum that the loop reads while it grows is a value of the loop. */
    @Test
    void aSumThatIsReadOnTheWay() {
        boolean[] missing = Missing.SOME.of(STEPS, new SplittableRandom(34));
        LoopChecks.check(q -> {
            Tensor level = q.at(0);
            Tensor sum = Tensor.of(0);
            for (int t = 0; t < STEPS; t++) {
                Tensor before = level.times(q.at(1)).plus(sum.times(0.01)).sin();
                level = before.plus(y[t]).tanh();
                sum = missing[t] ? sum : sum.plus(before.times(level).square());
            }
            return sum.plus(level);
        });
    }

    /** Where a step has no observation nothing that is no number flows, to the value or back. */
    @Test
    void whatIsNotFiniteAtOtherStepsDoesNotMatter() {
        boolean[] missing = Missing.SOME.of(STEPS, new SplittableRandom(35));
        Node variable = Graphs.variable(3);
        Tensor q = Tensor.of(variable);
        Tensor mean = q.at(0);
        Tensor variance = q.at(1).times(0);
        Tensor sum = Tensor.of(0);
        for (int t = 0; t < STEPS; t++) {
            // nought while observations are missing
            variance = missing[t]
                    ? variance.times(0)
                    : variance.times(0.5).plus(q.at(1).exp());
            mean = mean.times(q.at(2));
            if (!missing[t]) {
                Tensor residual = Tensor.of(y[t]).minus(mean);
                sum = sum.plus(residual.square().dividedBy(variance).plus(variance.log()));
                mean = mean.plus(residual.dividedBy(variance.plus(1)));
            }
        }
        double[] position = {0.3, -0.2, 0.8};
        Program program = new Compiler("finite").compileWithGradient(List.of(sum.node()), variable);
        List<double[]> results = Graphs.run(program, position, Map.of());
        Graphs.assertClose(results.get(0), new double[] {Graphs.plain(sum.node(), position)}, 1e-12, "value");
        for (double each : results.get(1)) {
            assertThat(each).isFinite();
        }
    }
}
