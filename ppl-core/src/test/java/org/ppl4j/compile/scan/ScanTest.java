package org.ppl4j.compile.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Program;
import org.ppl4j.compile.emit.Interpreter;
import org.ppl4j.graph.Differentiation;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Time series written as scans, against plain Java loops, the same loops unrolled, and finite differences. */
class ScanTest {

    private static final int STEPS = 60;

    private final double[] x = new SplittableRandom(1).doubles(STEPS, -1, 1).toArray();
    private final double[] y = new SplittableRandom(2).doubles(STEPS, -1, 1).toArray();
    private final double[] position =
            new SplittableRandom(3).doubles(80, -0.6, 0.6).toArray();

    /** Checks a model's value against a plain Java loop, and its gradient against finite differences of that loop. */
    private List<double[]> check(Function<Tensor, Tensor> model, ToDoubleFunction<double[]> plain) {
        Node variable = Graphs.variable(position.length);
        Node scalar = model.apply(Tensor.of(variable)).node();
        Program program = new Compiler("scan").compileWithGradient(List.of(scalar), variable);
        List<double[]> results = Graphs.run(program, position, Map.of());
        Graphs.assertClose(results.get(0), new double[] {plain.applyAsDouble(position)}, 1e-12, "value");
        Graphs.assertClose(results.get(1), finiteDifferences(plain, position), 1e-7, "gradient");
        Node derivative = Differentiation.gradient(scalar, List.of(variable)).get(0);
        double[] interpreted =
                Interpreter.evaluate(List.of(derivative), Map.of("x", position)).get(0);
        Graphs.assertClose(results.get(1), interpreted, 1e-11, "gradient without passes");
        return results;
    }

    private static double[] finiteDifferences(ToDoubleFunction<double[]> plain, double[] position) {
        double[] result = new double[position.length];
        for (int i = 0; i < result.length; i++) {
            double[] moved = position.clone();
            moved[i] = position[i] + 1e-5;
            double above = plain.applyAsDouble(moved);
            moved[i] = position[i] - 1e-5;
            result[i] = (above - plain.applyAsDouble(moved)) / 2e-5;
        }
        return result;
    }

    private static double square(double value) {
        return value * value;
    }

    @Test
    void autoregression() {
        check(
                q -> {
                    Tensor h = Tensor.scan(
                            q.at(0),
                            Tensor.of(x),
                            (before, input) -> before.times(q.at(1))
                                    .plus(input.times(q.at(2)))
                                    .plus(q.at(3)));
                    return h.minus(Tensor.of(y)).square().sum();
                },
                q -> {
                    double h = q[0];
                    double sum = 0;
                    for (int t = 0; t < STEPS; t++) {
                        h = h * q[1] + x[t] * q[2] + q[3];
                        sum += square(h - y[t]);
                    }
                    return sum;
                });
    }

    @Test
    void autoregressionOfSecondOrder() {
        check(
                q -> {
                    Tensor states = Tensor.scan(q.slice(0, 2), q.slice(10, 10 + STEPS), (before, shock) -> {
                        Tensor next = before.at(0)
                                .times(q.at(2))
                                .plus(before.at(1).times(q.at(3)))
                                .plus(shock);
                        return Tensor.stack(next, before.at(0));
                    });
                    return states.column(0).minus(Tensor.of(y)).square().sum();
                },
                q -> {
                    double last = q[0];
                    double beforeLast = q[1];
                    double sum = 0;
                    for (int t = 0; t < STEPS; t++) {
                        double next = last * q[2] + beforeLast * q[3] + q[10 + t];
                        beforeLast = last;
                        last = next;
                        sum += square(next - y[t]);
                    }
                    return sum;
                });
    }

