package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a user reads after a mistake. */
class ChainErrorsTest {

    private final Chains chains = Fixtures.chains(3, 5);

    @Test
    void anUnknownNameBringsTheNearestAndAllNames() {
        assertThatThrownBy(() -> chains.values("Alpa", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No variable or statistic is named \"Alpa\". Did you mean \"alpha\"? Variables: alpha,"
                        + " w[2, 3]. Statistics: lp, diverging.");
        assertThatThrownBy(() -> chains.mean("sigma[0]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No variable or statistic is named \"sigma[0]\". Variables: alpha, w[2, 3]. Statistics: lp,"
                        + " diverging.");
    }

    @Test
    void longListsAreShortened() {
        List<Variable> many = IntStream.range(0, 23)
                .mapToObj(place -> Variable.scalar("parameter_" + (char) ('a' + place)))
                .toList();
        Chains wide = Chains.of(List.of(new ChainRecorder(many, List.of(), 0)), true, List.of());
        assertThatThrownBy(() -> wide.summary("x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("parameter_s, parameter_t and 3 more. Statistics: none.");
    }

    @Test
    void aWholeVariableIsNoNumber() {
        assertThatThrownBy(() -> chains.mean("w"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "\"w\" has shape [2, 3]; name one element, such as \"w[0,0]\", or read the whole variable of"
                                + " a draw.");
    }

    @Test
    void indicesOutsideTheShape() {
        String expected = " is no element of \"w\", which has shape [2, 3] and indices from 0.";
        assertThatThrownBy(() -> chains.mean("w[2,0]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"w[2,0]\"" + expected);
        assertThatThrownBy(() -> chains.mean("w[1]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"w[1]\"" + expected);
    }

    @Test
    void aStatisticIsNoVariable() {
        assertThatThrownBy(() -> chains.draw(0, 0, "lp"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"lp\" is a statistic of the sampler, not a variable. Variables: alpha, w[2, 3].");
        assertThatThrownBy(() -> chains.select("lp")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void chainsAndDrawsThatDoNotExist() {
        assertThatThrownBy(() -> chains.values("alpha", 2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("Chain 2 does not exist: there are 2 chains, counted from 0.");
        assertThatThrownBy(() -> chains.draw(0, 3, "alpha"))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("Draw 3 does not exist: chain 0 has 3 draws, counted from 0.");
    }

    @Test
    void namesMustBeUnique() {
        assertThatThrownBy(() -> new ChainRecorder(List.of(Variable.scalar("lp")), List.of("lp"), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Two variables or statistics are named \"lp\"; give one of them another name.");
        assertThatThrownBy(() ->
                        new ChainRecorder(List.of(Variable.of("y", 3), Variable.scalar("y[2]")), List.of("lp"), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The name \"y[2]\" is also that of an element of \"y\", which has shape [3]; give one of"
                        + " them another name.");
    }

    @Test
    void aDrawMustFitTheVariables() {
        ChainRecorder recorder = new ChainRecorder(Fixtures.VARIABLES, Fixtures.STATISTICS, 1);
        assertThatThrownBy(() -> recorder.record(new double[6], new double[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A draw of this chain has 7 values for 2 variables, got 6.");
        assertThatThrownBy(() -> recorder.record(new double[7], new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A draw of this chain has 2 statistics, got 3.");
        assertThatThrownBy(() -> new ChainRecorder(List.of(), List.of(), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expectedDraws must be at least 0, got -1.");
    }

    @Test
    void recordersMustAgree() {
        List<ChainRecorder> mixed = List.of(
                new ChainRecorder(Fixtures.VARIABLES, List.of(), 0),
                new ChainRecorder(Fixtures.VARIABLES, List.of("lp"), 0));
        assertThatThrownBy(() -> Chains.of(mixed, true, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Chain 1 has other variables or statistics than chain 0; record the same ones in all"
                        + " chains.");
        assertThatThrownBy(() -> Chains.of(List.of(), true, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Chains need at least one recorder, got none.");
    }
}
