package org.ppl4j.compile.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.tensor.Tensor;

/** What a loop adds at some of its steps only is nought at the others, and its steps mean what they say. */
class OptionalTermsTest {

    private static final int STEPS = 120;

    private final double[] x = new SplittableRandom(41).doubles(2_000, -1, 1).toArray();

    /** What a step gives. */
    private interface Step {
        Tensor of(Tensor q, int t, Tensor state);
    }

    private Tensor run(Tensor q, Step step) {
        Tensor state = q.at(0).exp();
        Tensor sum = Tensor.of(0);
        for (int t = 0; t < STEPS; t++) {
            state = step.of(q, t, state);
            sum = sum.plus(state.minus(x[500 + t]).tanh());
        }
        return sum;
    }

    private void check(Step step) {
        LoopChecks.check(q -> run(q, step), 1);
        assertThat(LoopChecks.steps(q -> run(q, step)))
                .singleElement()
                .satisfies(steps -> assertThat(steps).isGreaterThan(STEPS - 8));
    }

    private Tensor kept(Tensor q, Tensor state) {
        return q.at(1).sigmoid().times(state);
    }

    private Tensor shock(Tensor q, int t) {
        return q.at(2).exp().times(x[t] * x[t]);
    }

    private Tensor push(Tensor q, int t) {
        return q.at(3).sigmoid().times(x[t]);
    }

    @Test
    void aTermAtTheEnd() {
        check((q, t, state) -> {
            Tensor next = q.at(4).exp().plus(shock(q, t)).plus(kept(q, state));
            return x[t] < 0 ? next.plus(push(q, t)) : next;
        });
        check((q, t, state) -> {
            Tensor next = kept(q, state).plus(q.at(4).exp()).plus(shock(q, t));
            return x[t] < 0 ? next.plus(push(q, t)) : next;
        });
    }

    @Test
    void aTermInTheMiddle() {
        check((q, t, state) -> {
            Tensor next = q.at(4).exp().plus(kept(q, state));
            next = x[t] < 0 ? next.plus(push(q, t)) : next;
            return next.plus(shock(q, t));
        });
        check((q, t, state) -> {
            Tensor next = q.at(4).exp();
            next = x[t] < 0 ? next.plus(push(q, t)) : next;
            return next.plus(kept(q, state));
        });
    }

    @Test
    void aTermThatIsANumberOrAParameter() {
        check((q, t, state) -> {
            Tensor next = kept(q, state).plus(shock(q, t));
            return x[t] < 0 ? next.plus(q.at(5)) : next;
        });
        check((q, t, state) -> {
            Tensor next = kept(q, state).plus(shock(q, t));
            return x[t] < 0 ? next.plus(2) : next;
        });
    }

    @Test
    void severalTerms() {
        check((q, t, state) -> {
            Tensor next = kept(q, state).plus(shock(q, t));
            for (int i = 0; i < 3; i++) {
                next = x[100 * i + t] < 0 ? next.plus(q.at(10 + i).exp().times(x[100 * i + t])) : next;
            }
            return next;
        });
    }

    @Test
    void theOnlyTerm() {
        check((q, t, state) -> {
            Tensor next = kept(q, state.tanh());
            return x[t] < 0 ? next.plus(push(q, t)) : next;
        });
    }

    /** The value that a term is added to is used by itself too. */
    @Test
    void aSumThatIsUsedTwice() {
        LoopChecks.check(q -> run(q, (same, t, state) -> {
            Tensor next = q.at(4).exp().plus(shock(q, t)).plus(kept(q, state));
            return x[t] < 0 ? next.plus(push(q, t)).plus(next.tanh()) : next;
        }));
    }

    /** A term that states lead to is no sequence. */
    @Test
    void aTermThatDependsOnTheState() {
        LoopChecks.check(q -> run(q, (same, t, state) -> {
            Tensor next = q.at(4).exp().plus(shock(q, t)).plus(kept(q, state));
            return x[t] < 0 ? next.plus(state.tanh().times(x[t])) : next;
        }));
    }

    @Test
    void aTermThatFewStepsHave() {
        LoopChecks.check(q -> run(q, (same, t, state) -> {
            Tensor next = q.at(4).exp().plus(shock(q, t)).plus(kept(q, state));
            return t == 50 || t == 70 ? next.plus(push(q, t)) : next;
        }));
    }

    /** Where a term is left out it may be no number. */
    @Test
    void aTermThatIsFiniteOnlyWhereItIs() {
        check((q, t, state) -> {
            Tensor next = q.at(4).exp().plus(shock(q, t)).plus(kept(q, state));
            return x[t] < 0 ? next.plus(Tensor.of(-x[t]).log().times(q.at(5))) : next;
        });
    }
}