    @Test
    void garch() {
        check(
                q -> {
                    Tensor omega = q.at(0).exp();
                    Tensor alpha = q.at(1).sigmoid();
                    Tensor beta = q.at(2).sigmoid();
                    Tensor variance = Tensor.scan(
                            omega,
                            Tensor.of(y),
                            (before, value) -> omega.plus(
                                            alpha.times(value.minus(q.at(3)).square()))
                                    .plus(beta.times(before)));
                    return Tensor.of(x)
                            .square()
                            .dividedBy(variance)
                            .plus(variance.log())
                            .sum();
                },
                q -> {
                    double omega = Math.exp(q[0]);
                    double alpha = 1 / (1 + Math.exp(-q[1]));
                    double beta = 1 / (1 + Math.exp(-q[2]));
                    double variance = omega;
                    double sum = 0;
                    for (int t = 0; t < STEPS; t++) {
                        variance = omega + alpha * square(y[t] - q[3]) + beta * variance;
                        sum += square(x[t]) / variance + Math.log(variance);
                    }
                    return sum;
                });
    }

    @Test
    void stochasticVolatility() {
        check(
                q -> {
                    Tensor mu = q.at(0);
                    Tensor phi = q.at(1).tanh();
                    Tensor sigma = q.at(2).exp();
                    Tensor z = q.slice(10, 10 + STEPS);
                    Tensor first = mu.plus(
                            sigma.dividedBy(phi.square().negate().plus(1).sqrt())
                                    .times(z.at(0)));
                    Tensor rest = Tensor.scan(
                            first,
                            z.slice(1, STEPS),
                            (before, shock) ->
                                    mu.plus(phi.times(before.minus(mu))).plus(sigma.times(shock)));
                    Tensor h = Tensor.concatenate(first, rest);
                    return Tensor.of(y)
                            .square()
                            .times(h.negate().exp())
                            .plus(h)
                            .sum()
                            .times(-0.5);
                },
                q -> {
                    double phi = Math.tanh(q[1]);
                    double sigma = Math.exp(q[2]);
                    double h = q[0] + sigma / Math.sqrt(1 - phi * phi) * q[10];
                    double sum = square(y[0]) * Math.exp(-h) + h;
                    for (int t = 1; t < STEPS; t++) {
                        h = q[0] + phi * (h - q[0]) + sigma * q[10 + t];
                        sum += square(y[t]) * Math.exp(-h) + h;
                    }
                    return -0.5 * sum;
                });
    }

    @Test
    void hiddenMarkovModel() {
        int states = 3;
        check(
                q -> {
                    Tensor transitions =
                            q.slice(0, states * states).reshape(states, states).logSoftmax();
                    Tensor means = q.slice(9, 9 + states);
                    Tensor initial = Tensor.of(y[0]).minus(means).square().times(-0.5);
                    Tensor forward = Tensor.scan(
                            initial,
                            Tensor.of(y).slice(1, STEPS),
                            (before, value) -> before.insertAxis(1)
                                    .plus(transitions)
                                    .logSumExp(0)
                                    .plus(value.minus(means).square().times(-0.5)));
                    return forward.at(STEPS - 2).logSumExp();
                },
                q -> {
                    double[][] transitions = new double[states][states];
                    for (int i = 0; i < states; i++) {
                        double total = 0;
                        for (int j = 0; j < states; j++) {
                            total += Math.exp(q[i * states + j]);
                        }
                        for (int j = 0; j < states; j++) {
                            transitions[i][j] = Math.exp(q[i * states + j]) / total;
                        }
                    }
                    double[] alpha = new double[states];
                    for (int k = 0; k < states; k++) {
                        alpha[k] = Math.exp(-0.5 * square(y[0] - q[9 + k]));
                    }
                    double logLikelihood = 0;
                    for (int t = 1; t < STEPS; t++) {
                        double[] next = new double[states];
                        double total = 0;
                        for (int j = 0; j < states; j++) {
                            for (int i = 0; i < states; i++) {
                                next[j] += alpha[i] * transitions[i][j];
                            }
                            next[j] *= Math.exp(-0.5 * square(y[t] - q[9 + j]));
                            total += next[j];
                        }
                        logLikelihood += Math.log(total);
                        for (int j = 0; j < states; j++) {
                            alpha[j] = next[j] / total;
                        }
                    }
                    return logLikelihood;
                });
    }

