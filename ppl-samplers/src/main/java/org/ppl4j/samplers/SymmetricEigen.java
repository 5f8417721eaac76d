package org.ppl4j.samplers;

import java.util.Arrays;

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

    /** Takes over the matrix, of which the lower triangle is read. */
    SymmetricEigen(double[][] matrix) {
        n = matrix.length;
        vectors = matrix;
        values = new double[n];
        offDiagonal = new double[n];
        double[][] reflectors = new double[n][];
        reduce(reflectors);
        accumulate(reflectors);
        for (int i = 0; i < n; i++) {
            decouple(i);
        }
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
            double sum = row[i] * w[i];
            for (int j = 0; j < i; j++) {
                sum += row[j] * w[j];
                product[j] += row[j] * w[i];
            }
            product[i] += sum;
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
        for (int i = 0; i < n; i++) {
            Arrays.fill(vectors[i], 0);
            vectors[i][i] = 1;
        }
        for (int i = 1; i < n; i++) {
            double[] w = reflectors[i];
            if (w == null) {
                continue;
            }
            // of the transposed product, rows and columns below i are still the identity's
            for (int row = 0; row < i; row++) {
                double sum = 0;
                for (int k = 0; k < i; k++) {
                    sum += w[k] * vectors[row][k];
                }
                for (int k = 0; k < i; k++) {
                    vectors[row][k] -= sum * w[k];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            offDiagonal[i] = i < n - 1 ? offDiagonal[i + 1] : 0;
        }
    }

    /** Turns the tridiagonal matrix until the element beside a diagonal one has vanished. */
    private void decouple(int start) {
        for (int step = 0; ; step++) {
            int end = start;
            while (end < n - 1 && !vanishes(end)) {
                end++;
            }
            if (end == start) {
                return;
            }
            if (step == MOST_STEPS) {
                throw new ArithmeticException("The eigenvalues of a matrix were not found.");
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
