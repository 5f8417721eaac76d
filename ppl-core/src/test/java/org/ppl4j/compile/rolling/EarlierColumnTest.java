package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Program;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sine;
import org.ppl4j.graph.Topology;
import org.ppl4j.tensor.Tensor;

/** What one loop computes for each group is computed once for each in a loop over observations. */
class EarlierColumnTest {

    private static final int POINTS = 300;

    private final double[] x = new SplittableRandom(1).doubles(POINTS, -1, 1).toArray();
    private final double[] y = new SplittableRandom(2).doubles(POINTS, -1, 1).toArray();
    private final Node variable = Graphs.variable(8);
    private final Tensor q = Tensor.of(variable);
    private final double[] position = {0.3, -0.2, 0.1, 0.4, 0.2, -0.6, 0.9, 0.5};

    /** Returns how many sines a gradient takes, of all elements. */
    private int sines(Tensor sum) {
        Program program = new Compiler("groups").compileWithGradient(List.of(sum.node()), variable);
        List<double[]> results = Graphs.run(program, position, Map.of());
        assertThat(results.get(0)[0]).isCloseTo(Graphs.plain(sum.node(), position), within(1e-12));
        Graphs.assertClose(results.get(1), Graphs.finiteDifferences(sum.node(), position), 1e-6, "gradient");
        assertThat(program.explain()).contains("loop rolled: 300 terms of one form into one vector operation");
        int count = 0;
        for (Node node : Topology.sort(Graphs.outputs(program))) {
            count += node.op() instanceof Sine ? node.size() : 0;
        }
        return count;
    }

    private Tensor[] coefficients(int groups) {
        Tensor[] coefficients = new Tensor[groups];
        Tensor mixing = q.slice(0, 4).reshape(Shape.of(2, 2));
        for (int g = 0; g < groups; g++) {
            Tensor own = Tensor.stack(q.at(4 + g % 2).times(x[g]), q.at(6).plus(x[g]));
            coefficients[g] = mixing.times(own).sin();
        }
        return coefficients;
    }

    /** Groups come at random, or one after the other, as in the first loop. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void coefficientsOfGroupsAreComputedOncePerGroup(boolean isRandom) {
        Tensor[] coefficients = coefficients(12);
        SplittableRandom random = new SplittableRandom(3);
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < POINTS; i++) {
            Tensor own = coefficients[isRandom ? random.nextInt(12) : i % 12];
            sum = sum.plus(own.dot(Tensor.of(new double[] {x[i], y[i]})).square());
        }
        assertThat(sines(sum)).isEqualTo(24);
    }

    @Test
    void whatMostRowsHaveForThemselvesIsComputedForEach() {
        Tensor[] coefficients = coefficients(200);
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < POINTS; i++) {
            sum = sum.plus(coefficients[i % 200]
                    .dot(Tensor.of(new double[] {x[i], y[i]}))
                    .square());
        }
        assertThat(sines(sum)).isEqualTo(2 * POINTS);
    }

    @Test
    void whatIsComputedOfAGroupBeforehandIsComputedOnce() {
        Tensor[] coefficients = coefficients(10);
        Tensor[] means = new Tensor[POINTS];
        for (int i = 0; i < POINTS; i++) {
            means[i] = coefficients[i * 7 % 10].dot(Tensor.of(new double[] {x[i], y[i]}));
        }
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < POINTS; i++) {
            sum = sum.plus(means[i].minus(y[i]).square());
        }
        assertThat(Arrays.stream(means).distinct()).hasSize(POINTS);
        assertThat(sines(sum)).isEqualTo(20);
    }

    @Test
    void whatAnOuterLoopComputesIsComputedOnce() {
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < POINTS; i += 5) {
            Tensor own = q.at(i % 8).times(x[i]).plus(q.at(0).times(y[i])).sin();
            for (int j = i; j < i + 5; j++) {
                sum = sum.plus(own.times(y[j]).minus(x[j]).square());
            }
        }
        assertThat(sines(sum)).isEqualTo(POINTS / 5);
    }

    @Test
    void linearPredictorsOfGroupsFoldIntoStatistics() {
        Tensor[] means = new Tensor[12];
        for (int g = 0; g < means.length; g++) {
            means[g] = q.at(0).plus(q.at(1).times(x[g]));
        }
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < POINTS; i++) {
            sum = sum.plus(means[i % 12].minus(y[i]).square());
        }
        Program program = new Compiler("means").compileWithGradient(List.of(sum.node()), variable);
        assertThat(program.explain()).contains("sum folded: 300 terms into 10 numbers");
    }
}
