package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Program;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Topology;
import org.ppl4j.tensor.Tensor;

/** Sums from which a loop subtracts are sums of terms. */
class SubtractedTermsTest {

    private static final int POINTS = 100;

    private final double[] x = new SplittableRandom(1).doubles(POINTS, -1, 1).toArray();
    private final Node variable = Graphs.variable(3);
    private final Tensor q = Tensor.of(variable);
    private final double[] position = {0.3, -0.2, 0.4};

    private String explained(Tensor sum) {
        Program program = new Compiler("sum").compileWithGradient(List.of(sum.node()), variable);
        List<double[]> results = Graphs.run(program, position, Map.of());
        assertThat(results.get(0)[0]).isCloseTo(Graphs.plain(sum.node(), position), within(1e-12));
        Graphs.assertClose(results.get(1), Graphs.finiteDifferences(sum.node(), position), 1e-6, "gradient");
        return program.explain();
    }

    @Test
    void lossesThatALoopSubtractsAreOneVectorOperation() {
        Tensor total = q.at(2);
        for (int i = 0; i < POINTS; i++) {
            total = total.minus(q.at(0).times(x[i]).plus(q.at(1)).exp());
        }
        assertThat(explained(total))
                .contains("loop rolled: 100 terms of one form into one vector operation")
                .doesNotContain("recurrence");
    }

    @Test
    void whatIsAddedAndWhatIsSubtractedInTurnsAreTwo() {
        Tensor total = Tensor.of(0);
        for (int i = 0; i < POINTS; i++) {
            total = total.minus(q.at(0).times(x[i]).exp())
                    .plus(q.at(1).times(x[i]).sin());
        }
        assertThat(explained(total))
                .contains("loop rolled: 100 terms of one form into one vector operation, 2 times")
                .doesNotContain("recurrence");
    }

    @Test
    void differencesThatAreTermsStayWhole() {
        Tensor total = Tensor.of(0);
        for (int i = 0; i < POINTS; i++) {
            total = total.plus(
                    q.at(0).times(x[i]).exp().minus(q.at(1).times(x[i]).sin()));
        }
        Node sum = total.node();
        assertThat(SubtractedTerms.apply(List.of(sum), Topology.sort(List.of(sum)))
                        .get(0))
                .isSameAs(sum);
    }

    @Test
    void aRecurrenceThatSubtractsWhatDependsOnItStaysOne() {
        Tensor level = q.at(2);
        Tensor total = Tensor.of(0);
        for (int i = 0; i < POINTS; i++) {
            level = level.minus(level.minus(x[i]).times(q.at(0).sigmoid()));
            total = total.plus(level.square());
        }
        assertThat(explained(total)).contains("a recurrence of");
    }
}
