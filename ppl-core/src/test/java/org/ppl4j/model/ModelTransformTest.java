package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.ppl4j.model.Densities.normal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ppl4j.density.ComponentDensity.Components;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.DifferentiableFunction;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Models made from others: conditioned, deconditioned, fixed, on other data. */
class ModelTransformTest {

    private static final Model MODEL = Model.of("chain", m -> {
        Tensor a = m.sample("a", Normal.of(0, 1));
        Tensor b = m.sample("b", Normal.of(a, 2));
        m.deterministic("both", a.plus(b));
        m.observe("y", Normal.of(b, 3), 1, 2);
    });

    @Test
    void conditioningMovesATermIntoTheLikelihood() {
        Model conditioned = MODEL.condition(Map.of("a", 0.5));
        assertThat(names(conditioned)).containsExactly("b");
        assertThat(conditioned.density().recorded())
                .extracting(ModelDensity.Recorded::name)
                .containsExactly("b", "both");
        Components components = conditioned.density().components(new double[] {1.5});
        assertThat(components.logPrior()).isCloseTo(normal(1.5, 0.5, 2), within(1e-12));
        assertThat(components.logLikelihood())
                .isCloseTo(normal(0.5, 0, 1) + normal(1, 1.5, 3) + normal(2, 1.5, 3), within(1e-12));
        assertThat(conditioned.logDensity(Map.of("b", 1.5)))
                .isCloseTo(MODEL.logDensity(Map.of("a", 0.5, "b", 1.5)), within(1e-12));
        assertThat(names(MODEL)).containsExactly("a", "b");
    }

    @Test
    void fixingDropsATerm() {
        Model fixed = MODEL.fix(Map.of("a", 0.5));
        assertThat(names(fixed)).containsExactly("b");
        Components components = fixed.density().components(new double[] {1.5});
        assertThat(components.logPrior()).isCloseTo(normal(1.5, 0.5, 2), within(1e-12));
        assertThat(components.logLikelihood()).isCloseTo(normal(1, 1.5, 3) + normal(2, 1.5, 3), within(1e-12));
    }

    @Test
    void deconditioningSamplesWhatWasObserved() {
        Model joint = MODEL.decondition("y");
        assertThat(joint.density().sampledSites())
                .containsExactly(
                        new ModelDensity.SampledSite("a", 0, 1, false),
                        new ModelDensity.SampledSite("b", 1, 1, false),
                        new ModelDensity.SampledSite("y", 2, 2, false));
        Components components = joint.density().components(new double[] {0.5, 1.5, 4, 5});
        assertThat(components.logPrior())
                .isCloseTo(
                        normal(0.5, 0, 1) + normal(1.5, 0.5, 2) + normal(4, 1.5, 3) + normal(5, 1.5, 3), within(1e-12));
        assertThat(components.logLikelihood()).isZero();
    }

    @Test
    void changesAreMadeOneAfterTheOther() {
        Model other = MODEL.decondition("y").condition(Map.of("y", new double[] {4, 5}));
        assertThat(other.logLikelihood(Map.of("a", 0.5, "b", 1.5)))
                .isCloseTo(normal(4, 1.5, 3) + normal(5, 1.5, 3), within(1e-12));
        Model back = MODEL.condition(Map.of("a", 0.5)).decondition("a");
        assertThat(names(back)).containsExactly("a", "b");
        assertThat(back.density().logDensity(new double[] {-1, 2}))
                .isCloseTo(MODEL.density().logDensity(new double[] {-1, 2}), within(1e-12));
        Model later = MODEL.condition(Map.of("a", 0.5)).condition(Map.of("a", -2));
        assertThat(later.logDensity(Map.of("b", 1.5)))
                .isCloseTo(MODEL.logDensity(Map.of("a", -2, "b", 1.5)), within(1e-12));
        Model replaced = MODEL.condition(Map.of("y", new int[] {7}));
        assertThat(replaced.logLikelihood(Map.of("a", 0.5, "b", 1.5))).isCloseTo(normal(7, 1.5, 3), within(1e-12));
    }

    @Test
    void valuesOfAllForms() {
        Model model = Model.of("forms", m -> {
            m.sample("scalar", Normal.of(0, 1));
            m.sample("vector", Normal.of(0, 1).iid(2));
            m.sample("matrix", Normal.of(0, 1).iid(1, 2));
        });
        double expected = 5 * normal(1, 0, 1);
        assertThat(model.logDensity(Map.of("scalar", 1, "vector", new int[] {1, 1}, "matrix", new double[][] {{1, 1}})))
                .isCloseTo(expected, within(1e-12));
        assertThat(model.logDensity(
                        Map.of("scalar", true, "vector", new double[] {1, 1}, "matrix", Tensor.of(1.0, 1.0))))
                .isCloseTo(expected, within(1e-12));
        assertThat(model.condition(Map.of("scalar", 1L, "vector", Tensor.of(1, 1)))
                        .logDensity(Map.of("matrix", Tensor.filled(1, 1, 2))))
                .isCloseTo(expected, within(1e-12));
    }

    /** The identity; notes which generated classes call it. */
    private static final class Witness implements DifferentiableFunction {

        private final List<Class<?>> callers = new ArrayList<>();

        @Override
        public String name() {
            return "witness";
        }

        @Override
        public Shape outputShape(List<Shape> inputs) {
            return inputs.get(0);
        }

        @Override
        public void evaluate(double[][] inputs, List<Shape> inputShapes, double[] output) {
            System.arraycopy(inputs[0], 0, output, 0, output.length);
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                    .walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                            .filter(type -> type.getName().startsWith("org.ppl4j.generated."))
                            .findFirst())
                    .ifPresent(callers::add);
        }

