package org.ppl4j.compile.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.graph.Node;
import org.ppl4j.tensor.Tensor;

/** Loops whose longest path comes back to a state every second turn. */
class FinerStatesTest {

    private static final int TURNS = 40;
    private static final int GROUPS = 2;

    /** Who is infectious makes others ill of both groups, who are infectious a turn later. */
    private static Tensor epidemic(Tensor q) {
        Tensor[] susceptible = new Tensor[GROUPS];
        Tensor[] exposed = new Tensor[GROUPS];
        Tensor[] infectious = new Tensor[GROUPS];
        for (int group = 0; group < GROUPS; group++) {
            susceptible[group] = q.at(group).plus(1);
            exposed[group] = q.at(2 + group).plus(0.1);
            infectious[group] = q.at(4 + group).plus(0.1);
        }
        Tensor sum = Tensor.of(0);
        for (int turn = 0; turn < TURNS; turn++) {
            Tensor force =
                    infectious[0].times(0.7).plus(infectious[1].times(0.2)).times(q.at(6));
            for (int group = 0; group < GROUPS; group++) {
                Tensor ill = susceptible[group].times(
                        Tensor.of(1).minus(force.times(-0.3).exp()));
                Tensor onset = exposed[group].times(q.at(7));
                susceptible[group] = susceptible[group].minus(ill);
                exposed[group] = exposed[group].plus(ill).minus(onset);
                infectious[group] = infectious[group].plus(onset).minus(infectious[group].times(q.at(8)));
                sum = sum.plus(onset.minus(0.01 * turn).square());
            }
        }
        return sum;
    }

    @Test
    void aStepIsOneTurn() {
        LoopChecks.check(FinerStatesTest::epidemic);
        Node variable = Graphs.variable(LoopChecks.SIZE);
        String explanation = new Compiler("epidemic")
                .compileWithGradient(List.of(epidemic(Tensor.of(variable)).node()), variable)
                .explain();
        Matcher recurrence = Pattern.compile("a recurrence of (\\d+) steps, ").matcher(explanation);
        assertThat(recurrence.find()).isTrue();
        assertThat(Integer.parseInt(recurrence.group(1))).isBetween(TURNS - 4, TURNS);
    }
}
