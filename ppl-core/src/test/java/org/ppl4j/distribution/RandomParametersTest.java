package org.ppl4j.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Topology;
import org.ppl4j.graph.Variable;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** What is asked of parameters whose values are not known while a model is traced. */
class RandomParametersTest {

    private static final int[] OUTCOMES = {0, 1, 1, 0, 1};

    private static double logDensity(int size, UnaryOperator<Tensor> probabilities, double... position) {
        Model model = Model.of("categories", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1).iid(size));
            m.observe("y", Categorical.of(probabilities.apply(x)), OUTCOMES);
        });
        double density = model.density().logDensity(position);
        assertThat(model.density().logDensityAndGradient(position, new double[size]))
                .isEqualTo(Double.valueOf(density));
        return density
                - Arrays.stream(position)
                        .map(x -> -x * x / 2 - Terms.HALF_LOG_TWO_PI)
                        .sum();
    }

    private static double expected(double first, double second) {
        return 2 * Math.log(first) + 3 * Math.log(second);
    }

    private static void assertClose(double actual, double expected) {
        assertThat(Math.abs(actual - expected)).isLessThan(1e-12);
    }

    @Test
    void probabilitiesThatDoNotSumToOneHaveNoDensity() {
        assertThat(logDensity(3, Tensor::exp, 1, 1, 1)).isNaN();
        assertThat(logDensity(3, x -> x, 0.5, 0.5, 1e-7)).isNaN();
    }

    @Test
    void probabilitiesThatDoSumToOneButForRounding() {
        assertClose(logDensity(3, x -> x, 0.1, 0.2, 0.7), expected(0.1, 0.2));
        assertClose(logDensity(3, x -> x, 0.1, 0.2, 0.7 + 1e-9), expected(0.1, 0.2));
        assertClose(
                logDensity(2, x -> x.exp().dividedBy(x.exp().sum()), 1, 2),
                expected(1 / (1 + Math.E), Math.E / (1 + Math.E)));
    }

    /** Nor do those of which some are negative, though none of these was observed. */
    @Test
    void negativeProbabilitiesHaveNoDensity() {
        assertThat(logDensity(3, x -> x, 0.3, 0.8, -0.1)).isNaN();
        assertThat(logDensity(1, x -> Tensor.concatenate(x.negate().plus(1), x, Tensor.of(0)), -0.2))
                .isNaN();
    }

    @Test
    void ofTwoComplementsOneIsAsked() {
        UnaryOperator<Tensor> sum = x -> Tensor.stack(x.at(0), x.at(0).negate().plus(1));
        UnaryOperator<Tensor> difference =
                x -> Tensor.stack(x.at(0), Tensor.of(1).minus(x.at(0)));
        assertClose(logDensity(1, sum, 0.3), expected(0.3, 0.7));
        assertClose(logDensity(1, difference, 0.3), expected(0.3, 0.7));
        for (double outside : new double[] {-0.1, 1.1}) {
            assertThat(logDensity(1, sum, outside)).isNaN();
            assertThat(logDensity(1, difference, outside)).isNaN();
        }
        UnaryOperator<Tensor> other = x -> Tensor.stack(x.at(0), Tensor.of(1).minus(x.at(1)));
        assertThat(logDensity(2, other, 0.3, 0.4)).isNaN();
    }

    private static boolean asks(Tensor probabilities) {
        Node density = Categorical.of(probabilities).logDensity(Tensor.of(0)).node();
        return Topology.sort(List.of(density)).stream()
                .anyMatch(node -> node.op() instanceof Select && node.input(2).isConstant(Double.NaN));
    }

    /** Where a vector comes of what makes no others, whole or put together of whole ones, nothing is computed for it. */
    @Test
    void nothingIsAskedOfWhatIsKnown() {
        Tensor x = Tensor.of(Node.symbol(new Variable("x"), Shape.of(4, 3)));
        for (Tensor known :
                new Tensor[] {x.softmax(), Supports.simplex().bijector().forward(x)}) {
            int columns = known.columns();
            assertThat(asks(known)).isFalse();
            assertThat(asks(known.row(2))).isFalse();
            assertThat(asks(known.gather(3, 3, 0))).isFalse();
            assertThat(asks(known.slice(1, 3))).isFalse();
            assertThat(asks(known.reshape(2, 2, columns).at(1, 0))).isFalse();
            assertThat(asks(Tensor.stack(known.row(0), known.row(2)))).isFalse();
            assertThat(asks(known.row(0).insertAxis(0).broadcastTo(Shape.of(5, columns))))
                    .isFalse();
            assertThat(asks(known.transpose())).isTrue();
            assertThat(asks(known.column(0))).isTrue();
            assertThat(asks(known.row(0).slice(0, 2))).isTrue();
            assertThat(asks(known.reshape(2, 2 * columns))).isTrue();
        }
        assertThat(asks(Tensor.of(0.3, 0.7))).isFalse();
    }
}
