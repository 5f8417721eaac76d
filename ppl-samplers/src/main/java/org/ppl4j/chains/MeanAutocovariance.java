package org.ppl4j.chains;

import java.util.Arrays;

/**
 * The autocovariance, averaged over chains, lag by lag as it is asked for: chains that mix well need but a few lags, for
 * which the definition is faster than a Fourier transform. The transform bounds the cost for those that do not.
 */
final class MeanAutocovariance {

    private final double[][] centred;
    private final int directLags;
    private double[] transformed = {};

    MeanAutocovariance(double[][] chains) {
        centred = Arrays.stream(chains).map(Autocovariance::centred).toArray(double[][]::new);
        int logarithm = 32 - Integer.numberOfLeadingZeros(chains[0].length);
        directLags = 16 * logarithm;
    }

    double at(int lag) {
        if (lag < directLags) {
            double sum = 0;
            for (double[] chain : centred) {
                sum += Autocovariance.ofCentred(chain, lag);
            }
            return sum / centred.length;
        }
        if (transformed.length == 0) {
            transformed = transform();
        }
        return transformed[lag];
    }

    private double[] transform() {
        double[] mean = new double[centred[0].length];
        for (double[] chain : centred) {
            double[] covariance = Autocovariance.ofCentred(chain);
            for (int lag = 0; lag < mean.length; lag++) {
                mean[lag] += covariance[lag] / centred.length;
            }
        }
        return mean;
    }
}
