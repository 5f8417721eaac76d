package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.Graphs;
import org.ppl4j.distribution.Categorical;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Topology;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Terms that are put together as they come add up to what they add up to one by one. */
class RollingSumTest {

    private static final int TERMS = 60;

    private final double[] x = new SplittableRandom(1).doubles(TERMS, -1, 1).toArray();
    private final Tensor q = Tensor.of(Graphs.variable(8));
    private final double[] position = {0.3, -0.2, 0.1, 0.4, 0.2, -0.6, 0.9, 0.5};

    /** Adds terms up; requires the plain sum, and how many nodes are kept and loops rolled. */
    private Node assertSum(IntFunction<Tensor> terms, int kept, int loops) {
        RollingSum rolling = RollingSum.ofTraced();
        RollingSum separate = RollingSum.ofSeparate();
        int nodes = 0;
        for (int i = 0; i < TERMS; i++) {
            Node term = terms.apply(i).node();
            assertThat(separate.add(term)).isTrue();
            nodes += rolling.add(term) ? 1 : 0;
        }
        List<String> notes = new ArrayList<>();
        Node total = rolling.total(notes);
        double expected = Graphs.plain(separate.total(new ArrayList<>()), position);
        assertThat(Graphs.plain(total, position)).isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
        assertThat(nodes).as("kept").isEqualTo(kept);
        assertThat(notes).as("rolled").hasSize(loops);
        return total;
    }

    @Test
    void termsOfOneFormAreOneOperation() {
        Node total = assertSum(i -> q.at(i % 3).times(x[i]).tanh().times(0.5), RollingSum.FEWEST, 1);
        assertThat(Topology.sort(List.of(total))).hasSizeLessThan(10);
    }

    /** Ten series of six steps: put together, each step would compute all those before it anew. */
    @Test
    void stepsOfALoopAreKept() {
        Tensor[] states = new Tensor[TERMS];
        IntFunction<Tensor> step = i -> {
            Tensor before = i % 6 == 0 ? q.at(0) : states[i - 1];
            states[i] = before.times(q.at(1)).plus(x[i]).tanh();
            return states[i].square();
        };
        assertSum(step, TERMS, 0);
    }

    /** What a turn computes is used by a few terms of it, but not by the next turn: that is no loop that carries values on. */
    @Test
    void termsThatShareAValueAreNoSteps() {
        Tensor[] shared = new Tensor[1];
        IntFunction<Tensor> terms = i -> {
            shared[0] = i % 3 == 0 ? q.at(0).times(x[i]).exp() : shared[0];
            return i % 3 == 0
                    ? shared[0].sin()
                    : i % 3 == 1 ? shared[0].tanh() : shared[0].times(q.at(1)).cos();
        };
        assertSum(terms, 3 * RollingSum.FEWEST, 3);
    }

    @Test
    void equalTermsAreAMultiple() {
        Node total = assertSum(i -> q.at(1).tanh(), RollingSum.FEWEST, 1);
        assertThat(Topology.sort(List.of(total))).hasSizeLessThan(8);
    }

    @Test
    void formsMayTakeTurnsInAnyOrder() {
        SplittableRandom random = new SplittableRandom(4);
        int[] kinds = random.ints(TERMS, 0, 3).toArray();
        assertSum(
                i -> switch (kinds[i]) {
                    case 0 -> q.at(0).times(x[i]).tanh();
                    case 1 -> q.at(1).plus(x[i]).sigmoid();
                    default -> q.slice(2, 5).times(x[i]).sin().sum();
                },
                3 * RollingSum.FEWEST,
                3);
    }

    /** Of a term that is a step of a loop, no more is looked at than it takes to see that. */
    @Test
    void aTermMayBeTheEndOfALoopOfManySums() {
        Tensor state = q.at(0);
        for (int t = 0; t < 200_000; t++) {
            state = state.plus(1e-3);
        }
        RollingSum rolling = RollingSum.ofTraced();
        assertThat(rolling.add(state.node())).isTrue();
        assertThat(rolling.hasRolled()).isFalse();
    }

    @Test
    void aFewTermsOfAFormStayApart() {
        assertSum(
                i -> i % 10 == 0
                        ? q.at(0).times(x[i]).tanh()
                        : q.at(1).times(x[i]).sin(),
                RollingSum.FEWEST + 6,
                1);
    }

    @Test
    void whatIsUsedTwiceInSomeTermsOnly() {
        Tensor[] values = new Tensor[4];
        for (int k = 0; k < values.length; k++) {
            values[k] = q.at(k).sin();
        }
        // The first is a value with itself, which the others are not; where they are it makes no difference.
        assertSum(i -> values[i % 4].minus(values[i / 4 % 4].times(x[i])).square(), 1 + RollingSum.FEWEST, 1);
    }

    @Test
    void leavesThatDifferLateAreSeen() {
        assertSum(
                i -> q.at(i < 30 ? 2 : 5)
                        .times(i < 40 ? 1.5 : x[i])
                        .plus(i == 59 ? -0.0 : 0.0)
                        .tanh(),
                RollingSum.FEWEST,
                1);
    }

