package org.ppl4j.compile.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.bijector.Positive;
import org.ppl4j.bijector.Simplex;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Program;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.ExpMantissa;
import org.ppl4j.graph.Log1pOfFraction;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Topology;
import org.ppl4j.tensor.Tensor;

/** Of sums of products of parameters the plain logarithm is taken; of what may overflow or vanish the stable one. */
class OrdinaryNumbersTest {

    private static final int TOPICS = 3;
    private static final int RATES = 20;

    private final Node variable = Graphs.variable(TOPICS - 1 + RATES);
    private final Tensor q = Tensor.of(variable);
    private final Tensor share = new Simplex().forward(q.slice(0, TOPICS - 1));
    private final Tensor rate = new Positive().forward(q.slice(TOPICS - 1, TOPICS - 1 + RATES));

    @Test
    void convolutionsWrittenAsLoopsTakeOneLogarithmEach() {
        Tensor total = Tensor.of(0);
        for (int t = TOPICS; t < RATES; t++) {
            Tensor mean = Tensor.of(0.1);
            for (int k = 0; k < TOPICS; k++) {
                mean = mean.plus(share.at(k).times(rate.at(t - k)));
            }
            total = total.plus(mean.log());
        }
        Program program = compiledRight(total);
        assertThat(count(program, LogAddExp.class)).isZero();
        // those of the shares' own constraint
        assertThat(count(program, Log1pOfFraction.class)).isEqualTo(TOPICS - 1);
    }

    @Test
    void sumsOverAnAxisTakeOneLogarithmEach() {
        int[] picked = new int[40 * TOPICS];
        Arrays.setAll(picked, i -> i * i % RATES);
        Tensor table = rate.gather(picked).reshape(40, TOPICS);
        Program program =
                compiledRight(table.timesElementwise(share).sum(1).log().sum());
        // each rate's and each share's, and those of the shares' constraint, but none in the loop over the sums
        assertThat(count(program, Exp.class)).isEqualTo(RATES + TOPICS + TOPICS - 1);
        assertThat(count(program, ExpMantissa.class)).isZero();
    }

    @Test
    void exponentialsThatAreAddedMayOverflow() {
        Tensor x = q.at(0);
        double[] values = valueAndSlope(x.exp().plus(2).log(), 800);
        assertThat(values[0]).isEqualTo(800);
        assertThat(values[1]).isEqualTo(1);
        double[] low = valueAndSlope(
                x.exp().plus(x.minus(1).exp()).plus(x.minus(2).exp()).log(), -800);
        assertThat(low[0]).isCloseTo(-800 + Math.log(1 + Math.exp(-1) + Math.exp(-2)), within(1e-12));
        assertThat(low[1]).isCloseTo(1, within(1e-14));
    }

    /** Of one coordinate or not: a model's own exponential is of anything. */
    @Test
    void productsWithExponentialsOfTheModelMayOverflow() {
        Tensor x = q.at(0);
        Tensor sum = rate.at(0).times(x.exp()).plus(rate.at(1).times(x.minus(3).exp()));
        for (double point : new double[] {-800, 800}) {
            double[] values = valueAndSlope(sum.log(), point);
            assertThat(values[0]).isCloseTo(point + Math.log1p(Math.exp(-3)), within(1e-12));
            assertThat(values[1]).isCloseTo(1, within(1e-14));
        }
    }

    @Test
    void densitiesOfOutliersMayVanish() {
        Tensor x = q.at(0);
        Tensor near = x.square().times(-0.5).exp();
        Tensor far = x.minus(3).square().times(-0.5).exp();
        Tensor plain = share.at(1).times(rate.at(0)).plus(share.at(2).times(rate.at(1)));
        // with a plain sum for a factor, too
        for (Tensor weight : List.of(rate.at(0), plain)) {
            Tensor mixture = weight.times(near).plus(rate.at(1).times(far)).log();
            double[] values = valueAndSlope(mixture, -60);
            assertThat(values[0]).isCloseTo(-1800 + Math.log(weightAt(weight, -60)), within(1e-11));
            assertThat(values[1]).isBetween(59.0, 61.0);
        }
    }

    /** Nor are outliers ordinary whose density falls no faster than a coordinate grows. */
    @Test
    void outliersOfLongTailsMayVanish() {
        Tensor x = q.at(0);
        Tensor near = x.minus(900).abs().negate().exp();
        Tensor far = x.minus(950).abs().negate().exp();
        double[] values =
                valueAndSlope(rate.at(0).times(near).plus(rate.at(0).times(far)).log(), 0.0);
        assertThat(values[0]).isCloseTo(-900, within(1e-9));
        assertThat(values[1]).isCloseTo(1, within(1e-12));
    }

    @Test
    void longHistoriesMayVanish() {
        Tensor chance = q.at(0).sigmoid();
        Tensor history = chance;
        for (int i = 1; i < 10; i++) {
            history = history.times(chance);
        }
        double[] values = valueAndSlope(
                history.times(rate.at(0)).plus(history.times(rate.at(1))).log(), -100);
        assertThat(values[0]).isCloseTo(-1000 + Math.log(2), within(1e-11));
        assertThat(values[1]).isCloseTo(10, within(1e-11));
    }

    /** What data leave nothing of is nothing, and has no derivative, though its logarithm's would be infinite. */
    @Test
    void masksMayLeaveNothing() {
        double[] mask = new double[RATES];
        Arrays.setAll(mask, i -> i % 3 == 0 ? 0 : i % 3);
        Tensor none = share.at(0).times(0.0).plus(share.at(1).times(0.0).times(share.at(1)));
        Tensor some = rate.timesElementwise(Tensor.of(mask));
        for (int i = 0; i < 9; i++) {
            none = none.times(share.at(0));
            some = some.timesElementwise(rate);
        }
        compiledRight(rate.at(0).plus(none).log());
        compiledRight(rate.plus(some).log().sum());
        compiledRight(some.plus(rate.timesElementwise(Tensor.of(mask).minus(1).abs()))
                .log()
                .sum());
    }

    private double weightAt(Tensor weight, double first) {
        return Graphs.plain(weight.node(), position(first));
    }

    private static double[] position(double first) {
        double[] position = new double[TOPICS - 1 + RATES];
        position[0] = first;
        return position;
    }

    /** Returns a value and its first derivative, all coordinates but the first zero. */
    private double[] valueAndSlope(Tensor scalar, double first) {
        Program program = new Compiler("extreme").compileWithGradient(List.of(scalar.node()), variable);
        List<double[]> results = Graphs.run(program, position(first), Map.of());
        return new double[] {results.get(0)[0], results.get(1)[0]};
    }

    private Program compiledRight(Tensor scalar) {
        Program program = new Compiler("ordinary").compileWithGradient(List.of(scalar.node()), variable);
        double[] position =
                new SplittableRandom(5).doubles(variable.size(), -1, 1).toArray();
        List<double[]> results = Graphs.run(program, position, Map.of());
        double[] expected = {Graphs.plain(scalar.node(), position)};
        Graphs.assertClose(results.get(0), expected, 1e-12, "value");
        Graphs.assertClose(results.get(1), Graphs.finiteDifferences(scalar.node(), position), 1e-6, "gradient");
        return program;
    }

    private static long count(Program program, Class<? extends Op> op) {
        return Topology.sort(Graphs.outputs(program)).stream()
                .filter(node -> op.isInstance(node.op()))
                .count();
    }
}
