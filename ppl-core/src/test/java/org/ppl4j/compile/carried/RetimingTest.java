package org.ppl4j.compile.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.graph.Node;
import org.ppl4j.tensor.Tensor;

/** Values of a loop are computed at the step at which little is carried. */
class RetimingTest {

    private static final int TURNS = 60;

    /** Stages that those who are infectious go through, as many as there are compartments beside one. */
    private static Tensor epidemic(Tensor q, int stages) {
        Tensor susceptible = q.at(0).plus(1);
        Tensor[] infectious = new Tensor[stages];
        for (int stage = 0; stage < stages; stage++) {
            infectious[stage] = q.at(1 + stage).plus(0.2);
        }
        Tensor sum = Tensor.of(0);
        for (int turn = 0; turn < TURNS; turn++) {
            Tensor flow = susceptible.times(infectious[stages - 1]).times(q.at(10));
            susceptible = susceptible.minus(flow);
            for (int stage = 0; stage < stages; stage++) {
                Tensor on = infectious[stage].times(q.at(11).times(0.1).plus(0.3));
                infectious[stage] = infectious[stage].plus(flow).minus(on);
                flow = on;
            }
            sum = sum.plus(flow.minus(0.01 * turn).square());
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void stagesAreCarriedOnce(int stages) {
        LoopChecks.check(q -> epidemic(q, stages));
        Node variable = Graphs.variable(LoopChecks.SIZE);
        String explanation = new Compiler("stages")
                .compileWithGradient(
                        List.of(epidemic(Tensor.of(variable), stages).node()), variable)
                .explain();
        Matcher recurrence =
                Pattern.compile("a recurrence of (\\d+) steps, (\\d+) carried").matcher(explanation);
        assertThat(recurrence.find()).isTrue();
        assertThat(Integer.parseInt(recurrence.group(1))).isBetween(TURNS - 4 * stages, TURNS);
        // all compartments, and what is on its way from one to another
        assertThat(Integer.parseInt(recurrence.group(2))).isBetween(stages + 1, stages + 3);
    }

    /** Against all choices that there are. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theBestOfAllChoices(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = 12;
        MaximumClosure closure = new MaximumClosure(count);
        int[] gains = new int[count];
        boolean[] isForbidden = new boolean[count];
        for (int i = 0; i < count; i++) {
            gains[i] = random.nextInt(-1, 2);
            isForbidden[i] = random.nextInt(8) == 0;
            if (gains[i] > 0) {
                closure.gains(i);
            } else if (gains[i] < 0) {
                closure.costs(i);
            }
            if (isForbidden[i]) {
                closure.forbid(i);
            }
        }
        boolean[][] requires = new boolean[count][count];
        for (int k = 0; k < 15; k++) {
            int from = random.nextInt(count);
            int to = random.nextInt(count);
            requires[from][to] = true;
            closure.requires(from, to);
        }
        int best = 0;
        for (long set = 0; set < 1 << count; set++) {
            best = Math.max(best, gain(BitSet.valueOf(new long[] {set}), gains, isForbidden, requires));
        }
        BitSet choice = closure.choice();
        assertThat(gain(choice, gains, isForbidden, requires))
                .as("seed " + seed)
                .isEqualTo(best);
    }

    /** Returns what a choice gains, as little as can be if it is not allowed. */
    private static int gain(BitSet choice, int[] gains, boolean[] isForbidden, boolean[][] requires) {
        int gain = 0;
        for (int i = choice.nextSetBit(0); i >= 0; i = choice.nextSetBit(i + 1)) {
            gain += gains[i];
            boolean isAllowed = !isForbidden[i];
            for (int j = 0; j < gains.length; j++) {
                isAllowed &= !requires[i][j] || choice.get(j);
            }
            if (!isAllowed) {
                return Integer.MIN_VALUE;
            }
        }
        return gain;
    }
}