    @Test
    void smallVectorsInEachTermMayBeReducedAndPutTogether() {
        assertSum(i -> q.slice(0, 3).times(x[i]).logSumExp(), RollingSum.FEWEST, 1);
        assertSum(i -> q.slice(0, 4).plus(x[i]).reshape(2, 2).max(1).sum(), RollingSum.FEWEST, 1);
        assertSum(
                i -> Tensor.stack(q.at(i % 3).exp(), Tensor.of(x[i]), q.at(1))
                        .times(q.slice(3, 6))
                        .tanh()
                        .sum(),
                RollingSum.FEWEST,
                1);
        assertSum(
                i -> Tensor.concatenate(q.slice(0, 2).times(x[i]), q.slice(2, 5))
                        .logSumExp(),
                RollingSum.FEWEST,
                1);
    }

    @Test
    void categoriesObservedOneByOneAreOneForm() {
        int[] labels = new SplittableRandom(2).ints(TERMS, 0, 3).toArray();
        assertSum(
                i -> Categorical.ofLogits(q.slice(0, 3).times(x[i])).logDensity(Tensor.of(labels[i])),
                RollingSum.FEWEST,
                1);
        assertSum(
                i -> {
                    Tensor first = q.at(0).plus(x[i]).sigmoid();
                    Tensor second = q.at(0).plus(q.at(1).exp()).plus(x[i]).sigmoid();
                    Tensor all = Tensor.stack(
                            first, second.minus(first), second.negate().plus(1));
                    return Categorical.of(all).logDensity(Tensor.of(labels[i]));
                },
                RollingSum.FEWEST,
                1);
    }

    @Test
    void differentTensorsUnderneathThatAreComputedAlikeAreOneForm() {
        Tensor[] bases = new Tensor[6];
        for (int k = 0; k < bases.length; k++) {
            bases[k] = q.times(k + 1).exp();
        }
        assertSum(i -> bases[i % 6].at(i % 8).times(x[i]), RollingSum.FEWEST, 1);
    }

    @Test
    void aMatrixThatBeginsToDifferLateIsMultipliedTermByTerm() {
        Tensor matrix = q.slice(0, 4).reshape(2, 2);
        // A product of a row and a matrix that is the same for all has a form for all at once; of different ones it has
        // none.
        assertSum(
                i -> Tensor.of(new double[][] {{x[i], 1}})
                        .timesElementwise(q.at(0))
                        .dot(matrix.timesElementwise(Tensor.of(i < 20 ? 1 : x[i])))
                        .sum(),
                RollingSum.FEWEST,
                0);
    }

    @Test
    void termsWithLoopsInThemAreLeftToReRolling() {
        assertSum(
                i -> {
                    Tensor sum = Tensor.of(0);
                    for (int k = 0; k < 8; k++) {
                        sum = sum.plus(q.at(k).times(x[(i + k) % TERMS]).exp());
                    }
                    return sum.sin();
                },
                TERMS,
                0);
    }

    /** What a predictor adds up in a loop over its coefficients: 100,000 rows of nodes take twenty times as long to put together. */
    @Test
    void aPredictorOfManyCoefficientsIsAForm() {
        assertSum(
                i -> {
                    Tensor sum = q.at(0);
                    for (int k = 0; k < 20; k++) {
                        sum = sum.plus(q.at(k % 8).times(x[(i + k) % TERMS]));
                    }
                    return sum.times(q.at(1)).sin();
                },
                RollingSum.FEWEST,
                1);
    }

    @Test
    void stepsThatAreCarriedOnStayApart() {
        Tensor[] state = {q.at(0)};
        assertSum(
                i -> {
                    state[0] = state[0].times(q.at(1)).plus(x[i]);
                    return state[0].square();
                },
                TERMS,
                0);
    }

    @Test
    void aModelsLoopIsTheVectorisedStatementWithAndWithoutIt() {
        double[] y = new SplittableRandom(2).doubles(TERMS, -1, 1).toArray();
        Model loop = Model.of("loop", m -> {
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            for (int i = 0; i < TERMS; i++) {
                Tensor mean = m.sample("mean[" + i + "]", Normal.of(0, scale));
                m.observe("y[" + i + "]", Normal.of(mean.times(x[i]), scale), y[i]);
            }
        });
        Model vector = Model.of("vector", m -> {
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            Tensor mean = m.sample("mean", Normal.of(0, scale).iid(TERMS));
            m.observe("y", Normal.of(mean.times(Tensor.of(x)), scale), y);
        });
        double[] at = new SplittableRandom(3).doubles(TERMS + 1, -1, 1).toArray();
        double[] gradient = new double[at.length];
        double[] expected = new double[at.length];
        double value = loop.density().logDensityAndGradient(at, gradient);
        assertThat(value).isCloseTo(vector.density().logDensityAndGradient(at, expected), within(1e-10));
        Graphs.assertClose(gradient, expected, 1e-12, "gradient");
        assertThat(loop.density().explain())
                .contains("loop rolled: 60 terms of one form into one vector operation (RollingSumTest.java:");
    }
}
