package org.ppl4j.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.LogNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.Origin;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.tensor.SourceLine;
import org.ppl4j.tensor.Tensor;

class DifferentialEquationTest {

    private static final DifferentialEquation DECAY =
            DifferentialEquation.of((time, state, rate) -> state.times(rate).negate());

    private static final DifferentialEquation PREDATORS = DifferentialEquation.of((time, state, p) -> {
        Tensor prey = state.at(0);
        Tensor predators = state.at(1);
        return Tensor.stack(
                prey.times(p.at(0).minus(p.at(1).times(predators))),
                predators.times(p.at(3).times(prey).minus(p.at(2))));
    });

    private static final Tensor NONE = Tensor.of(new double[0]);

    @Test
    void decayIsExponential() {
        double[] times = {0, 0.5, 0.5, 3};
        Tensor solution = DECAY.solve(Tensor.of(5), 0, times, Tensor.of(0.7));
        assertThat(solution.shape().toString()).isEqualTo("[4×1]");
        double[] expected =
                Arrays.stream(times).map(t -> 5 * Math.exp(-0.7 * t)).toArray();
        assertThat(solution.toArray()).containsExactly(expected, within(1e-8));
    }

    @Test
    void timeIsTheFirstArgument() {
        DifferentialEquation swing =
                DifferentialEquation.of((time, state, nothing) -> time.cos().reshape(1));
        double[] times = {1.5, 2, 7};
        double[] expected =
                Arrays.stream(times).map(t -> Math.sin(t) - Math.sin(1)).toArray();
        assertThat(swing.solve(Tensor.of(0), 1, times, NONE).toArray()).containsExactly(expected, within(1e-8));
    }

    @Test
    void anOscillatorOfTwoStates() {
        DifferentialEquation spring = DifferentialEquation.of((time, state, stiffness) ->
                Tensor.stack(state.at(1), state.at(0).times(stiffness.at(0)).negate()));
        double[] times = {0.3, 10, 20};
        double[] solution =
                spring.solve(Tensor.of(1, 0), 0, times, Tensor.of(4)).toArray();
        for (int i = 0; i < times.length; i++) {
            assertThat(solution[2 * i]).isCloseTo(Math.cos(2 * times[i]), within(1e-6));
            assertThat(solution[2 * i + 1]).isCloseTo(-2 * Math.sin(2 * times[i]), within(1e-6));
        }
    }

    @Test
    void toleranceIsTheErrorOrderOfMagnitude() {
        double exact = 5 * Math.exp(-0.7 * 30);
        double loose = Math.abs(DECAY.withTolerances(1e-3, 1e-3)
                        .solve(Tensor.of(5), 0, new double[] {30}, Tensor.of(0.7))
                        .toArray()[0]
                - exact);
        double tight = Math.abs(DECAY.withTolerances(1e-12, 1e-12)
                        .solve(Tensor.of(5), 0, new double[] {30}, Tensor.of(0.7))
                        .toArray()[0]
                - exact);
        assertThat(tight).isLessThan(1e-12);
        assertThat(loose).isBetween(1e-9, 1e-2);
    }

    /** Of the initial state, the rate and the time, whose derivatives are known. */
    @Test
    void derivativesOfTheDecayAreExact() {
        Model model = Model.of("decay", m -> {
            Tensor initial = m.sample("initial", Normal.of(0, 1));
            Tensor rate = m.sample("rate", Normal.of(0, 1));
            Tensor time = m.sample("time", LogNormal.of(0, 1));
            m.factor("left", DECAY.solve(initial, 0, time, rate).sum());
        });
        double[] position = {2, 0.4, Math.log(1.5)};
        double[] gradient = new double[3];
        model.density().logDensityAndGradient(position, gradient);
        double left = Math.exp(-0.4 * 1.5);
        // Normal priors have slope −x; so has the logarithm of a log-normal time.
        assertThat(gradient[0]).isCloseTo(left - 2, within(1e-7));
        assertThat(gradient[1]).isCloseTo(-1.5 * 2 * left - 0.4, within(1e-7));
        assertThat(gradient[2]).isCloseTo(-0.4 * 2 * left * 1.5 - Math.log(1.5), within(1e-7));
    }

    private static Model predators() {
        double[] times = IntStream.rangeClosed(1, 12).asDoubleStream().toArray();
        double[][] counts = new double[12][2];
        for (int i = 0; i < 12; i++) {
            counts[i][0] = 30 + 20 * Math.cos(0.6 * i);
            counts[i][1] = 20 + 15 * Math.sin(0.6 * i);
        }
        return Model.of("predators", m -> {
            Tensor p = m.sample("p", LogNormal.of(-1, 0.5).iid(4));
            Tensor initial = m.sample("initial", LogNormal.of(3, 1).iid(2));
            Tensor sigma = m.sample("sigma", HalfNormal.of(1));
            Tensor scaled = p.timesElementwise(Tensor.of(1, 0.05, 1, 0.05));
            Tensor solution = PREDATORS.solve(initial, 0, times, scaled);
            m.observe("counts", LogNormal.of(solution.log(), sigma), Tensor.of(counts));
        });
    }

