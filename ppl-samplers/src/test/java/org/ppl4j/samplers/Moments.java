package org.ppl4j.samplers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.ppl4j.chains.Chains;

/** Compares the means and covariances of draws with those they should have, in Monte Carlo standard errors. */
final class Moments {
    private static final double LIMIT = 4;

    private Moments() {}

    /** Returns a line for each moment that is more than four standard errors off. */
    static List<String> discrepancies(Chains chains, int chain, GaussianDensity expected) {
        int dimension = expected.dimension();
        double[][] draws = new double[dimension][];
        for (int i = 0; i < dimension; i++) {
            draws[i] = chains.values("q[" + i + "]", chain);
        }
        int count = draws[0].length;
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < dimension; i++) {
            int a = i;
            compare(lines, "mean of q[" + i + "]", count, t -> draws[a][t], expected.mean[i]);
            for (int j = 0; j <= i; j++) {
                int b = j;
                compare(
                        lines,
                        "covariance of q[" + i + "] and q[" + j + "]",
                        count,
                        t -> (draws[a][t] - expected.mean[a]) * (draws[b][t] - expected.mean[b]),
                        expected.covariance[i][j]);
            }
        }
        return lines;
    }

    private static void compare(
            List<String> lines, String what, int count, IntToDoubleFunction value, double expected) {
        int size = (int) Math.sqrt(count);
        int batches = count / size;
        double sum = 0;
        double sumOfSquares = 0;
        for (int batch = 0; batch < batches; batch++) {
            double total = 0;
            for (int t = batch * size; t < (batch + 1) * size; t++) {
                total += value.applyAsDouble(t);
            }
            sum += total / size;
            sumOfSquares += (total / size) * (total / size);
        }
        double mean = sum / batches;
        double error = Math.sqrt((sumOfSquares / batches - mean * mean) / (batches - 1));
        if (!(Math.abs(mean - expected) <= LIMIT * error)) {
            lines.add(String.format(
                    Locale.ROOT, "%s: %.4f, should be %.4f, standard error %.4f", what, mean, expected, error));
        }
    }
}
