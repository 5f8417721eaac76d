package org.ppl4j.samplers;

/** The geometry that a Hamiltonian sampler moves in, and whether the warm-up learns it. */
public enum MetricType {
    /** All coordinates on the scale of one: nothing is learned. For targets that are scaled already. */
    UNIT {
        @Override
        MetricEstimator estimator(int dimension) {
            return new Fixed(new UnitMetric());
        }
    },

    /** A scale for each coordinate, learned in warm-up. */
    DIAGONAL {
        @Override
        MetricEstimator estimator(int dimension) {
            return new WelfordVariance(dimension);
        }
    };

    abstract MetricEstimator estimator(int dimension);

    private record Fixed(Metric initial) implements MetricEstimator {
        @Override
        public boolean learns() {
            return false;
        }

        @Override
        public void add(double[] position) {
            // Nothing is learned.
        }

        @Override
        public Metric estimate() {
            return initial;
        }
    }
}
