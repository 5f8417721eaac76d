package org.ppl4j.compile.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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

/** Recurrences that do not wait for each other are one. */
class JoinedScansTest {

    private static final int STEPS = 40;

    private final Node variable = Graphs.variable(8);
    private final Tensor q = Tensor.of(variable);

    /** Returns what the recurrences forwards are said to be, after checking values and gradients. */
    private List<String> recurrences(Tensor density) {
        Program program = program(density, EnumSet.allOf(Optimization.class));
        Program separate = program(density, EnumSet.complementOf(EnumSet.of(Optimization.JOINED_SCANS)));
        Program plain = program(density, EnumSet.noneOf(Optimization.class));
        double[] position = new SplittableRandom(8).doubles(8, -1, 1).toArray();
        List<double[]> results = Graphs.run(program, position, Map.of());
        for (Program other : List.of(separate, plain)) {
            List<double[]> expected = Graphs.run(other, position, Map.of());
            Graphs.assertClose(results.get(0), expected.get(0), 1e-12, "value");
            Graphs.assertClose(results.get(1), expected.get(1), 1e-12, "gradient");
        }
        return program.explain()
                .lines()
                .filter(line -> line.startsWith("a recurrence of") && !line.contains("steps back"))
                .toList();
    }

    private Program program(Tensor density, EnumSet<Optimization> optimizations) {
        return new Compiler("joined", optimizations).compileWithGradient(List.of(density.node()), variable);
    }

    private static Tensor data(int steps) {
        return Tensor.of(new SplittableRandom(steps).doubles(steps, -1, 1).toArray());
    }

    private static Tensor reversed(Tensor sequence) {
        int[] places = new int[STEPS];
        Arrays.setAll(places, i -> STEPS - 1 - i);
        return sequence.gather(places);
    }

    /** Returns a sum that decays, at each step. */
    private static Tensor decaying(Tensor start, Tensor rate, Tensor sequence) {
        return Tensor.scan(
                start, sequence, (level, x) -> level.times(rate).plus(x).tanh());
    }

    @Test
    void separateRecurrences() {
        Tensor first = decaying(q.at(0), q.at(1), data(STEPS));
        Tensor second = decaying(q.at(2), q.at(3), data(STEPS));
        Tensor third = decaying(q.at(4), q.at(5), data(STEPS).times(2).exp());
        assertThat(recurrences(first.times(second).plus(third).square().sum()))
                .containsExactly("a recurrence of 40 steps, 3 carried, 3 put out, as a loop of scalar code");
        assertThat(recurrences(
                        first.times(second).sum().plus(third.at(STEPS - 1).sin())))
                .containsExactly("a recurrence of 40 steps, 3 carried, 3 put out, as a loop of scalar code");
    }

    @Test
    void otherLengths() {
        Tensor first = decaying(q.at(0), q.at(1), data(STEPS));
        Tensor second = decaying(q.at(2), q.at(3), data(STEPS + 1));
        assertThat(recurrences(first.sum().times(second.sum()))).hasSize(2);
    }

    /** One that waits for another runs after it, whichever they are joined with. */
    @Test
    void recurrencesThatWait() {
        Tensor first = decaying(q.at(0), q.at(1), data(STEPS));
        Tensor second = decaying(q.at(2), q.at(3), data(STEPS));
        Tensor ofFirst = decaying(first.at(STEPS - 1), q.at(4), data(STEPS));
        Tensor ofSecond = decaying(second.sum(), q.at(5), reversed(first));
        Tensor ofBoth = decaying(ofFirst.at(3), q.at(6), reversed(ofSecond));
        Tensor density = ofFirst.plus(ofSecond).times(ofBoth).sum();
        assertThat(recurrences(density))
                .containsExactly(
                        "a recurrence of 40 steps, 2 carried, 2 put out, as a loop of scalar code",
                        "a recurrence of 40 steps, 2 carried, 2 put out, as a loop of scalar code",
                        "a recurrence of 40 steps, 1 carried, 1 put out, as a loop of scalar code");
    }
}
