package org.ppl4j.bijector;

import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * The places of the lower triangle of square matrices, row by row; axes before the last two number the matrices.
 *
 * @param batch the axes that number the matrices
 * @param size the number of rows, and of columns
 */
record Triangle(Shape batch, int size) {

    /** Returns the triangle of the last two axes. */
    static Triangle of(Shape matrices) {
        int rank = matrices.rank();
        if (rank < 2 || matrices.dimension(rank - 1) != matrices.dimension(rank - 2)) {
            throw new IllegalArgumentException("The value must be a square matrix, got shape " + matrices + ".");
        }
        return new Triangle(leading(matrices, 2), matrices.dimension(rank - 1));
    }

    /** Returns the triangle whose elements below the diagonal lie, in this number, along the last axis. */
    static Triangle ofBelow(Shape packed) {
        int below = LastAxis.length(packed);
        int size = (int) Math.round((1 + Math.sqrt(1 + 8.0 * below)) / 2);
        if (size * (size - 1) / 2 != below) {
            throw wrongCount(below, "below the diagonal");
        }
        return new Triangle(leading(packed, 1), size);
    }

    /** Returns the triangle whose elements lie, in this number, along the last axis. */
    static Triangle ofAll(Shape packed) {
        int all = LastAxis.length(packed);
        int size = (int) Math.round((Math.sqrt(1 + 8.0 * all) - 1) / 2);
        if (size * (size + 1) / 2 != all) {
            throw wrongCount(all, "on and below the diagonal");
        }
        return new Triangle(leading(packed, 1), size);
    }

    private static IllegalArgumentException wrongCount(int count, String where) {
        return new IllegalArgumentException("No square matrix has " + count + " elements " + where + ".");
    }

    private static Shape leading(Shape shape, int dropped) {
        return Shape.of(
                IntStream.range(0, shape.rank() - dropped).map(shape::dimension).toArray());
    }

    Shape matrices() {
        return batch.append(Shape.of(size, size));
    }

    Shape vectors(int length) {
        return batch.append(Shape.of(length));
    }

    /** Returns where the elements below the diagonal lie in the matrices, moved by some columns. */
    Indices below(int columns) {
        return each(size * size, rows().flatMapToInt(i -> IntStream.range(0, i).map(j -> i * size + j + columns)));
    }

    /** Returns where the diagonal lies in the matrices. */
    Indices diagonal() {
        return each(size * size, IntStream.range(0, size).map(i -> i * size + i));
    }

    /** Returns where the elements below the diagonal lie among those of the triangle. */
    Indices packedBelow() {
        return each(packed(), rows().flatMapToInt(i -> IntStream.range(0, i).map(j -> i * (i + 1) / 2 + j)));
    }

    /** Returns where the diagonal lies among the elements of the triangle. */
    Indices packedDiagonal() {
        return each(packed(), IntStream.range(0, size).map(i -> i * (i + 1) / 2 + i));
    }

    /** Returns how many elements the triangle has with its diagonal. */
    int packed() {
        return size * (size + 1) / 2;
    }

    /** Returns how many elements lie below the diagonal. */
    int strict() {
        return size * (size - 1) / 2;
    }

    /** Returns what a function makes of each matrix, laid out as the matrices are. */
    Tensor mapEach(Tensor matrices, UnaryOperator<Tensor> function) {
        if (batch.isScalar()) {
            return function.apply(matrices);
        }
        Tensor flat = matrices.reshape(batch.size(), size, size);
        Tensor[] results = IntStream.range(0, batch.size())
                .mapToObj(i -> function.apply(flat.at(i)))
                .toArray(Tensor[]::new);
        return Tensor.concatenate(results).reshape(matrices());
    }

    private Stream<Integer> rows() {
        return IntStream.range(0, size).boxed();
    }

    private Indices each(int block, IntStream places) {
        int[] one = places.toArray();
        int[] all = new int[batch.size() * one.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = i / one.length * block + one[i % one.length];
        }
        return Indices.of(all);
    }
}
