package org.ppl4j.bench.peers;

/** {@link Funnel} by hand. */
final class HandWrittenFunnel implements Yardstick {

    private final int size;

    HandWrittenFunnel(PeerData data) {
        size = data.integer("N");
    }

    @Override
    public int dimension() {
        return size + 1;
    }

    @Override
    public double logDensityAndGradient(double[] q, double[] g) {
        double v = q[0];
        double precision = Math.exp(-v);
        double squares = 0;
        for (int i = 1; i <= size; i++) {
            double x = q[i];
            squares += x * x;
            g[i] = -x * precision;
        }
        g[0] = -v / 9 + 0.5 * (squares * precision - size);
        return -v * v / 18 - 0.5 * (squares * precision + size * v);
    }
}
