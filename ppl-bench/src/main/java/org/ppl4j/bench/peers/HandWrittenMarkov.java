package org.ppl4j.bench.peers;

/**
 * {@link HiddenMarkov} by hand: the forward-backward algorithm on scaled probabilities, whose expected counts are the
 * gradient (L. R. Rabiner, "A tutorial on hidden Markov models", 1989, sections III and V.A).
 */
final class HandWrittenMarkov implements Yardstick {

    private final double[] y;
    private final double[] emission0;
    private final double[] emission1;
    private final double[] forward0;
    private final double[] scale;

    HandWrittenMarkov(PeerData data) {
        y = data.vector("y");
        emission0 = new double[y.length];
        emission1 = new double[y.length];
        forward0 = new double[y.length];
        scale = new double[y.length];
    }

    @Override
    public int dimension() {
        return 4;
    }

    @Override
    public double logDensityAndGradient(double[] q, double[] g) {
        double stay0 = 1 / (1 + Math.exp(-q[0]));
        double leave0 = 1 / (1 + Math.exp(q[0]));
        double leave1 = 1 / (1 + Math.exp(-q[1]));
        double stay1 = 1 / (1 + Math.exp(q[1]));
        double step = Math.exp(q[3]);
        double mu0 = q[2];
        double mu1 = mu0 + step;
        double sum = 0;
        double p0 = 0.5;
        double p1 = 0.5;
        for (int t = 0; t < y.length; t++) {
            double l0 = -0.5 * (y[t] - mu0) * (y[t] - mu0);
            double l1 = -0.5 * (y[t] - mu1) * (y[t] - mu1);
            double e = Math.exp(-Math.abs(l0 - l1));
            double e0 = l0 >= l1 ? 1 : e;
            double e1 = l0 >= l1 ? e : 1;
            double f0 = p0 * e0;
            double f1 = p1 * e1;
            double s = f0 + f1;
            sum += Math.max(l0, l1) + Math.log(s);
            f0 /= s;
            f1 /= s;
            emission0[t] = e0;
            emission1[t] = e1;
            forward0[t] = f0;
            scale[t] = s;
            p0 = f0 * stay0 + f1 * leave1;
            p1 = f0 * leave0 + f1 * stay1;
        }
        double byMu0 = 0;
        double byMu1 = 0;
        double count00 = 0;
        double count01 = 0;
        double count10 = 0;
        double count11 = 0;
        double b0 = 1;
        double b1 = 1;
        for (int t = y.length - 1; t >= 0; t--) {
            double f0 = forward0[t];
            double probability0 = f0 * b0;
            byMu0 += probability0 * (y[t] - mu0);
            byMu1 += (1 - f0) * b1 * (y[t] - mu1);
            if (t > 0) {
                double r0 = emission0[t] * b0 / scale[t];
                double r1 = emission1[t] * b1 / scale[t];
                double before0 = forward0[t - 1];
                double before1 = 1 - before0;
                count00 += before0 * r0;
                count01 += before0 * r1;
                count10 += before1 * r0;
                count11 += before1 * r1;
                b0 = stay0 * r0 + leave0 * r1;
                b1 = leave1 * r0 + stay1 * r1;
            }
        }
        byMu0 -= mu0 - 3;
        byMu1 -= mu1 - 10;
        // the simplexes have a flat prior; their Jacobian is the product of their elements
        g[0] = stay0 * leave0 * (count00 - count01) + leave0 - stay0;
        g[1] = leave1 * stay1 * (count10 - count11) + stay1 - leave1;
        g[2] = byMu0 + byMu1;
        g[3] = byMu1 * step + 1;
        return sum
                + Math.log(stay0 * leave0)
                + Math.log(leave1 * stay1)
                - 0.5 * ((mu0 - 3) * (mu0 - 3) + (mu1 - 10) * (mu1 - 10))
                + q[3];
    }
}
