package org.ppl4j.graph;

/** Checks that matrix operations share. */
final class Matrices {

    private Matrices() {}

    static Shape requireSquare(Shape shape) {
        if (shape.rank() != 2 || shape.dimension(0) != shape.dimension(1)) {
            throw new IllegalArgumentException("a square matrix is needed, got " + shape);
        }
        return shape;
    }
}
