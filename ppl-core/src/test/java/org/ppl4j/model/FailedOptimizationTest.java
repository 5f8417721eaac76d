package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.CompilerWarnings;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.Code;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.UnaryOp;
import org.ppl4j.tensor.Tensor;

/** Where an optimisation fails, a model is compiled as it was traced, and says so. */
class FailedOptimizationTest {

    /** A negative that has a derivative at every second attempt, or can be compared at all but the first. */
    private record Fragile(AtomicInteger attempts, boolean inComparison) implements UnaryOp {

        @Override
        public boolean equals(Object other) {
            if (inComparison && attempts.getAndIncrement() == 0) {
                throw new IllegalStateException("an error of the compiler");
            }
            return other instanceof Fragile;
        }

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public double apply(double x) {
            return -x;
        }

        @Override
        public void emit(Code code) {
            code.negate();
        }

        @Override
        public Node derivative(Node x, Node y) {
            if (!inComparison && attempts.getAndIncrement() % 2 == 0) {
                throw new IllegalStateException("an error of the compiler");
            }
            return Nodes.constant(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theModelIsCompiledAsItWasTraced(boolean whileItIsRolled) {
        AtomicInteger attempts = new AtomicInteger();
        try (CompilerWarnings warnings = new CompilerWarnings()) {
            Model model = Model.of("fragile", m -> {
                Tensor slope = m.sample("slope", Normal.of(0, 1));
                for (int i = 0; i < 20; i++) {
                    Tensor negative = Tensor.of(Node.of(
                            new Fragile(attempts, whileItIsRolled),
                            slope.times(i).node()));
                    m.factor("term[" + i + "]", negative);
                }
            });
            double[] gradient = new double[1];
            double expected = -0.5 * Math.log(2 * Math.PI) - 0.125 - 0.5 * 190;
            assertThat(model.density().logDensityAndGradient(new double[] {0.5}, gradient))
                    .isCloseTo(expected, within(1e-12));
            assertThat(gradient[0]).isCloseTo(-190.5, within(1e-12));
            assertThat(model.density().logDensity(new double[] {0.5})).isCloseTo(expected, within(1e-12));
            assertThat(model.explain())
                    .contains(
                            "compiled as it was traced, as an optimisation failed: java.lang.IllegalStateException: an"
                                    + " error of the compiler");
            assertThat(warnings.records()).isNotEmpty();
            assertThat(warnings.records().get(0).getMessage())
                    .isEqualTo(
                            "An optimisation failed on the model \"fragile\", which is an error of PPL4J's, and none of"
                                    + " the model's. The model is compiled as it was traced: it gives the same, but is slower. Please"
                                    + " report this. Once you know which optimisation it is, leave that one alone out with"
                                    + " -Dppl4j.without=...");
            assertThat(warnings.records().get(0).getThrown()).hasMessage("an error of the compiler");
        }
    }
}