    /** A local linear trend, with one observed number a step. */
    @Test
    void kalmanFilter() {
        check(
                q -> {
                    Tensor transition = Tensor.of(new double[][] {{1, 1}, {0, 1}});
                    Tensor noise = q.slice(0, 2).exp().toDiagonalMatrix();
                    Tensor variance = q.at(2).exp();
                    List<Tensor> filtered = Tensor.scan(
                            List.of(q.slice(3, 5), Tensor.identity(2), Tensor.of(0)),
                            List.of(Tensor.of(y)),
                            (carries, elements) -> {
                                Tensor mean = transition.dot(carries.get(0));
                                Tensor covariance = transition
                                        .dot(carries.get(1))
                                        .dot(transition.transpose())
                                        .plus(noise);
                                Tensor total = covariance.at(0, 0).plus(variance);
                                Tensor error = elements.get(0).minus(mean.at(0));
                                Tensor gain = covariance.column(0).dividedBy(total);
                                Tensor gone = gain.insertAxis(1)
                                        .times(covariance.row(0).insertAxis(0));
                                return List.of(
                                        mean.plus(gain.times(error)),
                                        covariance.minus(gone),
                                        carries.get(2)
                                                .minus(total.log())
                                                .minus(error.square().dividedBy(total)));
                            });
                    return filtered.get(2).at(STEPS - 1).plus(filtered.get(0).at(STEPS - 1, 1));
                },
                q -> {
                    double m0 = q[3];
                    double m1 = q[4];
                    double p00 = 1;
                    double p01 = 0;
                    double p11 = 1;
                    double sum = 0;
                    for (int t = 0; t < STEPS; t++) {
                        double a0 = m0 + m1;
                        double c00 = p00 + 2 * p01 + p11 + Math.exp(q[0]);
                        double c01 = p01 + p11;
                        double c11 = p11 + Math.exp(q[1]);
                        double total = c00 + Math.exp(q[2]);
                        double error = y[t] - a0;
                        m0 = a0 + c00 / total * error;
                        m1 = m1 + c01 / total * error;
                        p00 = c00 - c00 * c00 / total;
                        p01 = c01 - c00 * c01 / total;
                        p11 = c11 - c01 * c01 / total;
                        sum -= Math.log(total) + error * error / total;
                    }
                    return sum + m1;
                });
    }

    @Test
    void aMatrixIsCarried() {
        check(
                q -> {
                    Tensor factor = q.slice(0, 9).reshape(3, 3);
                    Tensor states = Tensor.scan(
                            Tensor.identity(3),
                            5,
                            (before, t) -> factor.dot(before).plus(t.times(0.1)).tanh());
                    return states.sum();
                },
                q -> {
                    double[][] state = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
                    double sum = 0;
                    for (int t = 0; t < 5; t++) {
                        double[][] next = new double[3][3];
                        for (int i = 0; i < 3; i++) {
                            for (int j = 0; j < 3; j++) {
                                for (int k = 0; k < 3; k++) {
                                    next[i][j] += q[3 * i + k] * state[k][j];
                                }
                                next[i][j] = Math.tanh(next[i][j] + 0.1 * t);
                                sum += next[i][j];
                            }
                        }
                        state = next;
                    }
                    return sum;
                });
    }

    @Test
    void aLargeVectorIsCarried() {
        check(
                q -> {
                    Tensor wide = q.take(Shape.of(60, 60), Indices.of(indices(3_600)));
                    Tensor states = Tensor.scan(
                            q.slice(0, 60),
                            q.slice(0, 12),
                            (before, input) ->
                                    wide.dot(before).times(0.2).plus(input).tanh());
                    return states.square().sum();
                },
                q -> {
                    int[] indices = indices(3_600);
                    double[] state = Arrays.copyOf(q, 60);
                    double sum = 0;
                    for (int t = 0; t < 12; t++) {
                        double[] next = new double[60];
                        for (int i = 0; i < 60; i++) {
                            for (int j = 0; j < 60; j++) {
                                next[i] += q[indices[60 * i + j]] * state[j];
                            }
                            next[i] = Math.tanh(0.2 * next[i] + q[t]);
                            sum += square(next[i]);
                        }
                        state = next;
                    }
                    return sum;
                });
    }

    private static int[] indices(int count) {
        return new SplittableRandom(5).ints(count, 0, 80).toArray();
    }

