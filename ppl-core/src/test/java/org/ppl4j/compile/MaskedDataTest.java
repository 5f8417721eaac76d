package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.distribution.LogNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.Node;
import org.ppl4j.tensor.Tensor;

/** Gradients of what data leave out: zero, whatever the data are there. */
class MaskedDataTest {

    private static final int GROUPS = 5;
    private final Node variable = Graphs.variable(GROUPS);
    private final Tensor x = Tensor.of(variable);

    /** A third of the data are left out. */
    private static double[] seen(int rows) {
        double[] seen = new double[rows];
        Arrays.setAll(seen, i -> i % 3 == 0 ? 0 : 1);
        return seen;
    }

    private static double[] data(int rows, double instead) {
        double[] data = new SplittableRandom(2).doubles(rows, 0.5, 2).toArray();
        for (int i = 0; i < rows; i += 3) {
            data[i] = instead;
        }
        return data;
    }

    private Tensor byRow(int rows) {
        int[] groups = new int[rows];
        Arrays.setAll(groups, i -> i % GROUPS);
        return x.gather(groups);
    }

    private void assertGradientIsThatOfTheRest(Tensor masked, Tensor ofOnes) {
        double[] position = {0.3, 0.2, 0.5, 1.1, 0.7};
        Program program = new Compiler("masked").compileWithGradient(List.of(masked.node()), variable);
        Program expected = new Compiler("of ones").compileWithGradient(List.of(ofOnes.node()), variable);
        List<double[]> results = Graphs.run(program, position, Map.of());
        List<double[]> others = Graphs.run(expected, position, Map.of());
        Graphs.assertClose(results.get(0), others.get(0), 1e-12, "value");
        Graphs.assertClose(results.get(1), others.get(1), 1e-12, "gradient");
        double[] slopes = Graphs.finiteDifferences(ofOnes.node(), position);
        Graphs.assertClose(results.get(1), slopes, 1e-6, "finite differences");
    }

    /** With more than 4096 rows comparisons of constants are not folded. */
    @ParameterizedTest
    @ValueSource(ints = {30, 5_000})
    void missingNumbers(int rows) {
        for (double missing : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertGradientIsThatOfTheRest(normal(rows, missing), normal(rows, 1));
        }
    }

    private Tensor normal(int rows, double instead) {
        Tensor density = Normal.of(byRow(rows), x.at(0).exp()).logDensity(Tensor.of(data(rows, instead)));
        return Tensor.where(Tensor.of(seen(rows)).equalTo(1), density, Tensor.of(0))
                .sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 5_000})
    void zerosInLogarithmsAndQuotients(int rows) {
        assertGradientIsThatOfTheRest(positive(rows, 0), positive(rows, 1));
        assertGradientIsThatOfTheRest(positive(rows, -3), positive(rows, 1));
    }

    /** A hurdle: what is not zero has a density of its own, here of a function that is not finite at zero. */
    private Tensor positive(int rows, double instead) {
        Tensor values = Tensor.of(data(rows, instead));
        Tensor ofSeen = values.timesElementwise(byRow(rows))
                .log()
                .plus(x.at(1).dividedBy(values))
                .plus(values.power(x.at(2)));
        Tensor density = ofSeen.plus(LogNormal.of(byRow(rows), 1).logDensity(values));
        return Tensor.where(Tensor.of(seen(rows)).equalTo(0), x.at(3).tanh(), density)
                .sum();
    }

    @ParameterizedTest
    @ValueSource(ints = 30)
    void withoutItTheGradientIsNone(int rows) {
        EnumSet<Optimization> others =
                EnumSet.complementOf(EnumSet.of(Optimization.MASKS, Optimization.SUFFICIENT_STATISTICS));
        Program program = new Compiler("others", others)
                .compileWithGradient(List.of(normal(rows, Double.NaN).node()), variable);
        assertThat(Graphs.run(program, new double[GROUPS], Map.of()).get(1)).contains(Double.NaN);
    }
}
