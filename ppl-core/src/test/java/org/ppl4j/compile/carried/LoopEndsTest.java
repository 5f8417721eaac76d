package org.ppl4j.compile.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Graphs;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Topology;
import org.ppl4j.tensor.Tensor;

/** A loop has the steps that it was written with: those at its ends are found too, and what only looks like one is none. */
class LoopEndsTest {

    private static final int STEPS = 40;

    private final double[] y = new SplittableRandom(21).doubles(STEPS, -1, 1).toArray();
    private final double[] x = new SplittableRandom(22).doubles(STEPS, -1, 1).toArray();

    /** Checks a loop's values and derivatives; returns how many steps each recurrence has. */
    private static List<Integer> steps(UnaryOperator<Tensor> model) {
        LoopChecks.check(model);
        Node scalar = model.apply(Tensor.of(Graphs.variable(LoopChecks.SIZE))).node();
        return Topology.sort(CarriedLoops.apply(List.of(scalar))).stream()
                .filter(node -> node.op() instanceof Scan)
                .map(node -> ((Scan) node.op()).steps())
                .toList();
    }

    @Test
    void beginsWithANumber() {
        assertThat(steps(q -> {
                    Tensor level = Tensor.of(0.3);
                    Tensor sum = Tensor.of(0);
                    for (int t = 0; t < STEPS; t++) {
                        level = level.times(q.at(0)).plus(q.at(1).exp().times(q.at(10 + t)));
                        sum = sum.plus(level.minus(y[t]).square());
                    }
                    return sum;
                }))
                .containsExactly(STEPS);
    }

    /** The first state is computed in another way, so that it is what the loop begins with. */
    @Test
    void beginsWithAnotherStep() {
        assertThat(steps(q -> {
                    Tensor level = q.at(10).times(q.at(2).exp()).tanh();
                    Tensor sum = level.minus(y[0]).square();
                    for (int t = 1; t < STEPS; t++) {
                        level = level.times(q.at(0)).plus(q.at(1).exp().times(q.at(10 + t)));
                        sum = sum.plus(level.minus(y[t]).square());
                    }
                    return sum;
                }))
                .containsExactly(STEPS - 1);
    }

    /** An expectation is computed from the last state as the next state would be. */
    @Test
    void expectationThatLooksLikeAStep() {
        assertThat(steps(q -> {
                    Tensor level = Tensor.of(0);
                    Tensor sum = Tensor.of(0);
                    for (int t = 0; t < STEPS; t++) {
                        level = level.plus(q.at(1).exp().times(q.at(10 + t)));
                        Tensor mean = level.plus(q.at(2).exp().times(x[t]));
                        sum = sum.plus(mean.minus(y[t]).square());
                    }
                    return sum;
                }))
                .containsExactly(STEPS);
    }

    @Test
    void expectationOfTermsThatLookLikeSteps() {
        assertThat(steps(q -> {
                    Tensor level = Tensor.of(0);
                    Tensor sum = Tensor.of(0);
                    for (int t = 0; t < STEPS; t++) {
                        level = level.plus(q.at(1).exp().times(q.at(10 + t)));
                        Tensor mean = level.plus(q.at(2).exp().times(x[t]))
                                .plus(q.at(3).exp().times(x[t] * x[t]));
                        sum = sum.plus(mean.minus(y[t]).square());
                    }
                    return sum;
                }))
                .containsExactly(STEPS);
    }

    /** Two recurrences whose states an expectation adds up. */
    @Test
    void expectationOfTwoStates() {
        assertThat(steps(q -> {
                    Tensor level = Tensor.of(0);
                    Tensor slope = Tensor.of(0);
                    Tensor sum = Tensor.of(0);
                    for (int t = 0; t < STEPS; t++) {
                        level = level.plus(q.at(1).exp().times(q.at(10 + t)));
                        slope = slope.plus(q.at(2).exp().times(q.at(60 + t)));
                        Tensor mean = level.plus(slope.times(x[t]));
                        sum = sum.plus(mean.minus(y[t]).square());
                    }
                    return sum;
                }))
                .containsExactly(STEPS, STEPS);
    }
}
