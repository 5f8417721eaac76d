package org.ppl4j.compile.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Topology;
import org.ppl4j.tensor.Tensor;

/** Loops that would compute, or keep, far more than the statements they stand for are left as they are. */
class CostlyLoopsTest {

    private static final int VISITS = 6;

    /** Of the histories of many animals few are different, and these begin alike. */
    @Test
    void historiesThatBeginAlike() {
        SplittableRandom random = new SplittableRandom(5);
        String[] histories = new String[120];
        for (int i = 0; i < histories.length; i++) {
            StringBuilder history = new StringBuilder();
            for (int t = 0; t < VISITS; t++) {
                history.append(random.nextInt(3) == 0 ? '1' : '0');
            }
            histories[i] = history.toString();
        }
        LoopChecks.check(q -> occupancy(q, histories), 0);
    }

    private static void checkDifferentHistories(IntUnaryOperator visits, int expectedLoops) {
        LoopChecks.check(
                q -> {
                    Tensor sum = Tensor.of(0);
                    for (int i = 0; i < 20; i++) {
                        Tensor level = q.at(0);
                        for (int t = 0; t < visits.applyAsInt(i); t++) {
                            level = level.times(q.at(1)).plus(Math.sin(1 + 100 * i + t));
                            sum = sum.plus(level.square());
                        }
                    }
                    return sum;
                },
                expectedLoops);
    }

    /** Histories that are all different are a loop as ever if they are not all as long, or long. */
    @Test
    void historiesThatAreDifferent() {
        checkDifferentHistories(i -> VISITS + i % 2, 1);
        checkDifferentHistories(i -> 10 * VISITS, 1);
    }

    /** Of short ones that are all as long, the first, second, ... visits of all are vectors. */
    @Test
    void historiesThatAreRows() {
        checkDifferentHistories(i -> VISITS, 0);
    }

    /** A loop of a few steps on vectors is as well off without a recurrence. */
    @Test
    void aFewStepsOnVectors() {
        for (int steps : new int[] {2 * VISITS, 10 * VISITS}) {
            LoopChecks.check(
                    q -> {
                        Tensor level = q.slice(0, 30);
                        for (int t = 0; t < steps; t++) {
                            level = level.times(q.slice(30, 60)).plus(Math.sin(t));
                        }
                        return level.square().sum();
                    },
                    steps > 2 * VISITS ? 1 : 0);
        }
    }

    /** What a step computes that no state leads to, of elements of a list that another loop made, leaves the loop, however much it is. */
    @Test
    void stepsThatComputeMuchOfAList() {
        UnaryOperator<Tensor> model = q -> {
            List<Tensor> list = new ArrayList<>();
            for (int i = 0; i < 72; i++) {
                Tensor shifted = q.at(0).plus(Math.sin(i));
                list.add(shifted.square().abs().plus(0.1).log().plus(shifted));
            }
            Tensor level = Tensor.of(0.5);
            Tensor smooth = q.at(1);
            Tensor sum = Tensor.of(0);
            for (int t = 0; t < 90; t++) {
                Tensor total = q.slice(2, 7).plus(level).logSumExp();
                sum = sum.plus(total.times(Math.cos(t)).plus(smooth).tanh().square());
                level = level.plus(list.get(t * 31 % 72).times(0.01).tanh());
                smooth = smooth.times(0.5).plus(total.times(0.1));
            }
            return sum;
        };
        Node scalar = model.apply(Tensor.of(Graphs.variable(LoopChecks.SIZE))).node();
        List<Node> rolled = new Compiler("list").reroll(List.of(scalar), new ArrayList<>());
        assertThat(LoopChecks.scans(rolled)).isEqualTo(1);
        assertThat(Topology.sort(rolled)).as("operations").hasSizeLessThan(400);
        LoopChecks.check(model);
    }

    /** Histories that begin later than others, and of which the states begin with a number. */
    @Test
    void historiesThatBeginLate() {
        LoopChecks.check(q -> occupancy(q, new String[] {
            "..0000", "..0011", "000010", "001100", ".00000", ".00011", ".01010", "000000", "..0000", ".11000",
            "..1101", ".00010", "..0001", "..0001"
        }));
    }

    private static Tensor occupancy(Tensor q, String[] histories) {
        Tensor one = Tensor.of(1);
        Tensor leave = q.at(0).sigmoid();
        Tensor sum = Tensor.of(0);
        for (String history : histories) {
            Tensor here = q.at(1).sigmoid();
            Tensor away = one.minus(here);
            boolean isFirst = true;
            for (int t = 0; t < VISITS; t++) {
                if (history.charAt(t) == '.') {
                    continue;
                }
                if (!isFirst) {
                    Tensor come = q.at(2 + t).sigmoid();
                    Tensor next = here.times(one.minus(leave)).plus(away.times(come));
                    away = here.times(leave).plus(away.times(one.minus(come)));
                    here = next;
                }
                isFirst = false;
                Tensor seen = q.at(10 + t).sigmoid();
                if (history.charAt(t) == '1') {
                    here = here.times(seen);
                    away = Tensor.of(0);
                } else {
                    here = here.times(one.minus(seen));
                }
            }
            sum = sum.plus(here.plus(away).log());
        }
        return sum;
    }

