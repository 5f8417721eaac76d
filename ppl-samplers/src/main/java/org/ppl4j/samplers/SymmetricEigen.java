package org.ppl4j.samplers;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ppl4j.math.Lanes;

/**
 * The eigenvalues and eigenvectors of a symmetric matrix, by Householder's tridiagonal form and implicit QL steps.
 *
 * <p>H. Bowdler, R. S. Martin, C. Reinsch and J. H. Wilkinson, "The QR and QL algorithms for symmetric matrices", Numerische
 * Mathematik 11, 1968. By additions, products, quotients and roots alone, so that it gives the same bits everywhere.
 */
final class SymmetricEigen {
    private static final int MOST_STEPS = 100;

    private final int n;
    /** Rows hold the reflections, and in the end the eigenvectors. */
    private final double[][] vectors;

    private final double[] values;
    private final double[] offDiagonal;

    private SymmetricEigen(double[][] matrix) {
        n = matrix.length;
        vectors = matrix;
        values = new double[n];
        offDiagonal = new double[n];
        double[][] reflectors = new double[n][];
        reduce(reflectors);
        accumulate(reflectors);
    }

    /**
     * Takes over a matrix, of which the lower triangle is read; returns null if the eigenvalues are not found, as those of
     * numbers that are not all finite are not.
     */
    static @Nullable SymmetricEigen of(double[][] matrix) {
        SymmetricEigen eigen = new SymmetricEigen(matrix);
        for (int i = 0; i < eigen.n; i++) {
            if (!eigen.decouple(i)) {
                return null;
            }
        }
        return Arrays.stream(eigen.values).allMatch(Double::isFinite) ? eigen : null;
    }

    /** Returns the eigenvalues, in no order. */
    double[] values() {
        return values;
    }

    /** Returns the eigenvectors, as rows. */
    double[][] vectors() {
        return vectors;
    }

    /** Brings the matrix to tridiagonal form from its last row up; keeps the vector of each reflection, of norm root 2. */
    private void reduce(double[][] reflectors) {
        for (int i = n - 1; i > 0; i--) {
            double[] row = vectors[i];
            double largest = 0;
            for (int k = 0; k < i; k++) {
                largest = Math.max(largest, Math.abs(row[k]));
            }
            if (i == 1 || largest == 0) {
                offDiagonal[i] = i == 1 ? row[0] : 0;
                continue;
            }
            double[] reflector = new double[i];
            double squares = 0;
            for (int k = 0; k < i; k++) {
                reflector[k] = row[k] / largest;
                squares += reflector[k] * reflector[k];
            }
            double length = reflector[i - 1] > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
            offDiagonal[i] = largest * length;
            double half = squares - reflector[i - 1] * length;
            reflector[i - 1] -= length;
            double scale = 1 / Math.sqrt(half);
            for (int k = 0; k < i; k++) {
                reflector[k] *= scale;
            }
            reflectors[i] = reflector;
            reflect(reflector);
        }
        for (int i = 0; i < n; i++) {
            values[i] = vectors[i][i];
        }
    }

    /** Applies {@code I - w wᵀ} to the leading part of the matrix, from both sides. */
    private void reflect(double[] w) {
        int size = w.length;
        double[] product = new double[size];
        for (int i = 0; i < size; i++) {
            double[] row = vectors[i];
            product[i] += Lanes.dot(row, 0, w, 0, i + 1);
            Vectors.addMultiple(row, w[i], product, i);
        }
        double half = 0;
        for (int i = 0; i < size; i++) {
            half += w[i] * product[i];
        }
        half /= 2;
        for (int i = 0; i < size; i++) {
            product[i] -= half * w[i];
        }
        for (int i = 0; i < size; i++) {
            double[] row = vectors[i];
            for (int j = 0; j <= i; j++) {
                row[j] -= product[i] * w[j] + w[i] * product[j];
            }
        }
    }

    /** Writes the product of all reflections, transposed, into the vectors. */
    private void accumulate(double[][] reflectors) {
        double[][] product = new double[n][n];
        for (int i = 0; i < n; i++) {
            product[i][i] = 1;
        }
        double[] sums = new double[n];
        for (int i = 1; i < n; i++) {
            double[] w = reflectors[i];
            if (w == null) {
                continue;
            }
            // rows and columns from i on are still the identity's
            Arrays.fill(sums, 0, i, 0);
            Vectors.addMultiples(product, 0, w, sums, i);
            for (int k = 0; k < i; k++) {
                Vectors.addMultiple(sums, -w[k], product[k], i);
            }
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                vectors[k][i] = product[i][k];
            }
        }
        for (int i = 0; i < n; i++) {
            offDiagonal[i] = i < n - 1 ? offDiagonal[i + 1] : 0;
        }
    }

    /** Turns the tridiagonal matrix until the element beside a diagonal one has vanished; returns whether it has. */
    private boolean decouple(int start) {
        for (int step = 0; ; step++) {
            int end = start;
            while (end < n - 1 && !vanishes(end)) {
                end++;
            }
            if (end == start) {
                return true;
            }
            if (step == MOST_STEPS) {
                return false;
            }
            turn(start, end);
        }
    }

    private boolean vanishes(int place) {
        double size = Math.abs(values[place]) + Math.abs(values[place + 1]);
        return size + Math.abs(offDiagonal[place]) == size;
    }

    /** One implicit QL step on a block, with Wilkinson's shift. */
    private void turn(int start, int end) {
        double g = (values[start + 1] - values[start]) / (2 * offDiagonal[start]);
        double r = Math.sqrt(g * g + 1);
        g = values[end] - values[start] + offDiagonal[start] / (g + Math.copySign(r, g));
        double sine = 1;
        double cosine = 1;
        double carried = 0;
        for (int i = end - 1; i >= start; i--) {
            double f = sine * offDiagonal[i];
            double b = cosine * offDiagonal[i];
            r = norm(f, g);
            offDiagonal[i + 1] = r;
            if (r == 0) {
                values[i + 1] -= carried;
                offDiagonal[end] = 0;
                return;
            }
            sine = f / r;
            cosine = g / r;
            g = values[i + 1] - carried;
            r = (values[i] - g) * sine + 2 * cosine * b;
            carried = sine * r;
            values[i + 1] = g + carried;
            g = cosine * r - b;
            rotate(vectors[i], vectors[i + 1], sine, cosine);
        }
        values[start] -= carried;
        offDiagonal[start] = g;
        offDiagonal[end] = 0;
    }

    private static void rotate(double[] first, double[] second, double sine, double cosine) {
        for (int k = 0; k < first.length; k++) {
            double f = second[k];
            second[k] = sine * first[k] + cosine * f;
            first[k] = cosine * first[k] - sine * f;
        }
    }

    private static double norm(double a, double b) {
        double largest = Math.max(Math.abs(a), Math.abs(b));
        if (largest == 0) {
            return 0;
        }
        double x = a / largest;
        double y = b / largest;
        return largest * Math.sqrt(x * x + y * y);
    }
}