    @Test
    void aScanInTheBodyOfAScan() {
        check(
                q -> {
                    Tensor outer = Tensor.scan(q.at(0), q.slice(10, 18), (before, input) -> {
                        Tensor inner = Tensor.scan(
                                before,
                                q.slice(20, 25),
                                (state, shock) -> state.times(q.at(1))
                                        .plus(shock.times(input))
                                        .plus(before.times(0.1))
                                        .sin());
                        return inner.at(4).plus(inner.at(1));
                    });
                    return outer.square().sum();
                },
                q -> {
                    double outer = q[0];
                    double sum = 0;
                    for (int t = 0; t < 8; t++) {
                        double state = outer;
                        double second = 0;
                        for (int s = 0; s < 5; s++) {
                            state = Math.sin(state * q[1] + q[20 + s] * q[10 + t] + 0.1 * outer);
                            second = s == 1 ? state : second;
                        }
                        outer = state + second;
                        sum += outer * outer;
                    }
                    return sum;
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 8, 33, 60})
    void aScanIsTheUnrolledLoop(int steps) {
        Node variable = Graphs.variable(position.length);
        Tensor q = Tensor.of(variable);
        Tensor inputs = q.slice(4, 4 + steps);
        Tensor scanned = Tensor.scan(q.slice(0, 2), inputs, (before, input) -> step(q, before, input));
        List<Tensor> states = new ArrayList<>();
        Tensor state = q.slice(0, 2);
        for (int t = 0; t < steps; t++) {
            state = step(q, state, inputs.at(t));
            states.add(state);
        }
        Tensor last = steps == 0 ? q.slice(0, 2) : scanned.at(steps - 1);
        Tensor scanTotal = scanned.square().sum().plus(last.sum());
        Tensor loopTotal = states.stream().map(each -> each.square().sum()).reduce(state.sum(), Tensor::plus);
        List<double[]> results = Graphs.run(
                new Compiler("scan").compileWithGradient(List.of(scanTotal.node()), variable), position, Map.of());
        double[] value = {Graphs.plain(loopTotal.node(), position)};
        Graphs.assertClose(results.get(0), value, 1e-12, "value");
        Node derivative =
                Differentiation.gradient(loopTotal.node(), List.of(variable)).get(0);
        double[] gradient =
                Interpreter.evaluate(List.of(derivative), Map.of("x", position)).get(0);
        Graphs.assertClose(results.get(1), gradient, 1e-12, "gradient");
    }

    private static Tensor step(Tensor q, Tensor before, Tensor input) {
        return before.times(q.at(2)).plus(input).tanh().plus(before.sum().times(q.at(3)));
    }

    @Test
    void aScanCanBeDifferentiatedTwice() {
        Node variable = Graphs.variable(6);
        Tensor q = Tensor.of(variable);
        Tensor states = Tensor.scan(
                q.at(0),
                q.slice(2, 6),
                (before, input) -> before.times(q.at(1)).plus(input).sin());
        Node scalar = states.square().sum().node();
        Node first = Differentiation.gradient(scalar, List.of(variable)).get(0);
        double[] weights = {0.3, -1, 0.7, 0.2, 1.1, -0.4};
        Node weighted = Tensor.of(first).times(Tensor.of(weights)).sum().node();
        double[] at = Arrays.copyOf(position, 6);
        List<double[]> results =
                Graphs.run(new Compiler("twice").compileWithGradient(List.of(weighted), variable), at, Map.of());
        Graphs.assertClose(results.get(1), Graphs.finiteDifferences(weighted, at), 1e-7, "second derivative");
    }

    @Test
    void equalScansAreDoneOnceAndOtherDataIsTheSameProgram() {
        Compiler compiler = new Compiler("scans");
        Node variable = Graphs.variable(8);
        Program program = compiler.compile(List.of(squares(variable), squares(variable)), variable);
        assertThat(Graphs.outputs(program).get(0))
                .isSameAs(Graphs.outputs(program).get(1));
        Node other = Graphs.variable(8);
        assertThat(compiler.compile(List.of(squares(other), squares(other)), other))
                .isSameAs(program);
    }

    private static Node squares(Node variable) {
        Tensor q = Tensor.of(variable);
        return Tensor.scan(q.at(0), q, (before, input) -> before.times(q.at(1)).plus(input))
                .square()
                .sum()
                .node();
    }
}
