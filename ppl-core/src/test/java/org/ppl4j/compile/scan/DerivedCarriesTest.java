package org.ppl4j.compile.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.Program;
import org.ppl4j.graph.Node;
import org.ppl4j.tensor.Tensor;

/** What is carried is what cannot be computed of other carries. */
class DerivedCarriesTest {

    private static final int STEPS = 30;

    private final Node variable = Graphs.variable(6);
    private final Tensor q = Tensor.of(variable);
    private final Tensor data =
            Tensor.of(new SplittableRandom(2).doubles(STEPS, -1, 1).toArray());

    /** Checks values and gradients, and how much the recurrence carries. */
    private void check(Tensor density, int expectedCarries) {
        double[] position = new SplittableRandom(5).doubles(6, -0.5, 0.5).toArray();
        Program program = new Compiler("derived").compileWithGradient(List.of(density.node()), variable);
        Program plain = new Compiler("plain", EnumSet.noneOf(Optimization.class))
                .compileWithGradient(List.of(density.node()), variable);
        List<double[]> results = Graphs.run(program, position, Map.of());
        List<double[]> expected = Graphs.run(plain, position, Map.of());
        Graphs.assertClose(results.get(0), expected.get(0), 1e-12, "value");
        Graphs.assertClose(results.get(1), expected.get(1), 1e-11, "gradient");
        assertThat(program.explain()).contains("a recurrence of " + STEPS + " steps, " + expectedCarries + " carried");
    }

    /** Returns states, and what is carried beside them: a multiple of the next state, plus something. */
    private List<Tensor> states(Tensor initial, Tensor plus) {
        return Tensor.scan(List.of(q.at(0), initial), List.of(data), (carries, elements) -> {
            Tensor next = carries.get(0)
                    .times(0.5)
                    .plus(carries.get(1))
                    .plus(elements.get(0))
                    .tanh();
            return List.of(next, next.times(q.at(1)).negate().plus(plus));
        });
    }

    @Test
    void aMultipleOfAState() {
        Tensor initial = q.at(0).times(q.at(1)).negate();
        List<Tensor> states = states(initial, Tensor.of(0));
        check(states.get(0).square().sum(), 1);
        check(states.get(0).square().sum().plus(states.get(1).at(STEPS - 1)), 1);
        check(states.get(0).times(states.get(1)).sum(), 1);
        Tensor more = states(initial.plus(q.at(2)), q.at(2)).get(0);
        check(more.square().sum(), 1);
    }

    /** What begins with another number, or has another sequence added, is carried. */
    @Test
    void whatIsNoMultiple() {
        check(states(q.at(2), Tensor.of(0)).get(0).square().sum(), 2);
        List<Tensor> states =
                Tensor.scan(List.of(q.at(0), q.at(0).times(q.at(1))), List.of(data), (carries, elements) -> {
                    Tensor next = carries.get(0).plus(carries.get(1)).tanh();
                    return List.of(next, next.times(q.at(1)).plus(elements.get(0)));
                });
        check(states.get(0).square().sum(), 2);
    }

    /** Of two that are multiples of each other one is carried. */
    @Test
    void multiplesOfEachOther() {
        List<Tensor> states = Tensor.scan(
                List.of(q.at(0).times(2), q.at(0), q.at(0).times(-2)), List.of(data), (carries, elements) -> {
                    Tensor next = carries.get(0)
                            .times(carries.get(1))
                            .plus(carries.get(2))
                            .plus(elements.get(0))
                            .sin();
                    return List.of(next.times(2), next, next.times(-2));
                });
        check(states.get(0).plus(states.get(1)).times(states.get(2)).sum(), 1);
    }
}
