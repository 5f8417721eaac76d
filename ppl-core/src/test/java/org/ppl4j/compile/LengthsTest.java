package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Data of another length run the class that was made for the first, and give what they should. */
class LengthsTest {

    private static final String SHARED = "loaded before for data of other lengths";
    private static final int FIRST = 60;
    private static final int[] OTHERS = {61, 1_000, 43};

    private static double[] numbers(int seed, int length) {
        return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
    }

    private static double[] counts(int seed, int length, int bound) {
        return new SplittableRandom(seed)
                .ints(length, 0, bound)
                .asDoubleStream()
                .toArray();
    }

    private static double[] data(String name, int length) {
        return switch (name) {
            case "x" -> numbers(1, length);
            case "y" -> numbers(2, length);
            case "success" -> counts(3, length, 2);
            case "count" -> counts(4, length, 6);
            default -> {
                double[] groups = counts(5, length, 12);
                for (int i = 0; i < 12; i++) {
                    groups[i] = i;
                }
                yield groups;
            }
        };
    }

    private static Tensor input(ModelBuilder m, String name) {
        return m.data(name, data(name, FIRST));
    }

    private static int[] groups(ModelBuilder m) {
        return Arrays.stream(input(m, "group").toArray())
                .mapToInt(group -> (int) group)
                .toArray();
    }

    private static Model withLength(Model model, int length, List<String> inputs) {
        Model result = model;
        for (String input : inputs) {
            result = result.withData(input, data(input, length));
        }
        return result;
    }

    private static void regression(ModelBuilder m) {
        Tensor a = m.sample("a", Normal.of(0, 10));
        Tensor b = m.sample("b", Normal.of(0, 10));
        Tensor sigma = m.sample("sigma", HalfNormal.of(1));
        m.observe("ys", Normal.of(input(m, "x").times(b).plus(a), sigma), input(m, "y"));
    }

    private static void robustRegression(ModelBuilder m) {
        Tensor a = m.sample("a", Normal.of(0, 10));
        Tensor sigma = m.sample("sigma", HalfNormal.of(1));
        m.observe("ys", StudentT.of(4, input(m, "x").plus(a), sigma), input(m, "y"));
    }

    private static void logistic(ModelBuilder m) {
        Tensor a = m.sample("a", Normal.of(0, 10));
        Tensor b = m.sample("b", Normal.of(0, 10));
        Tensor logit = input(m, "x").times(b).plus(a);
        m.observe("successes", Bernoulli.ofLogit(logit), input(m, "success"));
    }

    private static void poissonMixed(ModelBuilder m) {
        Tensor a = m.sample("a", Normal.of(0, 2));
        Tensor b = m.sample("b", Normal.of(0, 1));
        Tensor scale = m.sample("scale", HalfNormal.of(1));
        Tensor effects = m.sample("effects", Normal.of(0, scale).iid(12));
        Tensor logRate = input(m, "x").times(b).plus(a).plus(effects.gather(groups(m)));
        m.observe("counts", Poisson.ofLogRate(logRate), input(m, "count"));
    }

    private static void hierarchical(ModelBuilder m) {
        Tensor mean = m.sample("mean", Normal.of(0, 5));
        Tensor between = m.sample("between", HalfNormal.of(5));
        Tensor effects = m.sample("effects", Normal.of(mean, between).iid(12));
        Tensor within = m.sample("within", HalfNormal.of(5));
        m.observe("ys", Normal.of(effects.gather(groups(m)), within), input(m, "y"));
    }

    private static void oneEffectARow(ModelBuilder m) {
        Tensor counts = input(m, "count");
        Tensor effects = m.sample("effects", Normal.of(0, 1).iid(counts.size()));
        Tensor scale = m.sample("scale", HalfNormal.of(1));
        m.observe("counts", Poisson.ofLogRate(effects.times(scale)), counts);
        m.observe("all", Normal.of(effects.mean(), scale.plus(counts.size())), 0.3);
    }

    private static void meanOfAll(ModelBuilder m) {
        Tensor scale = m.sample("scale", HalfNormal.of(1));
        Tensor spread = input(m, "x").times(scale).tanh();
        Tensor centred = spread.minus(spread.mean());
        m.factor("f", centred.square().mean().log().negate());
    }

    @Test
    void noClassIsMadeForAnotherLength() {
        check("regression", LengthsTest::regression, "x", "y");
        check("robustRegression", LengthsTest::robustRegression, "x", "y");
        check("logistic", LengthsTest::logistic, "x", "success");
        check("poissonMixed", LengthsTest::poissonMixed, "x", "count", "group");
        check("hierarchical", LengthsTest::hierarchical, "y", "group");
        check("oneEffectARow", LengthsTest::oneEffectARow, "count");
        check("meanOfAll", LengthsTest::meanOfAll, "x");
    }

    private static void check(String name, Consumer<ModelBuilder> body, String... names) {
        List<String> inputs = List.of(names);
        Model model = Model.of(name, body);
        Model eager = EagerTwin.of(name, body);
        assertThat(model.explain()).as(name).doesNotContain(SHARED);
        EagerTwin.compare(name, model, eager);
        for (int length : OTHERS) {
            Model other = withLength(model, length, inputs);
            assertThat(other.explain()).as("%s of %d rows", name, length).contains(SHARED);
            EagerTwin.compare(name + " of " + length + " rows", other, withLength(eager, length, inputs));
        }
        EagerTwin.compare(name + " again", model, eager);
    }

    /** Two loops, of which now the one, now the other is longer. */
    private static Node twoLoops(Node variable, int first, int second) {
        Tensor scale = Tensor.of(variable).at(0);
        return leaf("first", first)
                .times(scale)
                .tanh()
                .sum()
                .plus(leaf("second", second).times(scale).exp().sum())
                .node();
    }

    private static Tensor leaf(String name, int length) {
        return Tensor.of(Node.leaf(new Data(name), Shape.of(length), numbers(length, length)));
    }

    @Test
    void classesAreCounted() {
        Compiler compiler = new Compiler("counted");
        Node variable = Graphs.variable(1);
        double[] position = {0.7};
        for (int[] lengths : new int[][] {{50, 90}, {90, 50}, {33, 1_000}}) {
            Node node = twoLoops(variable, lengths[0], lengths[1]);
            Program program = compiler.compileWithGradient(List.of(node), variable);
            Map<String, double[]> data =
                    Map.of("first", numbers(lengths[0], lengths[0]), "second", numbers(lengths[1], lengths[1]));
            double[] gradient = Graphs.run(program, position, data).get(1);
            Graphs.assertClose(gradient, Graphs.finiteDifferences(node, position, data), 1e-7, "gradient");
            assertThat(compiler.classCount()).isEqualTo(1);
        }
        Node other = Tensor.of(twoLoops(variable, 50, 90)).exp().node();
        compiler.compileWithGradient(List.of(other), variable);
        assertThat(compiler.classCount()).as("other code is another class").isEqualTo(2);
    }
}
