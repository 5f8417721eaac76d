package org.ppl4j.compile.rolling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.tensor.Tensor;

/** Groups with more and with fewer observations, each observed as a vector in a loop over groups, are one loop. */
class RaggedVectorsTest {

    private static final int GROUPS = 15;
    private static final int COLUMNS = 3;

    private final int[] group;
    private final int[] starts = new int[GROUPS + 1];
    private final double[] x;
    private final double[] y;

    RaggedVectorsTest() {
        for (int g = 0; g < GROUPS; g++) {
            starts[g + 1] = starts[g] + 1 + g * 7 % 11;
        }
        int size = starts[GROUPS];
        group = new int[size];
        for (int g = 0; g < GROUPS; g++) {
            Arrays.fill(group, starts[g], starts[g + 1], g);
        }
        x = new SplittableRandom(1).doubles(size, -1, 1).toArray();
        y = new SplittableRandom(2).doubles(size, -1, 1).toArray();
    }

    private double[] part(double[] all, int g) {
        return Arrays.copyOfRange(all, starts[g], starts[g + 1]);
    }

    private double[][] rows(int from, int to) {
        double[][] rows = new double[to - from][COLUMNS];
        for (int i = from; i < to; i++) {
            for (int k = 0; k < COLUMNS; k++) {
                rows[i - from][k] = Math.sin(i * 3 + k * 5);
            }
        }
        return rows;
    }

    private static int[] outcomes(double[] values) {
        return Arrays.stream(values).mapToInt(value -> value > 0 ? 1 : 0).toArray();
    }

    /** Checks that two models are one density, and that the loop is as little code as the statement, but for so many bytes. */
    private static void assertSame(Model loop, Model vectorised, int more) {
        ModelDensity density = loop.density();
        ModelDensity expected = vectorised.density();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 3; i++) {
            double[] position = random.doubles(expected.dimension(), -1, 1).toArray();
            double[] gradient = new double[position.length];
            double[] same = new double[position.length];
            double value = density.logDensityAndGradient(position, gradient);
            assertThat(value).isCloseTo(expected.logDensityAndGradient(position, same), within(1e-10));
            assertThat(gradient).containsExactly(same, within(1e-10));
        }
        assertThat(bytes(loop)).isLessThanOrEqualTo(bytes(vectorised) + more);
    }

    private static int bytes(Model model) {
        for (String line : model.explain().lines().toList()) {
            if (line.contains(" bytes of class file")) {
                return Integer.parseInt(line.substring(0, line.indexOf(' ')));
            }
        }
        throw new AssertionError(model.explain());
    }

    @Test
    void groupsWithOwnLinesAreOneLoop() {
        Model loop = Model.of("groups", m -> {
            Tensor a = m.sample("a", Normal.of(0, 1).iid(GROUPS));
            Tensor b = m.sample("b", Normal.of(0, 1).iid(GROUPS));
            for (int g = 0; g < GROUPS; g++) {
                Tensor predictor = a.at(g).plus(b.at(g).times(Tensor.of(part(x, g))));
                m.observe("y[" + g + "]", Bernoulli.ofLogit(predictor), outcomes(part(y, g)));
            }
        });
        Model vectorised = Model.of("statement", m -> {
            Tensor a = m.sample("a", Normal.of(0, 1).iid(GROUPS));
            Tensor b = m.sample("b", Normal.of(0, 1).iid(GROUPS));
            Tensor predictor = a.gather(group).plus(b.gather(group).times(Tensor.of(x)));
            m.observe("y", Bernoulli.ofLogit(predictor), outcomes(y));
        });
        assertSame(loop, vectorised, 100);
        assertThat(loop.explain())
                .contains("loop rolled: " + x.length + " terms of one form into one vector operation");
    }

    /** The groups are of different sizes, or all of the same, with a design matrix each. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void groupsWithOwnDesignsAreOneLoop(boolean isRagged) {
        int size = isRagged ? x.length : x.length / GROUPS * GROUPS;
        int each = size / GROUPS;
        int[] from = new int[GROUPS + 1];
        for (int g = 0; g <= GROUPS; g++) {
            from[g] = isRagged ? starts[g] : g * each;
        }
        int[] groups = new int[size];
        for (int g = 0; g < GROUPS; g++) {
            Arrays.fill(groups, from[g], from[g + 1], g);
        }
        Model loop = Model.of("groups", m -> {
            Tensor b = m.sample("b", Normal.of(0, 1).iid(GROUPS, COLUMNS));
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            for (int g = 0; g < GROUPS; g++) {
                Tensor mean = Tensor.of(rows(from[g], from[g + 1])).dot(b.row(g));
                m.observe("y[" + g + "]", StudentT.of(5, mean, scale), Arrays.copyOfRange(y, from[g], from[g + 1]));
            }
        });
        Model vectorised = Model.of("statement", m -> {
            Tensor b = m.sample("b", Normal.of(0, 1).iid(GROUPS, COLUMNS));
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            Tensor mean =
                    Tensor.of(rows(0, size)).timesElementwise(b.gather(groups)).sum(1);
            m.observe("y", StudentT.of(5, mean, scale), Arrays.copyOf(y, size));
        });
        assertSame(loop, vectorised, 100);
    }

    @Test
    void whatIsNotComputedElementByElementStaysRight() {
        Model loop = Model.of("groups", m -> {
            Tensor a = m.sample("a", Normal.of(0, 1).iid(GROUPS));
            for (int g = 0; g < GROUPS; g++) {
                Tensor own = a.at(g).times(Tensor.of(part(x, g))).exp();
                m.factor("f[" + g + "]", own.dividedBy(own.sum()).log().times(Tensor.of(part(y, g))));
            }
        });
        Model vectorised = Model.of("statement", m -> {
            Tensor a = m.sample("a", Normal.of(0, 1).iid(GROUPS));
            Tensor own = a.gather(group).times(Tensor.of(x)).exp();
            Tensor[] totals = new Tensor[GROUPS];
            for (int g = 0; g < GROUPS; g++) {
                totals[g] = own.slice(starts[g], starts[g + 1]).sum();
            }
            m.factor(
                    "f", own.dividedBy(Tensor.stack(totals).gather(group)).log().times(Tensor.of(y)));
        });
        assertSame(loop, vectorised, 1_000_000);
    }

    @Test
    void fewVectorsAreLeftAsTheyAre() {
        Model few = Model.of("few", m -> {
            Tensor a = m.sample("a", Normal.of(0, 1).iid(GROUPS));
            for (int g = 0; g < 4; g++) {
                m.observe("y[" + g + "]", StudentT.of(5, a.at(g), 1).iid(part(y, g).length), part(y, g));
            }
        });
        assertThat(few.explain()).doesNotContain("loop rolled");
    }
}
