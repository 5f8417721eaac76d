package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.emit.Interpreter;
import org.ppl4j.distribution.LogNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Differentiation;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Gradients of what data leave out: zero, whatever the data are there. */
class MaskedDataTest {

    private static final int GROUPS = 5;
    private final double[] position = {0.3, 0.2, 0.5, 1.1, 0.7};
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
    @ValueSource(ints = {30, 5_000})
    void missingNumbersAmongInputs(int rows) {
        Tensor values = Tensor.of(Node.leaf(new Data("y"), Shape.of(rows), data(rows, 1)));
        Tensor isSeen = Tensor.of(Node.leaf(new Data("seen"), Shape.of(rows), seen(rows)));
        Tensor density = StudentT.of(3, byRow(rows), x.at(0).exp()).logDensity(values);
        Tensor masked = Tensor.where(isSeen, density, x.at(3).tanh()).sum();
        Program program = new Compiler("inputs").compileWithGradient(List.of(masked.node()), variable);
        List<double[]> missing = Graphs.run(program, position, Map.of("y", data(rows, Double.NaN), "seen", seen(rows)));
        List<double[]> ofOnes = Graphs.run(program, position, Map.of("y", data(rows, 1), "seen", seen(rows)));
        Graphs.assertSameBits(missing.get(0), ofOnes.get(0), "value");
        Graphs.assertSameBits(missing.get(1), ofOnes.get(1), "gradient");
    }

    /** Selections in what a selection takes: a number that is missing is not zero either. */
    @Test
    void nestedSelections() {
        assertGradientIsThatOfTheRest(nested(30, Double.NaN), nested(30, 1));
    }

    private Tensor nested(int rows, double instead) {
        Tensor values = Tensor.of(data(rows, instead));
        Tensor hurdle = Tensor.where(
                values.equalTo(0),
                x.at(1).tanh(),
                LogNormal.of(byRow(rows), x.at(2).exp()).logDensity(values));
        return Tensor.where(Tensor.of(seen(rows)), hurdle, x.at(4).sin()).sum();
    }

    /** What sums along an axis, here over the components of a mixture, keeps rows apart. */
    @Test
    void rowsOfAMixture() {
        assertGradientIsThatOfTheRest(mixture(30, Double.NaN), mixture(30, 1));
    }

    private Tensor mixture(int rows, double instead) {
        Tensor values = Tensor.of(data(rows, instead)).insertAxis(1);
        Tensor components = Normal.of(x.reshape(1, GROUPS), 1).logDensity(values);
        return Tensor.where(Tensor.of(seen(rows)), components.logSumExp(-1), Tensor.of(0))
                .sum();
    }

    /** Not data alone: the logarithm is not taken of what is negative, by a condition that is random. */
    @Test
    void functionsOutsideOfTheirDomains() {
        Tensor shifted = x.minus(0.4);
        Tensor logs = Tensor.where(Tensor.of(0).lessThan(shifted), shifted.log(), shifted.times(3))
                .sum();
        double[] gradient = {3, 3, 1 / (0.5 - 0.4), 1 / (1.1 - 0.4), 1 / (0.7 - 0.4)};
        Program program = new Compiler("logs").compileWithGradient(List.of(logs.node()), variable);
        Graphs.assertClose(Graphs.run(program, position, Map.of()).get(1), gradient, 1e-12, "gradient");
        Node slopes = Differentiation.gradient(logs.node(), List.of(variable)).get(0);
        Node curvature = Differentiation.gradient(Tensor.of(slopes).sum().node(), List.of(variable))
                .get(0);
        double[] second = Arrays.stream(gradient)
                .map(slope -> slope == 3 ? 0 : -slope * slope)
                .toArray();
        Map<String, double[]> leaves = Map.of("x", position);
        Graphs.assertClose(Interpreter.evaluate(List.of(slopes), leaves).get(0), gradient, 1e-12, "gradient");
        Graphs.assertClose(Interpreter.evaluate(List.of(curvature), leaves).get(0), second, 1e-12, "curvature");
    }

    /** A covariate that is missing has two ways into a density, of which one is a selection of its own. */
    @ParameterizedTest
    @ValueSource(ints = {30, 5_000})
    void missingCovariates(int rows) {
        assertGradientIsThatOfTheRest(counts(rows, Double.NaN), counts(rows, 1));
    }

    private Tensor counts(int rows, double instead) {
        double[] counts = new double[rows];
        Arrays.setAll(counts, i -> i % 4);
        Tensor rate = Tensor.of(data(rows, instead)).timesElementwise(byRow(rows));
        Tensor density = Poisson.ofLogRate(rate).logDensity(Tensor.of(counts));
        return Tensor.where(Tensor.of(seen(rows)), density, Tensor.of(0)).sum();
    }

    /** Two guards around one function that has no derivative at zero: neither is taken there. */
    @Test
    void twoGuardsAroundOneFunction() {
        Tensor roots = x.times(Tensor.of(0, 1, 2, 3, 0)).sqrt();
        Tensor some = Tensor.where(Tensor.of(0, 1, 1, 1, 0), roots, Tensor.of(0));
        Tensor fewer = Tensor.where(Tensor.of(0, 0, 1, 1, 0), roots.square().times(roots), Tensor.of(0));
        Tensor sum = some.plus(fewer).sum();
        Program program = new Compiler("guards").compileWithGradient(List.of(sum.node()), variable);
        double[] gradient = new double[GROUPS];
        for (int i = 1; i <= 3; i++) {
            gradient[i] = 0.5 * Math.sqrt(i / position[i]) + (i > 1 ? 1.5 * i * Math.sqrt(i * position[i]) : 0);
        }
        Graphs.assertClose(Graphs.run(program, position, Map.of()).get(1), gradient, 1e-12, "gradient");
    }

    /** The same numbers in both branches, in one and outside, and with the condition's own derivative, which is none. */
    @Test
    void whatIsUsedElsewhereToo() {
        Tensor logs = x.log();
        Tensor some = Tensor.where(x.lessThan(0.6), logs.times(x), logs.square());
        Tensor sum =
                Tensor.where(x.lessThan(0.4), some, logs.times(2)).plus(logs).sum();
        Program program = new Compiler("shared").compileWithGradient(List.of(sum.node()), variable);
        double[] slopes = Graphs.finiteDifferences(sum.node(), position);
        Graphs.assertClose(Graphs.run(program, position, Map.of()).get(1), slopes, 1e-6, "finite differences");
    }

    @Test
    void aProductWithAMaskIsNone() {
        Tensor product = Tensor.of(seen(30))
                .timesElementwise(Normal.of(byRow(30), 1).logDensity(Tensor.of(data(30, Double.NaN))))
                .sum();
        Program program = new Compiler("product").compileWithGradient(List.of(product.node()), variable);
        assertThat(Graphs.run(program, position, Map.of()).get(1)).contains(Double.NaN);
    }
}
