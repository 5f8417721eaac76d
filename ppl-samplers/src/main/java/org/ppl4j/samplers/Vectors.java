package org.ppl4j.samplers;

import org.ppl4j.math.Lanes;

/** Sums and products of vectors, by loops that HotSpot makes SIMD instructions of. */
final class Vectors {

    private Vectors() {}

    static double product(double[] a, double[] b) {
        return Lanes.dot(a, 0, b, 0, a.length);
    }

    /** Adds a multiple of a vector to a sum, as far as the sum goes. */
    static void addMultiple(double[] vector, double factor, double[] sum) {
        addMultiple(vector, factor, sum, sum.length);
    }

    /** Adds a multiple of a vector's first elements to those of a sum. */
    static void addMultiple(double[] vector, double factor, double[] sum, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += factor * vector[i];
        }
    }

    /**
     * Adds multiples of vectors' first elements to those of a sum, four vectors at a time.
     *
     * @param vectors the vectors
     * @param from the first of them to add
     * @param factors the factors of the vectors, as far as these are added
     * @param sum the sum
     * @param length how many elements
     */
    static void addMultiples(double[][] vectors, int from, double[] factors, double[] sum, int length) {
        int k = from;
        for (; k + 3 < factors.length; k += 4) {
            addFour(vectors, k, factors, sum, length);
        }
        for (; k < factors.length; k++) {
            addMultiple(vectors[k], factors[k], sum, length);
        }
    }

    private static void addFour(double[][] vectors, int k, double[] factors, double[] sum, int length) {
        double[] v0 = vectors[k];
        double[] v1 = vectors[k + 1];
        double[] v2 = vectors[k + 2];
        double[] v3 = vectors[k + 3];
        double f0 = factors[k];
        double f1 = factors[k + 1];
        double f2 = factors[k + 2];
        double f3 = factors[k + 3];
        for (int i = 0; i < length; i++) {
            sum[i] += (f0 * v0[i] + f1 * v1[i]) + (f2 * v2[i] + f3 * v3[i]);
        }
    }

    /** Adds the products of vectors with themselves, times a factor, to a symmetric matrix. */
    static void addSquares(double[][] vectors, double factor, double[][] sum) {
        double[] factors = new double[vectors.length];
        for (int i = 0; i < sum.length; i++) {
            for (int k = 0; k < factors.length; k++) {
                factors[k] = factor * vectors[k][i];
            }
            addMultiples(vectors, 0, factors, sum[i], i + 1);
            for (int j = 0; j < i; j++) {
                sum[j][i] = sum[i][j];
            }
        }
    }
}
