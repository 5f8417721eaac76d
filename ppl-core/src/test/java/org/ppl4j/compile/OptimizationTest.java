package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ppl4j.graph.Node;
import org.ppl4j.tensor.Tensor;

class OptimizationTest {

    @AfterEach
    void clear() {
        System.clearProperty(Optimization.PROPERTY);
    }

    @Test
    void allAreChosenUnlessToldOtherwise() {
        assertThat(Optimization.chosen()).isEqualTo(EnumSet.allOf(Optimization.class));
    }

    @Test
    void thePropertyLeavesSomeOut() {
        System.setProperty(Optimization.PROPERTY, "unbundling, multiply-add");
        assertThat(Optimization.chosen())
                .isEqualTo(EnumSet.complementOf(EnumSet.of(Optimization.UNBUNDLING, Optimization.MULTIPLY_ADD)));
    }

    @Test
    void whatIsLeftOutIsNotDone() {
        Node variable = Graphs.variable(3);
        Node scalar = Tensor.of(variable).sigmoid().log().sum().node();
        double[] low = {-800, -800, -800};
        assertThat(logSigmoid(scalar, variable, new Compiler("with"), low)).isEqualTo(-2400);
        System.setProperty(Optimization.PROPERTY, "stability");
        assertThat(logSigmoid(scalar, variable, new Compiler("without"), low)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    private static double logSigmoid(Node scalar, Node variable, Compiler compiler, double[] position) {
        return Graphs.run(compiler.compile(List.of(scalar), variable), position, java.util.Map.of())
                .get(0)[0];
    }

    @Test
    void anUnknownNameIsRefused() {
        System.setProperty(Optimization.PROPERTY, "unrolling");
        assertThatThrownBy(() -> new Compiler("refused"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The system property ppl4j.without names an optimisation that does not exist,"
                        + " \"unrolling\". There are: carried-loops, rerolling, structure, ")
                .hasMessageEndingWith(".");
    }
}
