package org.ppl4j.samplers;

import org.ppl4j.density.LogDensity;

/** Neal's funnel: v is normal with scale 3, and nine x are normal with variance exp(v). */
record FunnelDensity() implements LogDensity {
    @Override
    public int dimension() {
        return 10;
    }

    @Override
    public double logDensity(double[] position) {
        return logDensityAndGradient(position, new double[10]);
    }

    @Override
    public double logDensityAndGradient(double[] position, double[] gradient) {
        double v = position[0];
        double precision = Math.exp(-v);
        double squares = 0;
        for (int i = 1; i < 10; i++) {
            squares += position[i] * position[i];
            gradient[i] = -precision * position[i];
        }
        gradient[0] = -v / 9 - 4.5 + precision * squares / 2;
        return -v * v / 18 - 4.5 * v - precision * squares / 2;
    }
}
