package org.ppl4j.compile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Sums of data less what they are near to fold without a loss of digits: all residuals here are exact. */
class CentredSumsTest {

    private static final int ROWS = 1_001;
    private static final int GROUPS = 3;

    /** What numbers near 1e8 are multiples of. */
    private static final double UNIT = 0x1p-26;

    private static final double SCALE = 0x1p-3;
    private static final double SLOPE = 4 * UNIT;

    private final SplittableRandom random = new SplittableRandom(5);
    private final double[] y = new double[ROWS];
    private final double[] t = random.doubles(ROWS, -60, 60).map(Math::rint).toArray();
    private final int[] groups = new int[ROWS];
    private final double[] position = {0, 0, 0, SCALE, SLOPE};
    private final Node variable = Graphs.variable(position.length);
    private final Tensor q = Tensor.of(variable);

    CentredSumsTest() {
        for (int i = 0; i < ROWS; i++) {
            groups[i] = random.nextInt(GROUPS);
            y[i] = 1e8 + 16 * groups[i] + Math.rint(random.nextGaussian() / 1000 / UNIT) * UNIT;
        }
        Arrays.setAll(position, j -> j < GROUPS ? 1e8 + 16 * j + (40 * j + 101) * UNIT : position[j]);
    }

    private List<Tensor> outcomes() {
        return List.of(Tensor.of(y), Tensor.of(Node.leaf(new Data("y"), Shape.of(ROWS), y)));
    }

    /** Checks the sum of residuals, and the derivative of its square by the first mean, which is one of so many rows. */
    private void assertSum(Tensor sum, double expected, int rows) {
        for (Tensor density : List.of(sum, sum.square())) {
            List<double[]> results = Graphs.run(
                    new Compiler("centred").compileWithGradient(List.of(density.node()), variable),
                    position,
                    Map.of("y", y));
            boolean isSquare = density != sum;
            assertClose(results.get(0)[0], isSquare ? expected * expected : expected);
            assertClose(results.get(1)[0], isSquare ? -2 * rows * expected : -rows);
        }
        assertThat(new Compiler("centred")
                        .compile(List.of(sum.node()), variable)
                        .explain())
                .contains("sum folded: " + ROWS);
    }

    private static void assertClose(double actual, double expected) {
        assertThat(Math.abs(actual - expected))
                .as("%s, not %s", actual, expected)
                .isLessThan(1e-13 * Math.abs(expected));
    }

    private double expected(boolean isGrouped, double slope) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < ROWS; i++) {
            sum = sum.add(new BigDecimal(y[i]).subtract(new BigDecimal(position[isGrouped ? groups[i] : 0])))
                    .subtract(new BigDecimal(slope * Math.abs(t[i])));
        }
        return sum.doubleValue();
    }

    @Test
    void oneMean() {
        for (Tensor outcome : outcomes()) {
            Tensor residual = outcome.minus(q.at(0));
            assertSum(residual.sum(), expected(false, 0), ROWS);
            assertSum(residual.mean().times(ROWS), expected(false, 0), ROWS);
            assertSum(residual.times(0.5).sum().times(2), expected(false, 0), ROWS);
            assertSum(q.at(0).minus(outcome).sum().negate(), expected(false, 0), ROWS);
        }
    }

    @Test
    void meansOfGroups() {
        int first = (int) Arrays.stream(groups).filter(each -> each == 0).count();
        for (Tensor outcome : outcomes()) {
            assertSum(outcome.minus(q.gather(groups)).sum(), expected(true, 0), first);
        }
    }

    @Test
    void standardizedResiduals() {
        for (Tensor outcome : outcomes()) {
            Tensor standardized = outcome.minus(q.at(0)).dividedBy(q.at(3));
            assertSum(standardized.sum().timesElementwise(q.at(3)), expected(false, 0), ROWS);
        }
    }

    @Test
    void residualsWithWhatIsNotLinear() {
        for (Tensor outcome : outcomes()) {
            Tensor around = q.at(0).plus(q.at(4).timesElementwise(Tensor.of(t)).abs());
            assertSum(outcome.minus(around).sum(), expected(false, SLOPE), ROWS);
        }
    }

    /** Terms that are equal are as many as there are. */
    @Test
    void residualsTwice() {
        for (Tensor outcome : outcomes()) {
            Tensor residual = outcome.minus(q.at(0));
            Tensor twice = residual.plus(Tensor.of(t).timesElementwise(q.at(4))).plus(residual);
            assertSum(twice.minus(Tensor.of(t).timesElementwise(q.at(4))).sum().times(0.5), expected(false, 0), ROWS);
        }
    }

    @Test
    void anInfiniteDatum() {
        y[7] = Double.POSITIVE_INFINITY;
        for (Tensor outcome : outcomes()) {
            Node sum = outcome.minus(q.at(0)).sum().node();
            Compiler compiler = new Compiler("infinite");
            assertThat(Graphs.run(compiler.compile(List.of(sum), variable), position, Map.of("y", y))
                            .get(0)[0])
                    .isEqualTo(Double.POSITIVE_INFINITY);
        }
    }
}
