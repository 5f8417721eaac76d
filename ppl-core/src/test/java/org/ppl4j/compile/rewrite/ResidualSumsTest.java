package org.ppl4j.compile.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * Sums of residuals, as derivatives by a mean are, of what is far from zero: all numbers here are such that residuals are exact,
 * and the sums of data and of means by themselves are not.
 */
class ResidualSumsTest {

    private static final int ROWS = 1_001;
    private static final double HEIGHT = 1e8;

    /** What numbers near the height are multiples of. */
    private static final double UNIT = 0x1p-26;

    private static final EnumSet<Optimization> ALL = EnumSet.allOf(Optimization.class);
    private static final EnumSet<Optimization> UNFOLDED =
            EnumSet.complementOf(EnumSet.of(Optimization.SUFFICIENT_STATISTICS, Optimization.ROW_CHOICES));

    private final SplittableRandom random = new SplittableRandom(3);
    private final double mean = HEIGHT + 101 * UNIT;
    private final double[] y = near(ROWS);
    private final double[] t = random.doubles(ROWS, -60, 60).map(Math::rint).toArray();

    private double[] near(int count) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> HEIGHT + Math.rint(random.nextGaussian() / 1000 / UNIT) * UNIT);
        return values;
    }

    /** Twice the sum of residuals, the derivative of minus their squares. */
    private double expected(double[] values, double slope) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < values.length; i++) {
            sum = sum.add(new BigDecimal(values[i])
                    .subtract(new BigDecimal(mean))
                    .subtract(new BigDecimal(slope * Math.abs(t[i]))));
        }
        return 2 * sum.doubleValue();
    }

    private void assertDerivative(
            Tensor density, Node variable, double[] position, double expected, EnumSet<Optimization> optimizations) {
        Map<String, double[]> data = Map.of("y", y);
        double derivative = Graphs.run(
                        new Compiler("residuals", optimizations).compileWithGradient(List.of(density.node()), variable),
                        position,
                        data)
                .get(1)[0];
        assertThat(Math.abs(derivative - expected))
                .as("%s, not %s", derivative, expected)
                .isLessThan(1e-13 * Math.abs(expected));
    }

    @Test
    void dataAroundAMean() {
        Node variable = Graphs.variable(1);
        Tensor density =
                Tensor.of(y).minus(Tensor.of(variable).at(0)).square().sum().negate();
        assertDerivative(density, variable, new double[] {mean}, expected(y, 0), UNFOLDED);
    }

    @Test
    void dataAroundWhatIsNotLinear() {
        double slope = 4 * UNIT;
        double expected = expected(y, slope);
        for (Tensor outcome : List.of(Tensor.of(y), Tensor.of(Node.leaf(new Data("y"), Shape.of(ROWS), y)))) {
            Node variable = Graphs.variable(2);
            Tensor q = Tensor.of(variable);
            Tensor around = q.at(0).plus(q.at(1).timesElementwise(Tensor.of(t)).abs());
            Tensor density = outcome.minus(around).square().sum().negate();
            assertDerivative(density, variable, new double[] {mean, slope}, expected, ALL);
            assertDerivative(density, variable, new double[] {mean, slope}, expected, UNFOLDED);
        }
    }

    @Test
    void sampledValuesAroundTheirMean() {
        double[] position = near(ROWS + 1);
        position[0] = mean;
        Node variable = Graphs.variable(ROWS + 1);
        Tensor q = Tensor.of(variable);
        Tensor density = q.slice(1, ROWS + 1).minus(q.at(0)).square().sum().negate();
        double expected = expected(Arrays.copyOfRange(position, 1, ROWS + 1), 0);
        assertDerivative(density, variable, position, expected, ALL);
    }

    @Test
    void sampledValuesAroundAPredictor() {
        double[] position = near(ROWS + 2);
        position[0] = mean;
        position[1] = 4 * UNIT;
        Node variable = Graphs.variable(ROWS + 2);
        Tensor q = Tensor.of(variable);
        Tensor sizes = Tensor.of(t).abs();
        Tensor slopes = q.gather(ones());
        double expected = expected(Arrays.copyOfRange(position, 2, ROWS + 2), position[1]);
        for (Tensor predictor : List.of(
                q.at(1).timesElementwise(sizes),
                slopes.timesElementwise(sizes),
                sizes.reshape(ROWS, 1).times(q.slice(1, 2)))) {
            Tensor density = q.slice(2, ROWS + 2)
                    .minus(predictor)
                    .minus(q.at(0))
                    .square()
                    .sum()
                    .negate();
            assertDerivative(density, variable, position, expected, ALL);
        }
    }

    /** What is summed but once is summed in twice the precision. */
    @Test
    void dataThatLeaveASum() {
        Node variable = Graphs.variable(1);
        Tensor q = Tensor.of(variable).at(0);
        double[] wide = random.doubles(ROWS, 0, 1000).toArray();
        for (Tensor data : List.of(
                Tensor.of(wide),
                Tensor.of(Node.leaf(new Data("y"), Shape.of(ROWS), wide)).sqrt())) {
            double[] values = data.isConcrete() ? data.toArray() : wide;
            double expected = Arrays.stream(values)
                    .mapToObj(BigDecimal::new)
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                    .doubleValue();
            Tensor multiple = data.timesElementwise(q);
            Tensor offset = data.plus(q.timesElementwise(Tensor.of(t)).abs());
            for (double position : new double[] {1, 0}) {
                Node sum = (position == 1 ? multiple : offset).sum().node();
                List<double[]> results = Graphs.run(
                        new Compiler("data", UNFOLDED).compile(List.of(sum), variable),
                        new double[] {position},
                        Map.of("y", wide));
                assertThat(results.get(0)[0]).isEqualTo(expected);
            }
        }
    }

    private static int[] ones() {
        int[] places = new int[ROWS];
        Arrays.fill(places, 1);
        return places;
    }
}
