package org.ppl4j.bijector;

import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Cuts, lays and sums vectors along the last axis of a tensor; the axes before number the vectors. */
final class LastAxis {

    private LastAxis() {}

    static int length(Shape shape) {
        if (shape.rank() == 0) {
            throw new IllegalArgumentException("The value must be a vector, got a scalar.");
        }
        return shape.dimension(shape.rank() - 1);
    }

    static Shape withLength(Shape shape, int length) {
        length(shape);
        int[] dimensions = shape.dimensions();
        dimensions[dimensions.length - 1] = length;
        return Shape.of(dimensions);
    }

    /** Returns the elements from one place to before another of each vector. */
    static Tensor slice(Tensor vectors, int from, int to) {
        Shape part = withLength(vectors.shape(), to - from);
        return vectors.take(part, places(part, from, length(vectors.shape())));
    }

    /** Returns the vectors laid into zeros of another length. */
    static Tensor lay(Tensor vectors, int from, int length) {
        return vectors.put(withLength(vectors.shape(), length), places(vectors.shape(), from, length));
    }

    private static Indices places(Shape part, int from, int length) {
        int width = length(part);
        int[] places = new int[part.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = i / width * length + from + i % width;
        }
        return Indices.of(places);
    }

    /**
     * Returns the sum of each element and all before it. Doubling the distance of the terms added (Hillis and Steele,
     * "Data parallel algorithms", 1986) needs few operations on whole tensors and, unlike a product with a triangular
     * matrix of ones and zeros, lets an infinite element reach the later sums only.
     */
    static Tensor prefixSums(Tensor vectors) {
        int length = length(vectors.shape());
        Tensor sums = vectors;
        for (int distance = 1; distance < length; distance *= 2) {
            sums = sums.plus(lay(slice(sums, 0, length - distance), distance, length));
        }
        return sums;
    }

    /** Returns the sum of each element and all after it. */
    static Tensor suffixSums(Tensor vectors) {
        int length = length(vectors.shape());
        Tensor sums = vectors;
        for (int distance = 1; distance < length; distance *= 2) {
            sums = sums.plus(lay(slice(sums, distance, length), 0, length));
        }
        return sums;
    }
}
