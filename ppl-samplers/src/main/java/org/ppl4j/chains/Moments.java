package org.ppl4j.chains;

/** Mean and variance in two passes, so that a large common offset costs no digits. */
final class Moments {

    private Moments() {}

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double first = sum / values.length;
        if (!Double.isFinite(first)) {
            return first;
        }
        double rest = 0;
        for (double value : values) {
            rest += value - first;
        }
        return first + rest / values.length;
    }

    /** Returns the variance with divisor n - 1. */
    static double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            double deviation = value - mean;
            sum += deviation * deviation;
        }
        return sum / (values.length - 1);
    }

    static double standardDeviation(double[] values) {
        return values.length < 2 ? Double.NaN : Math.sqrt(variance(values));
    }

    /** Returns the covariance with divisor n - 1. */
    static double covariance(double[] left, double[] right) {
        double leftMean = mean(left);
        double rightMean = mean(right);
        double product = 0;
        for (int index = 0; index < left.length; index++) {
            product += (left[index] - leftMean) * (right[index] - rightMean);
        }
        return product / (left.length - 1);
    }

    static double correlation(double[] left, double[] right) {
        double leftMean = mean(left);
        double rightMean = mean(right);
        double product = 0;
        double leftSquares = 0;
        double rightSquares = 0;
        for (int index = 0; index < left.length; index++) {
            double leftDeviation = left[index] - leftMean;
            double rightDeviation = right[index] - rightMean;
            product += leftDeviation * rightDeviation;
            leftSquares += leftDeviation * leftDeviation;
            rightSquares += rightDeviation * rightDeviation;
        }
        return product / Math.sqrt(leftSquares * rightSquares);
    }
}