    /** The cells of a table, each of its neighbours above and to the left. */
    @Test
    void tableOfAlignments() {
        checkWork(q -> {
            int size = 15;
            Tensor[][] table = new Tensor[size + 1][size + 1];
            for (int i = 0; i <= size; i++) {
                for (int j = 0; j <= size; j++) {
                    Tensor above = i == 0 ? null : table[i - 1][j].plus(q.at(0));
                    Tensor left = j == 0 ? null : table[i][j - 1].plus(q.at(1));
                    if (above != null && left != null) {
                        table[i][j] = above.logAddExp(left).logAddExp(table[i - 1][j - 1].plus(q.at(2)));
                    } else {
                        table[i][j] = above != null ? above : left != null ? left : q.at(2);
                    }
                }
            }
            return table[size][size];
        });
    }

    /** A Cholesky factor by hand: each row is computed from all rows before. */
    @Test
    void factorOfAMatrix() {
        checkWork(q -> {
            int size = 24;
            Tensor scale = q.at(0).exp();
            Tensor[][] factor = new Tensor[size][size];
            Tensor sum = Tensor.of(0);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j <= i; j++) {
                    Tensor value = scale.times(-Math.pow(Math.sin(i) - Math.sin(j), 2))
                            .exp()
                            .plus(i == j ? 0.5 : 0);
                    for (int k = 0; k < j; k++) {
                        value = value.minus(factor[i][k].times(factor[j][k]));
                    }
                    factor[i][j] = i == j ? value.sqrt() : value.dividedBy(factor[j][j]);
                }
                sum = sum.plus(factor[i][i].log());
            }
            return sum;
        });
    }

    /** Steps without a measurement are steps of their own, rather than what some of the others compute besides. */
    @Test
    void filterOfATrendWithMissingSteps() {
        SplittableRandom random = new SplittableRandom(35);
        double[] y = random.doubles(150, -1, 1).toArray();
        UnaryOperator<Tensor> model = q -> {
            Tensor sum = Tensor.of(0);
            Tensor level = Tensor.of(0);
            Tensor slope = Tensor.of(0);
            Tensor levelVariance = Tensor.of(10);
            Tensor covariance = Tensor.of(0);
            Tensor slopeVariance = Tensor.of(10);
            for (double value : y) {
                level = level.plus(slope);
                levelVariance = levelVariance
                        .plus(covariance.times(2))
                        .plus(slopeVariance)
                        .plus(q.at(0).square());
                covariance = covariance.plus(slopeVariance);
                slopeVariance = slopeVariance.plus(q.at(1).square());
                if (value > 0.6) {
                    continue;
                }
                Tensor total = levelVariance.plus(q.at(2).exp());
                Tensor surprise = Tensor.of(value).minus(level);
                sum = sum.plus(total.log().plus(surprise.square().dividedBy(total)));
                Tensor gain = levelVariance.dividedBy(total);
                Tensor slopeGain = covariance.dividedBy(total);
                level = level.plus(gain.times(surprise));
                slope = slope.plus(slopeGain.times(surprise));
                slopeVariance = slopeVariance.minus(slopeGain.times(covariance));
                covariance = covariance.minus(gain.times(covariance));
                levelVariance = levelVariance.minus(gain.times(levelVariance));
            }
            return sum;
        };
        LoopChecks.check(model);
        Node scalar = model.apply(Tensor.of(Graphs.variable(LoopChecks.SIZE))).node();
        List<Node> looped = CarriedLoops.apply(List.of(scalar));
        assertThat(LoopChecks.scans(looped)).isPositive();
        for (Node node : Topology.sort(looped)) {
            if (node.op() instanceof Scan scan) {
                assertThat(scan.body().carries()).hasSizeLessThanOrEqualTo(5);
            }
        }
    }

    /** Checks that a graph's recurrences compute no more than twice what was traced, and that they keep less than that. */
    private static void checkWork(UnaryOperator<Tensor> model) {
        Node scalar = model.apply(Tensor.of(Graphs.variable(LoopChecks.SIZE))).node();
        int traced = Topology.sort(List.of(scalar)).size();
        long computed = 0;
        long kept = 0;
        for (Node node : Topology.sort(CarriedLoops.apply(List.of(scalar)))) {
            computed++;
            if (node.op() instanceof Scan scan) {
                computed += (long) scan.steps()
                        * Topology.sort(scan.body().results()).size();
                kept += node.size();
            }
        }
        assertThat(computed).as("operations").isLessThan(2L * traced);
        assertThat(kept).as("numbers kept").isLessThan(traced);
        LoopChecks.check(model);
    }
}
