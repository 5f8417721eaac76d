package org.ppl4j.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.Model;

/** The complete texts of the errors that tensors give, with the line that they name. */
class TensorErrorsTest {

    private static final Tensor MATRIX = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
    private static final Tensor PAIR = Tensor.of(1.0, 2.0);

    private final SourceLine line = new SourceLine();

    @Test
    void shapesThatDoNotBroadcast() {
        refused(
                () -> MATRIX.plus(line.here(PAIR)),
                "plus of shapes [2×3] and [2] (%s): the shapes cannot be broadcast together.");
        refused(
                () -> MATRIX.minus(line.here(PAIR)),
                "minus of shapes [2×3] and [2] (%s): the shapes cannot be broadcast together.");
        refused(
                () -> MATRIX.dividedBy(line.here(PAIR)),
                "dividedBy of shapes [2×3] and [2] (%s): the shapes cannot be broadcast together.");
        refused(
                () -> MATRIX.lessOrEqual(line.here(PAIR)),
                "lessOrEqual of shapes [2×3] and [2] (%s): the shapes cannot be broadcast together.");
        refused(
                () -> MATRIX.times(line.here(PAIR)),
                "times of shapes [2×3] and [2] (%s): the shapes cannot be broadcast together.");
        refused(
                () -> MATRIX.times(line.here(Tensor.identity(3))),
                "times of shapes [2×3] and [3×3] (%s): the shapes cannot be broadcast together."
                        + " For the product of two matrices use dot.");
        refused(
                () -> Tensor.where(line.here(PAIR), MATRIX, MATRIX),
                "where of shapes [2] and [2×3] and [2×3] (%s): the shapes cannot be broadcast together.");
        refused(
                () -> PAIR.broadcastTo(line.here(Shape.of(2, 3))),
                "broadcastTo of shape [2] (%s): [2] does not broadcast to [2×3].");
    }

    @Test
    void theSitesInvolvedAreNamed() {
        Model model = Model.of("mismatch", m -> {
            Tensor alpha = m.sample("alpha", Normal.of(0, 1).iid(3));
            Tensor beta = m.sample("beta", Normal.of(0, 1).iid(4));
            m.deterministic("sum", alpha.exp().plus(line.here(beta)));
        });
        refused(
                model::density,
                "plus of shapes [3] and [4] (%s): the shapes cannot be broadcast together. Involved: \"alpha\", \"beta\".");
    }

    @Test
    void matrixProducts() {
        refused(() -> MATRIX.dot(line.here(PAIR)), "dot of shapes [2×3] and [2] (%s): inner sizes 3 and 2 differ.");
        refused(
                () -> PAIR.dot(line.here(Tensor.of(1, 2, 3))),
                "dot of shapes [2] and [3] (%s): inner sizes 2 and 3 differ.");
        refused(() -> MATRIX.dot(line.here(MATRIX)), "dot of shapes [2×3] and [2×3] (%s): inner sizes 3 and 2 differ.");
        refused(
                () -> PAIR.dot(line.here(Tensor.of(1))),
                "dot of shapes [2] and [] (%s): both must be vectors or matrices.");
        refused(
                () -> MATRIX.dot(line.here(Tensor.filled(1, 2, 3, 4))),
                "dot of shapes [2×3] and [2×3×4] (%s): both must be vectors or matrices.");
    }

    @Test
    void matrixFunctions() {
        refused(() -> line.here(PAIR).transpose(), "transpose of shape [2] (%s): a matrix is needed.");
        refused(
                () -> line.here(MATRIX).cholesky(),
                "cholesky of shape [2×3] (%s): a square matrix is needed, got [2×3].");
        refused(
                () -> line.here(Tensor.of(4.0, 2.0, 5.0)).cholesky(),
                "cholesky of shape [3] (%s): a square matrix is needed, got [3].");
        refused(
                () -> line.here(Tensor.filled(1, 2, 2, 2)).cholesky(),
                "cholesky of shape [2×2×2] (%s): a square matrix is needed, got [2×2×2].");
        refused(
                () -> MvNormal.of(PAIR, line.here(Tensor.of(4.0, 2.0, 5.0))),
                "cholesky of shape [3] (%s): a square matrix is needed, got [3].");
        refused(
                () -> MATRIX.solveLower(line.here(PAIR)),
                "solveLower of shapes [2×3] and [2] (%s): the first must be a square matrix.");
        refused(
                () -> Tensor.identity(3).solveLowerTransposed(line.here(PAIR)),
                "solveLowerTransposed of shapes [3×3] and [2] (%s): the right side must have 3 rows.");
        refused(() -> line.here(PAIR).diagonal(), "diagonal of shape [2] (%s): a matrix is needed.");
        refused(
                () -> line.here(MATRIX).toDiagonalMatrix(),
                "toDiagonalMatrix of shape [2×3] (%s): a vector is needed.");
    }

