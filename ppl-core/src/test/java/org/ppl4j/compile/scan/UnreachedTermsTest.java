package org.ppl4j.compile.scan;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.carried.LoopChecks;
import org.ppl4j.compile.emit.Interpreter;
import org.ppl4j.graph.Differentiation;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Sums of exponentials of which all terms vanish: their logarithms are -Infinity, and leave what they depend on alone. */
class UnreachedTermsTest {

    private static final double UNREACHED = Double.NEGATIVE_INFINITY;

    /** Checks value and gradient, as traced and as compiled, against a model without the terms that vanish. */
    private static void check(UnaryOperator<Tensor> model, UnaryOperator<Tensor> without) {
        Node variable = Graphs.variable(LoopChecks.SIZE);
        double[] position = LoopChecks.position();
        Node expectedScalar = without.apply(Tensor.of(variable)).node();
        double[] expectedValue = {Graphs.plain(expectedScalar, position)};
        double[] expectedGradient = Graphs.finiteDifferences(expectedScalar, position);
        Node scalar = model.apply(Tensor.of(variable)).node();
        Node gradient = Differentiation.gradient(scalar, List.of(variable)).get(0);
        List<double[]> traced = Interpreter.evaluate(List.of(scalar, gradient), Map.of("x", position));
        Graphs.assertClose(traced.get(0), expectedValue, 1e-12, "value as traced");
        Graphs.assertClose(traced.get(1), expectedGradient, 1e-6, "gradient as traced");
        for (EnumSet<Optimization> optimizations : List.of(
                EnumSet.allOf(Optimization.class),
                EnumSet.complementOf(EnumSet.of(Optimization.CARRIED_LOOPS)),
                EnumSet.complementOf(EnumSet.of(Optimization.LOGARITHMIC_RECURRENCES)),
                EnumSet.noneOf(Optimization.class))) {
            List<double[]> compiled = compiled(scalar, variable, optimizations);
            Graphs.assertClose(compiled.get(0), expectedValue, 1e-12, optimizations + " value");
            Graphs.assertClose(compiled.get(1), traced.get(1), 1e-12, optimizations + " gradient");
        }
        Node vector = Nodes.broadcast(Nodes.constant(1), Shape.of(LoopChecks.SIZE));
        Node twice = Differentiation.hessianVectorProduct(scalar, variable, vector);
        Node expectedTwice = Differentiation.hessianVectorProduct(expectedScalar, variable, vector);
        Graphs.assertClose(
                Interpreter.evaluate(List.of(twice), Map.of("x", position)).get(0),
                Interpreter.evaluate(List.of(expectedTwice), Map.of("x", position))
                        .get(0),
                1e-10,
                "second derivatives");
    }

    private static List<double[]> compiled(Node scalar, Node variable, EnumSet<Optimization> optimizations) {
        return Graphs.run(
                new Compiler("unreached", optimizations).compileWithGradient(List.of(scalar), variable),
                LoopChecks.position(),
                Map.of());
    }

    /** Rows of one matrix, of which the last has no term that can be reached. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 40})
    void oneRowOfAMatrix(int terms) {
        double[] reached = new double[3 * terms];
        Arrays.fill(reached, 2 * terms, 3 * terms, UNREACHED);
        check(
                q -> q.slice(0, 3 * terms)
                        .plus(Tensor.of(reached))
                        .reshape(3, terms)
                        .logSumExp(1)
                        .times(Tensor.of(1.0, 2, 1))
                        .logSumExp(),
                q -> q.slice(0, 2 * terms)
                        .reshape(2, terms)
                        .logSumExp(1)
                        .times(Tensor.of(1.0, 2))
                        .logSumExp());
    }

    /** Two by two, one after the other. */
    @Test
    void termByTerm() {
        check(
                q -> {
                    Tensor sum = q.at(0).plus(UNREACHED);
                    for (int i = 1; i < 20; i++) {
                        sum = sum.logAddExp(q.at(i).plus(i < 12 ? UNREACHED : 0));
                    }
                    return sum;
                },
                q -> q.slice(12, 20).logSumExp());
    }

    /** A logarithm of probabilities that are exponentials, as somebody might write it: of zero it is stable when compiled. */
    @Test
    void probabilitiesAddedUp() {
        double[] reached = new double[12];
        Arrays.fill(reached, 0, 4, UNREACHED);
        Node variable = Graphs.variable(LoopChecks.SIZE);
        Tensor q = Tensor.of(variable);
        Tensor sums =
                q.slice(0, 12).plus(Tensor.of(reached)).exp().reshape(3, 4).sum(1);
        List<double[]> compiled = compiled(sums.log().logSumExp().node(), variable, EnumSet.allOf(Optimization.class));
        Node expected = q.slice(4, 12).logSumExp().node();
        double[] position = LoopChecks.position();
        Graphs.assertClose(compiled.get(0), new double[] {Graphs.plain(expected, position)}, 1e-12, "value");
        Graphs.assertClose(compiled.get(1), Graphs.finiteDifferences(expected, position), 1e-6, "gradient");
    }

    /** States of a loop that can only be reached one after the other, in scalars. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 5, 6})
    void statesOneAfterTheOther(int states) {
        int steps = 30;
        check(q -> path(q, states, steps, UNREACHED), q -> path(q, states, steps, -2000));
    }

    private static Tensor path(Tensor q, int states, int steps, double unreached) {
        Tensor[] before = new Tensor[states];
        for (int k = 0; k < states; k++) {
            before[k] = q.at(k).plus(k == 0 ? 0 : unreached);
        }
        for (int t = 0; t < steps; t++) {
            Tensor[] after = new Tensor[states];
            for (int k = 0; k < states; k++) {
                Tensor sum = before[0].plus(q.at(10 + k)).plus(k > 1 ? unreached : 0);
                for (int i = 1; i < states; i++) {
                    boolean isNext = k == i || k == i + 1;
                    sum = sum.logAddExp(
                            before[i].plus(q.at(20 + i * states + k)).plus(isNext ? 0 : unreached));
                }
                after[k] = sum.plus(q.at(100 + t).times(k));
            }
            before = after;
        }
        return Tensor.stack(before).logSumExp();
    }
}
