package org.ppl4j.bench.peers;

/** Products with the rows of matrices that lie in one array. */
final class Rows {

    private Rows() {}

    /** Lays the rows of a matrix one after the other. */
    static double[] flat(double[][] rows) {
        int columns = rows[0].length;
        double[] flat = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * columns, columns);
        }
        return flat;
    }

    /** Returns the sum of a[i + k] b[j + k]: in four sums, which a processor adds to at the same time. */
    static double dot(double[] a, int i, double[] b, int j, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k + 3 < length; k += 4) {
            s0 += a[i + k] * b[j + k];
            s1 += a[i + k + 1] * b[j + k + 1];
            s2 += a[i + k + 2] * b[j + k + 2];
            s3 += a[i + k + 3] * b[j + k + 3];
        }
        for (; k < length; k++) {
            s0 += a[i + k] * b[j + k];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Adds factor a[i + k] to b[j + k]: a loop that HotSpot vectorises. */
    static void addMultiple(double factor, double[] a, int i, double[] b, int j, int length) {
        for (int k = 0; k < length; k++) {
            b[j + k] += factor * a[i + k];
        }
    }
}