    @Test
    void partsThatAreNotThere() {
        refused(
                () -> MATRIX.at(line.here(0), 1, 2),
                "A tensor of shape [2×3] was given 3 indices (%s). at(…) takes one for each axis; gather(…) picks elements, or"
                        + " rows, at many places.");
        outside(() -> MATRIX.at(1, line.here(3)), "Index 3 is outside of 0 to 2 along axis 1 of shape [2×3] (%s).");
        outside(() -> PAIR.at(line.here(-1)), "Index -1 is outside of 0 to 1 along axis 0 of shape [2] (%s).");
        outside(() -> PAIR.gather(0, line.here(2)), "Index 2 is outside of 0 to 1 along axis 0 of shape [2] (%s).");
        outside(() -> MATRIX.row(line.here(2)), "Index 2 is outside of 0 to 1 along axis 0 of shape [2×3] (%s).");
        outside(() -> MATRIX.column(line.here(3)), "Index 3 is outside of 0 to 2 along axis 1 of shape [2×3] (%s).");
        refused(() -> PAIR.row(line.here(0)), "row of shape [2] (%s): a matrix is needed.");
        refused(
                () -> Tensor.filled(1, 2, 3, 4).column(line.here(0)),
                "column of shape [2×3×4] (%s): a matrix is needed.");
        refused(() -> PAIR.slice(line.here(1), 3), "The slice from 1 to 3 does not lie in shape [2] (%s).");
        refused(() -> PAIR.slice(line.here(2), 1), "The slice from 2 to 1 does not lie in shape [2] (%s).");
        refused(
                () -> Tensor.of(1).slice(line.here(0), 1),
                "The operation slice needs a tensor of at least 1 axis, got shape [] (%s).");
        refused(
                () -> line.here(PAIR).columns(),
                "The operation columns needs a tensor of at least 2 axes, got shape [2] (%s).");
    }

    @Test
    void flatIndices() {
        refused(
                () -> MATRIX.take(Shape.of(2), line.here(Indices.of(0, 6))),
                "take of shape [2×3] (%s): index 6 is outside of 0 to 5.");
        refused(
                () -> MATRIX.take(Shape.of(3), line.here(Indices.of(0, 1))),
                "take of shape [2×3] (%s): 2 indices do not fill the shape [3].");
        refused(
                () -> PAIR.put(Shape.of(3), line.here(Indices.of(0))),
                "put of shape [2] (%s): 1 indices do not fit 2 elements.");
        refused(
                () -> PAIR.put(Shape.of(3), line.here(Indices.of(0, 3))),
                "put of shape [2] (%s): index 3 is outside of 0 to 2.");
        refused(
                () -> PAIR.put(Shape.of(3), line.here(Indices.of(-1, 0))),
                "put of shape [2] (%s): index -1 is outside of 0 to 2.");
    }

    @Test
    void axesThatAreNotThere() {
        refused(() -> MATRIX.sum(line.here(2)), "A tensor of shape [2×3] has no axis 2 (%s).");
        refused(() -> MATRIX.mean(line.here(-3)), "A tensor of shape [2×3] has no axis -3 (%s).");
        refused(() -> Tensor.of(1).max(line.here(0)), "A tensor of shape [] has no axis 0 (%s).");
        refused(() -> MATRIX.logSumExp(line.here(5)), "A tensor of shape [2×3] has no axis 5 (%s).");
        refused(() -> line.here(Tensor.of(1)).softmax(), "A tensor of shape [] has no axis -1 (%s).");
        refused(
                () -> MATRIX.insertAxis(line.here(3)),
                "A new axis of a tensor of shape [2×3] can stand at 0 to 2, not at 3 (%s).");
        refused(
                () -> line.here(Tensor.of(new double[0])).max(),
                "max of shape [0] (%s): an empty tensor has no largest element.");
    }

    @Test
    void shapesThatCannotBeTaken() {
        refused(
                () -> MATRIX.reshape(line.here(4), 2),
                "reshape of shape [2×3] (%s): 6 elements do not fill the shape [4×2].");
        refused(() -> PAIR.reshape(line.here(-1), 2), "A shape's dimensions must be >= 0, got [-1, 2] (%s).");
        refused(
                () -> Tensor.filled(line.here(0), 100_000, 100_000),
                "A tensor holds at most 2147483639 elements, shape [100000, 100000] has more (%s).");
        refused(
                () -> Tensor.stack(line.here(PAIR), Tensor.of(1, 2, 3)),
                "stack of shapes [2] and [3] (%s): the shapes must be equal.");
        refused(() -> Tensor.stack(line.here(new Tensor[0])), "stack needs at least one tensor, got none (%s).");
        refused(
                () -> Tensor.of(line.here(Shape.of(2, 2)), 1, 2, 3),
                "A tensor of shape [2×2] has 4 elements, got 3 (%s).");
        refused(
                () -> Tensor.of(line.here(new double[][] {{1, 2}, {3}})),
                "A matrix needs rows of one length: row 0 has 2, row 1 has 1 (%s).");
        refused(
                () -> Tensor.of(line.here(new int[][] {{1, 2}, {3}})),
                "A matrix needs rows of one length: row 0 has 2, row 1 has 1 (%s).");
    }

    @Test
    void numbersThatCannotBeRead() {
        refused(
                () -> line.here(PAIR).doubleValue(),
                "A number can be read from a tensor of one element only, this has shape [2] (%s). Pick one with at(index).");
        assertThatThrownBy(() -> line.here(Tensor.of(2.5)).intValue())
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("The value 2.5 is not an int (%s).", line);
        assertThatThrownBy(() -> line.here(Tensor.of(Double.NaN)).intValue())
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("The value NaN is not an int (%s).", line);
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message, line);
    }

    private void outside(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IndexOutOfBoundsException.class).hasMessage(message, line);
    }
}