    @Test
    void theGradientIsTheSlope() {
        ModelDensity density = predators().density();
        double[] position = {-0.6, -0.5, -0.4, -0.8, 3.3, 2.6, -0.5};
        double[] gradient = new double[7];
        double value = density.logDensityAndGradient(position, gradient);
        assertThat(value).isCloseTo(density.logDensity(position), within(1e-6));
        for (int i = 0; i < 7; i++) {
            double step = 1e-4;
            double[] moved = position.clone();
            moved[i] += step;
            double above = density.logDensity(moved);
            moved[i] -= 2 * step;
            double slope = (above - density.logDensity(moved)) / (2 * step);
            assertThat(gradient[i])
                    .as("coordinate %d", i)
                    .isCloseTo(slope, within(1e-4 * Math.max(1, Math.abs(slope))));
        }
    }

    @Test
    void threadsShareAnEquation() {
        ModelDensity density = predators().density();
        double[] expected = new double[7];
        double[] position = {-0.6, -0.5, -0.4, -0.8, 3.3, 2.6, -0.5};
        density.logDensityAndGradient(position, expected);
        IntStream.range(0, 64).parallel().forEach(i -> {
            double[] gradient = new double[7];
            density.logDensityAndGradient(position, gradient);
            assertThat(gradient).containsExactly(expected);
        });
    }

