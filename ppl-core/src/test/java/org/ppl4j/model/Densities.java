package org.ppl4j.model;

/** Log densities of univariate distributions in plain Java, to compute expectations by hand. */
final class Densities {

    private Densities() {}

    static double normal(double x, double mean, double standardDeviation) {
        double z = (x - mean) / standardDeviation;
        return -0.5 * z * z - Math.log(standardDeviation) - 0.5 * Math.log(2 * Math.PI);
    }

    static double halfNormal(double x, double scale) {
        return Math.log(2) + normal(x, 0, scale);
    }

    static double poisson(int count, double rate) {
        double logFactorial = 0;
        for (int i = 2; i <= count; i++) {
            logFactorial += Math.log(i);
        }
        return count * Math.log(rate) - rate - logFactorial;
    }
}
