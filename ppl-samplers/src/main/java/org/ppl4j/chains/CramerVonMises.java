package org.ppl4j.chains;

/**
 * The limit of the distribution of the Cramér–von Mises statistic: of the integral of a squared Brownian bridge.
 *
 * <p>T. W. Anderson and D. A. Darling, "Asymptotic theory of certain goodness of fit criteria based on stochastic
 * processes", Annals of Mathematical Statistics 23, 1952, equation 4.35.
 */
final class CramerVonMises {

    private static final double STEP = 1.0 / 16;
    private static final double NEGLIGIBLE = 1e-18;
    /** From here on less than 1e-100 of the probability is left. */
    private static final double CERTAIN = 50;

    private CramerVonMises() {}

    static double cumulativeProbability(double statistic) {
        if (Double.isNaN(statistic)) {
            return Double.NaN;
        }
        if (statistic <= 0) {
            return 0;
        }
        if (statistic >= CERTAIN) {
            return 1;
        }
        double sum = 0;
        // Γ(k + 1/2) / (Γ(1/2) k!), the absolute value of a binomial coefficient.
        double coefficient = 1;
        for (int k = 0; ; k++) {
            double argument = (4 * k + 1) * (4 * k + 1) / (16 * statistic);
            double term = coefficient * Math.sqrt(4 * k + 1) * scaledBessel(argument);
            sum += term;
            if (term <= NEGLIGIBLE * sum) {
                return Math.min(1, sum / (Math.PI * Math.sqrt(statistic)));
            }
            coefficient *= (k + 0.5) / (k + 1);
        }
    }

    /**
     * Returns exp(−x) times the modified Bessel function of the second kind of order 1/4: its integral representation by
     * the trapezoidal rule, whose error falls exponentially for such integrands.
     */
    static double scaledBessel(double x) {
        double sum = 0.5;
        for (int place = 1; ; place++) {
            double t = place * STEP;
            double half = Math.sinh(t / 2);
            double term = Math.exp(-2 * x * half * half) * Math.cosh(t / 4);
            sum += term;
            if (term < NEGLIGIBLE) {
                return STEP * sum * Math.exp(-2 * x);
            }
        }
    }
}
