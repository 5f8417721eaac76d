package org.ppl4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.ppl4j.graph.Shape;

/** The values of scans, and what is refused. */
class TensorScanTest {

    private final SourceLine line = new SourceLine();

    @Test
    void rowsAreTheCarriesAfterTheSteps() {
        Tensor sums = Tensor.scan(Tensor.of(10), Tensor.of(1, 2, 3), Tensor::plus);
        assertThat(sums.shape()).isEqualTo(Shape.of(3));
        assertThat(sums.toArray()).containsExactly(11, 13, 16);
        Tensor powers = Tensor.scan(
                Tensor.of(1.0, 1.0),
                3,
                (before, t) -> before.times(Tensor.of(2, 3)).plus(t));
        assertThat(powers.shape()).isEqualTo(Shape.of(3, 2));
        assertThat(powers.toArray()).containsExactly(2, 3, 5, 10, 12, 32);
    }

    @Test
    void severalCarriesAndSequences() {
        Tensor inputs = Tensor.of(new double[][] {{1, 2}, {3, 4}});
        List<Tensor> states = Tensor.scan(
                List.of(Tensor.of(0), Tensor.of(1.0, 1.0)),
                List.of(inputs, Tensor.of(10, 20)),
                (carries, elements) -> List.of(
                        carries.get(1).sum().plus(elements.get(1)),
                        carries.get(1).times(elements.get(0))));
        assertThat(states.get(0).toArray()).containsExactly(12, 23);
        assertThat(states.get(1).shape()).isEqualTo(Shape.of(2, 2));
        assertThat(states.get(1).toArray()).containsExactly(1, 2, 3, 8);
    }

    @Test
    void noStepsLeaveNothing() {
        assertThat(Tensor.scan(Tensor.of(1.0, 2.0), 0, Tensor::plus).shape()).isEqualTo(Shape.of(0, 2));
        assertThat(Tensor.scan(Tensor.of(1), Tensor.of(new double[0]), Tensor::plus)
                        .sum()
                        .doubleValue())
                .isZero();
    }

    @Test
    void theBodyIsRunOnceUnlessItReadsValues() {
        List<Boolean> known = new ArrayList<>();
        Tensor.scan(Tensor.of(1), 5, (before, t) -> {
            known.add(before.isConcrete());
            return before.plus(t);
        });
        assertThat(known).containsExactly(false);
        Tensor halved = Tensor.scan(
                Tensor.of(100), 4, (before, t) -> before.doubleValue() > 20 ? before.times(0.5) : before.minus(t));
        assertThat(halved.toArray()).containsExactly(50, 25, 12.5, 9.5);
        Tensor none = Tensor.scan(
                Tensor.of(1.0, 2.0), 0, (before, t) -> before.at(0).booleanValue() ? before : before.negate());
        assertThat(none.shape()).isEqualTo(Shape.of(0, 2));
    }

    @Test
    void shapesThatDoNotFit() {
        Tensor vector = Tensor.of(1.0, 2.0);
        List<Tensor> lengths = List.of(vector, Tensor.of(1, 2, 3));
        refused(
                () -> Tensor.scan(Tensor.of(0), line.here(3), (before, t) -> before.plus(vector)),
                "scan (%s): the body returns shape [2] for a carry of shape []. Return the next carry in the shape of the"
                        + " initial one, or give an initial one of the shape that the body returns.");
        refused(
                () -> Tensor.scan(vector, line.here(Tensor.of(3)), Tensor::plus),
                "scan (%s): a sequence is a scalar. Give a tensor whose first axis has one element a step.");
        refused(
                () -> Tensor.scan(vector, line.here(-1), Tensor::plus),
                "scan (%s): the number of steps must be >= 0, got -1.");
        refused(
                () -> Tensor.scan(List.of(vector), line.here(lengths), (carries, elements) -> carries),
                "scan (%s): the sequences have shapes [2] and [3]. Give all the same number of steps along the first"
                        + " axis.");
        refused(
                () -> Tensor.scan(List.of(vector), line.here(List.of()), (carries, elements) -> carries),
                "scan (%s): the number of steps is not known. Give at least one sequence.");
        refused(
                () -> Tensor.scan(List.of(), line.here(List.of(vector)), (carries, elements) -> carries),
                "scan (%s): there is nothing to carry from step to step. Give at least one initial value.");
        refused(
                () -> Tensor.scan(List.of(vector), line.here(List.of(vector)), (carries, elements) -> List.of()),
                "scan (%s): the body returns 0 tensors for 1 carries. Return the next value of each carry, in their"
                        + " order.");
    }

    @Test
    void shapeErrorsInTheBodyNameItsLine() {
        refused(
                () -> Tensor.scan(Tensor.of(1.0, 2.0), 3, (before, t) -> before.plus(line.here(Tensor.of(1, 2, 3)))),
                "plus of shapes [2] and [3] (%s): the shapes cannot be broadcast together.");
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message, line);
    }
}
