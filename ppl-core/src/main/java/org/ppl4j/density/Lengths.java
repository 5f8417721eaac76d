package org.ppl4j.density;

import org.ppl4j.graph.Arguments;

/** Checks of the arrays that a density is called with. */
final class Lengths {

    private Lengths() {}

    static void requirePosition(double[] position, int dimension) {
        if (Arguments.nonNull(position, "position").length != dimension) {
            throw new IllegalArgumentException(
                    "A position has " + dimension + " coordinates here, got an array of " + position.length + ".");
        }
    }

    static void requireGradient(double[] gradient, int dimension) {
        if (Arguments.nonNull(gradient, "gradient").length != dimension) {
            throw new IllegalArgumentException(
                    "A gradient has " + dimension + " elements here, got an array of " + gradient.length + ".");
        }
    }

    static void requireVectors(double[] vector, double[] product, int dimension) {
        if (vector.length != dimension || product.length != dimension) {
            throw new IllegalArgumentException("A Hessian-vector product has " + dimension
                    + " elements here, as has the vector; got arrays of " + product.length + " and " + vector.length
                    + ".");
        }
    }
}
