package org.ppl4j.chains;

import java.util.Arrays;

/** What the diagnostics have in common: draws of one number, an array a chain. */
final class ChainArrays {

    // Draws are constant if they differ by rounding alone. Posterior's tolerance is the same around 1, but absolute.
    private static final double CONSTANT = Math.ulp(1.0);

    private ChainArrays() {}

    /** Returns the chains cut to the length of the shortest; the same array if they are of one length. */
    static double[][] common(double[][] chains) {
        int length = Arrays.stream(chains).mapToInt(chain -> chain.length).min().orElse(0);
        if (Arrays.stream(chains).allMatch(chain -> chain.length == length)) {
            return chains;
        }
        return Arrays.stream(chains).map(chain -> Arrays.copyOf(chain, length)).toArray(double[][]::new);
    }

    /** Returns the halves of each chain as chains of their own, without the middle draw if the length is odd. */
    static double[][] split(double[][] chains) {
        double[][] common = common(chains);
        if (common.length == 0 || common[0].length < 2) {
            return common;
        }
        int length = common[0].length;
        int half = length / 2;
        double[][] halves = new double[2 * common.length][];
        for (int chain = 0; chain < common.length; chain++) {
            halves[2 * chain] = Arrays.copyOfRange(common[chain], 0, half);
            halves[2 * chain + 1] = Arrays.copyOfRange(common[chain], length - half, length);
        }
        return halves;
    }

    /** Returns all draws, chain after chain. */
    static double[] pooled(double[][] chains) {
        return Arrays.stream(chains).flatMapToDouble(Arrays::stream).toArray();
    }

    static boolean hasNaN(double[][] chains) {
        return Arrays.stream(chains).anyMatch(chain -> Arrays.stream(chain).anyMatch(Double::isNaN));
    }

    /** Returns whether the draws do not tell anything: none, constant, or not all finite. */
    static boolean degenerate(double[][] chains) {
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (double[] chain : chains) {
            for (double value : chain) {
                if (!Double.isFinite(value)) {
                    return true;
                }
                smallest = Math.min(smallest, value);
                largest = Math.max(largest, value);
            }
        }
        double range = largest - smallest;
        return !(range > 0 && range >= CONSTANT * Math.max(Math.abs(smallest), Math.abs(largest)));
    }
}