    @Test
    void theWrongNumberOfDerivativesIsRefused() {
        SourceLine line = new SourceLine();
        DifferentialEquation wrong = DifferentialEquation.of((time, state, p) -> Tensor.stack(time, time, time));
        double[] times = {1};
        assertThatThrownBy(() -> wrong.solve(line.here(Tensor.of(1, 2)), 0, times, NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("differential equation of shapes [2] and [1] and [0] (" + line
                        + "): the right-hand side of the differential equation has shape [3], but the state has 2"
                        + " elements; return one derivative for each.");
    }

    @Test
    void aRandomValueThatDoesNotComeInAsAParameterIsRefused() {
        SourceLine line = new SourceLine();
        double[] times = {1};
        Model model = Model.of("captured", m -> {
            Tensor rate = m.sample("rate", Normal.of(0, 1));
            DifferentialEquation captured = DifferentialEquation.of((time, state, p) -> state.times(rate));
            Tensor end = captured.solve(line.here(Tensor.of(1)), 0, times, NONE);
            m.factor("end", end);
        });
        assertThatThrownBy(() -> model.density().logDensity(new double[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("differential equation of shapes [1] and [1] and [0] (" + line
                        + "): the right-hand side of the differential equation uses a random value or a data input of"
                        + " the model directly; pass it among the parameters.");
    }

    @Test
    void timesAreInOrder() {
        SourceLine line = new SourceLine();
        assertThatThrownBy(() -> DECAY.solve(Tensor.of(1), 0, line.here(new double[] {1, 0.5}), Tensor.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The times of a solution must be finite, in order, and not before its start, 0.0; got 0.5 at"
                                + " index 1, after 1.0 (%s).",
                        line);
        assertThatThrownBy(() -> DECAY.solve(Tensor.of(1), 2, line.here(new double[] {1}), Tensor.of(1)))
                .hasMessage(
                        "The times of a solution must be finite, in order, and not before its start, 2.0; got 1.0 at"
                                + " index 0 (%s).",
                        line);
    }

    /** For a sampler a proposal like any other that cannot be evaluated. */
    @Test
    void timesThatTurnOutNotToBeInOrderAreANumericalFailure() {
        SourceLine line = new SourceLine();
        ModelDensity density = Model.of("random times", m -> {
                    Tensor time = m.sample("time", Normal.of(0, 1));
                    Tensor state = DECAY.solve(Tensor.of(1), 0, Tensor.stack(time, time.plus(1)), Tensor.of(1));
                    m.observe("y", Normal.of(state.column(0), 1), line.here(new double[] {1, 2}));
                })
                .density();
        assertThat(density.logDensity(new double[] {0.5})).isFinite();
        List<ThrowingCallable> evaluations = List.of(
                () -> density.logDensity(new double[] {-0.5}),
                () -> density.logDensityAndGradient(new double[] {-0.5}, new double[1]));
        for (ThrowingCallable evaluation : evaluations) {
            assertThatThrownBy(evaluation)
                    .isInstanceOf(ArithmeticException.class)
                    .message()
                    .isEqualTo(
                            "The function \"differential equation\" (%s) failed: The times of a solution must be finite, in"
                                    + " order, and not before its start, 0.0; got -0.5 at index 0. Sample what lies between"
                                    + " the times, as positive numbers, and add it up.",
                            line);
        }
    }

    @Test
    @SuppressWarnings("NullAway") // as in code that is not checked for nulls
    void whatIsNull() {
        SourceLine line = new SourceLine();
        assertThatThrownBy(() -> DifferentialEquation.of(line.here(null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage(
                        "DifferentialEquation.of (%s): the argument \"rightHandSide\" is null. Assign it before this line.",
                        line);
        assertThatThrownBy(() -> DECAY.solve(line.here(Tensor.of(1)), 0, new double[] {1}, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage(
                        "DifferentialEquation.solve (%s): the argument \"parameters\" is null. Assign it before this line.",
                        line);
        DifferentialEquation none = DifferentialEquation.of((time, state, p) -> null);
        assertThatThrownBy(() -> none.solve(line.here(Tensor.of(1)), 0, new double[] {1}, Tensor.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "differential equation of shapes [1] and [1] and [1] (%s): the right-hand side of the differential"
                                + " equation returns null; return one derivative for each element of the state.",
                        line);
    }

    @Test
    void aSolutionThatEscapesIsAFailureThatSaysWhen() {
        DifferentialEquation blowUp = DifferentialEquation.of((time, state, p) -> state.square());
        Tensor solution = Tensor.of(1);
        assertThatThrownBy(
                        () -> blowUp.solve(solution, 0, new double[] {2}, NONE).toArray())
                .isInstanceOf(ArithmeticException.class)
                .hasMessageMatching(
                        "The function \"differential equation\" \\(DifferentialEquationTest\\.java:\\d+\\) failed: The differential equation was solved up to time (0\\.99|1\\.0)\\d* of 2\\.0 only: .*"
                                + "\\. A stiff system, or a solution that goes to infinity, does this\\. Priors that keep the"
                                + " parameters where the solution behaves, or looser tolerances, help\\.");
    }

    /** In compiled code, for the value and for the gradient; the library's and the integrator's lines are none of the user's. */
    @Test
    void aFailureInADensityComesFromTheUsersLine() {
        DifferentialEquation blowUp = DifferentialEquation.of((time, state, p) -> state.square());
        DifferentialEquation undefined =
                DifferentialEquation.of((time, state, p) -> state.negate().sqrt());
        String remedy =
                ". A stiff system, or a solution that goes to infinity, does this. Priors that keep the parameters"
                        + " where the solution behaves, or looser tolerances, help.";
        failsAtItsLine(
                blowUp,
                "The differential equation was solved up to time NUMBER of 2.0 only: the steps became shorter than 1.0E-12 of"
                        + " the time to cover" + remedy);
        failsAtItsLine(
                undefined,
                "The differential equation was solved up to time 0.0 of 2.0 only: there the derivative of state 0 is NaN"
                        + remedy);
    }

    private static void failsAtItsLine(DifferentialEquation equation, String text) {
        SourceLine line = new SourceLine();
        ModelDensity density = Model.of("failing", m -> {
                    Tensor x = m.sample("x", LogNormal.of(0, 1));
                    Tensor end = equation.solve(x, 0, new double[] {2}, NONE).at(0, 0);
                    m.observe("y", Normal.of(end, 1), line.here(1.0));
                })
                .density();
        String pattern = Pattern.quote(text).replace("NUMBER", "\\E[0-9.E-]+\\Q");
        List<ThrowingCallable> evaluations = List.of(
                () -> density.logDensity(new double[] {2}),
                () -> density.logDensityAndGradient(new double[] {2}, new double[1]));
        for (ThrowingCallable evaluation : evaluations) {
            ArithmeticException thrown = catchThrowableOfType(ArithmeticException.class, evaluation);
            assertThat(thrown)
                    .message()
                    .matches(Pattern.quote("The ") + "(vector-Jacobian product of the )?"
                            + Pattern.quote("function \"differential equation\" (" + line + ") failed: ") + pattern);
            assertThat(Origin.ofThrown(thrown, DifferentialEquationTest.class)).hasToString(line.toString());
        }
    }

    @Test
    void tooMuchWorkIsAFailure() {
        DifferentialEquation limited = DECAY.withMaximumEvaluations(50);
        assertThatThrownBy(() -> limited.solve(Tensor.of(1), 0, new double[] {50}, Tensor.of(30))
                        .toArray())
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("only: it took more than 50 evaluations.");
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> DECAY.withTolerances(0, 1e-6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Tolerances must be > 0, got 0.0 (relative) and 1.0E-6 (absolute).");
        assertThatThrownBy(() -> DECAY.withMaximumEvaluations(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The largest number of evaluations must be > 0, got 0.");
    }
}
