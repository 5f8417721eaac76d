package org.ppl4j.chains;

/**
 * The spectral density of a chain at frequency zero, by an autoregression: what the variance of the chain's mean is, times
 * the number of draws, however the draws depend on each other.
 *
 * <p>The autoregression is fitted by the Yule–Walker equations; its order, up to 10 log₁₀(n), is the one with the smallest
 * criterion of Akaike. This is {@code spectrum0.ar} of the R package coda (Plummer, Best, Cowles and Vines, "CODA:
 * convergence diagnosis and output analysis for MCMC", R News 6, 2006), on which its diagnostics rest. As there, a chain
 * that is constant, or on a straight line, as two draws always are, has the density 0.
 *
 * @param value the density at frequency zero, NaN if a draw is not finite or there are fewer than two
 * @param order the order of the autoregression
 */
public record SpectralDensity(double value, int order) {

    private static final double ROUNDING = 1e-14;

    /**
     * {@return the spectral density of a chain at frequency zero}
     *
     * @param chain the draws of one number in one chain
     */
    public static SpectralDensity of(double[] chain) {
        int draws = chain.length;
        if (draws < 2 || !Double.isFinite(Moments.mean(chain))) {
            return new SpectralDensity(Double.NaN, 0);
        }
        double[] centred = Autocovariance.centred(chain);
        int highest = Math.min(draws - 1, (int) Math.floor(10 * Math.log10(draws)));
        double[] covariance = new double[highest + 1];
        for (int lag = 0; lag <= highest; lag++) {
            covariance[lag] = Autocovariance.ofCentred(centred, lag);
        }
        return isStraight(centred, covariance[0]) ? new SpectralDensity(0, 0) : fit(covariance, draws);
    }

    private static boolean isStraight(double[] centred, double variance) {
        double middle = (centred.length - 1) / 2.0;
        double product = 0;
        double squares = 0;
        for (int draw = 0; draw < centred.length; draw++) {
            product += (draw - middle) * centred[draw];
            squares += (draw - middle) * (draw - middle);
        }
        double explained = product * product / squares / centred.length;
        return variance - explained <= ROUNDING * variance;
    }

    /** The recursion of Levinson and Durbin, one order after the other. */
    private static SpectralDensity fit(double[] covariance, int draws) {
        double[] coefficients = new double[covariance.length];
        double variance = covariance[0];
        double sum = 0;
        double best = draws * Math.log(variance);
        SpectralDensity density = new SpectralDensity(atZero(variance, sum, draws, 0), 0);
        for (int order = 1; order < covariance.length; order++) {
            double reflection = covariance[order];
            for (int lag = 1; lag < order; lag++) {
                reflection -= coefficients[lag] * covariance[order - lag];
            }
            reflection /= variance;
            reflect(coefficients, order, reflection);
            variance *= 1 - reflection * reflection;
            sum += reflection - reflection * sum;
            double criterion = draws * Math.log(variance) + 2 * order;
            if (criterion < best) {
                best = criterion;
                density = new SpectralDensity(atZero(variance, sum, draws, order), order);
            }
        }
        return density;
    }

    private static void reflect(double[] coefficients, int order, double reflection) {
        coefficients[order] = reflection;
        for (int low = 1, high = order - 1; low <= high; low++, high--) {
            double lower = coefficients[low];
            double upper = coefficients[high];
            coefficients[low] = lower - reflection * upper;
            coefficients[high] = upper - reflection * lower;
        }
    }

    /** The innovations' variance has as many degrees of freedom as draws are left by the order and the mean. */
    private static double atZero(double variance, double sumOfCoefficients, int draws, int order) {
        double innovations = variance * draws / (draws - (order + 1));
        double rest = 1 - sumOfCoefficients;
        return innovations / (rest * rest);
    }
}
