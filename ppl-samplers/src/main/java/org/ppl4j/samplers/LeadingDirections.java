package org.ppl4j.samplers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** An orthonormal basis of the directions in which some vectors spread most: what a covariance is projected on. */
final class LeadingDirections {
    private static final double NEGLIGIBLE = 1e-10;
    /** A vector that loses more than this to those before it is mostly rounding, even if done twice. */
    private static final double DEPENDENT = 1e-6;

    private final int mostOfEach;
    private final List<double[]> basis = new ArrayList<>();

    /** Takes at most so many directions of each set of vectors. */
    LeadingDirections(int mostOfEach) {
        this.mostOfEach = mostOfEach;
    }

    /**
     * Adds the leading singular vectors of some vectors, as far as they are not in the basis yet; none if the vectors are too
     * long for their products.
     */
    void add(double[][] vectors) {
        int count = vectors.length;
        double[][] products = new double[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                products[i][j] = Vectors.product(vectors[i], vectors[j]);
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(products);
        if (eigen == null) {
            return;
        }
        double[] values = eigen.values();
        List<Integer> order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -values[k]))
                .limit(mostOfEach)
                .toList();
        for (int k : order) {
            if (values[k] > NEGLIGIBLE * values[order.get(0)]) {
                addDirection(combination(vectors, eigen.vectors()[k], 1 / Math.sqrt(values[k])));
            }
        }
    }

    private void addDirection(double[] direction) {
        for (int pass = 0; pass < 2; pass++) {
            for (double[] other : basis) {
                Vectors.addMultiple(other, -Vectors.product(other, direction), direction);
            }
        }
        double length = Math.sqrt(Vectors.product(direction, direction));
        if (length > DEPENDENT) {
            for (int i = 0; i < direction.length; i++) {
                direction[i] /= length;
            }
            basis.add(direction);
        }
    }

    /** Returns the basis, a vector a row. */
    double[][] basis() {
        return basis.toArray(double[][]::new);
    }

    /** Returns a weighted sum of vectors. */
    static double[] combination(double[][] vectors, double[] weights, double scale) {
        double[] sum = new double[vectors[0].length];
        Vectors.addMultiples(vectors, 0, weights, sum, sum.length);
        for (int i = 0; i < sum.length; i++) {
            sum[i] *= scale;
        }
        return sum;
    }
}