        @Override
        public void vectorJacobianProduct(
                double[][] inputs, List<Shape> inputShapes, double[] outputAdjoint, double[][] inputAdjoints) {
            System.arraycopy(outputAdjoint, 0, inputAdjoints[0], 0, outputAdjoint.length);
        }
    }

    @Test
    void otherDataRunTheSameClass() {
        Witness witness = new Witness();
        Model model = Model.of("witnessed", m -> {
            Tensor x = m.data("x", 1, 2, 3);
            Tensor b = m.sample("b", Normal.of(0, 1));
            m.observe("y", Normal.of(x.timesElementwise(Tensor.call(witness, b)), 1), m.data("ys", 1, 0, 1));
        });
        Model other = model.withData("x", new double[] {-1, 5, 0.5}).withData("ys", new double[] {2, 3, 4});
        Model longer = model.withData("x", new double[] {1, 2, 3, 4}).withData("ys", new double[] {2, 3, 4, 5});
        double[] position = {0.75};
        assertThat(model.density().logDensityAndGradient(position, new double[1]))
                .isCloseTo(
                        normal(0.75, 0, 1) + normal(1, 0.75, 1) + normal(0, 1.5, 1) + normal(1, 2.25, 1),
                        within(1e-12));
        double[] gradient = new double[1];
        assertThat(other.density().logDensityAndGradient(position, gradient))
                .isCloseTo(
                        normal(0.75, 0, 1) + normal(2, -0.75, 1) + normal(3, 3.75, 1) + normal(4, 0.375, 1),
                        within(1e-12));
        assertThat(gradient[0]).isCloseTo(-0.75 - 2.75 - 5 * 0.75 + 0.5 * 3.625, within(1e-12));
        assertThat(longer.density().logDensityAndGradient(position, gradient))
                .isCloseTo(
                        normal(0.75, 0, 1)
                                + normal(2, 0.75, 1)
                                + normal(3, 1.5, 1)
                                + normal(4, 2.25, 1)
                                + normal(5, 3, 1),
                        within(1e-12));
        assertThat(witness.callers).hasSize(3);
        assertThat(witness.callers.get(0)).isSameAs(witness.callers.get(1)).isSameAs(witness.callers.get(2));
    }

    @Test
    void theLastDataCount() {
        Model model = Model.of("rebound", m -> {
            Tensor x = m.data("x", new double[][] {{1, 2}, {3, 4}});
            m.observe("y", Normal.of(0, 1), x);
        });
        Model twice = model.withData("x", 7).withData("x", new double[] {1, 2});
        assertThat(twice.logDensity(Map.of())).isCloseTo(normal(1, 0, 1) + normal(2, 0, 1), within(1e-12));
        assertThat(twice.density().logDensity(new double[0])).isEqualTo(twice.logDensity(Map.of()));
    }

    @Test
    void codeMayReadItsData() {
        Model model = Model.of("reading", m -> {
            Tensor x = m.data("x", 1, 2);
            Tensor mu = m.sample("mu", Normal.of(0, 1));
            for (int i = 0; i < x.size(); i++) {
                if (x.at(i).doubleValue() > 1) {
                    m.observe("y" + i, Normal.of(mu, 1), x.at(i).doubleValue());
                }
            }
        });
        assertThat(model.density().isDynamic()).isFalse();
        assertThat(model.density().logDensity(new double[] {0}))
                .isCloseTo(normal(0, 0, 1) + normal(2, 0, 1), within(1e-12));
        assertThat(model.withData("x", new double[] {3, 4}).density().logDensity(new double[] {0}))
                .isCloseTo(normal(0, 0, 1) + normal(3, 0, 1) + normal(4, 0, 1), within(1e-12));
    }

    private static List<String> names(Model model) {
        return model.density().sampledSites().stream()
                .map(ModelDensity.SampledSite::name)
                .toList();
    }

    @Test
    void dataOfNoElementsAddNothingToALogarithmOfASum() {
        Model model = Model.of("logarithm", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            Tensor terms = m.data("shifts", 1, 2, 3).plus(x.times(2)).logSumExp();
            m.factor("f", terms.logAddExp(x.times(3)));
        });
        double[] gradient = new double[1];
        double[] position = {0.5};
        double prior = -0.5 * Math.log(2 * Math.PI) - 0.125;
        double some = Math.exp(2) + Math.exp(3) + Math.exp(4);
        double all = some + Math.exp(1.5);
        assertThat(model.density().logDensityAndGradient(position, gradient))
                .isCloseTo(prior + Math.log(all), within(1e-12));
        assertThat(gradient[0]).isCloseTo(-0.5 + (2 * some + 3 * Math.exp(1.5)) / all, within(1e-12));
        ModelDensity none = model.withData("shifts", new double[0]).density();
        assertThat(none.logDensity(position)).isCloseTo(prior + 1.5, within(1e-12));
        assertThat(none.logDensityAndGradient(position, gradient)).isCloseTo(prior + 1.5, within(1e-12));
        assertThat(gradient[0]).isCloseTo(-0.5 + 3, within(1e-12));
    }

    @Test
    void aLogarithmOfAnEmptySumIsMinusInfinityWithoutASlope() {
        Model model = Model.of("logarithm", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            m.factor("f", m.data("shifts", 1, 2, 3).plus(x.times(2)).logSumExp());
        });
        ModelDensity none = model.withData("shifts", new double[0]).density();
        double[] gradient = new double[1];
        assertThat(none.logDensityAndGradient(new double[] {0.5}, gradient)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(gradient).containsExactly(-0.5);
        assertThat(none.logDensity(new double[] {0.5})).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(model.withData("shifts", new double[0]).logDensity(Map.of("x", 0.5)))
                .isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
