package org.ppl4j.samplers;

import org.jspecify.annotations.Nullable;

/** The geometry that a Hamiltonian sampler moves in, and what the warm-up learns of it. */
public enum MetricType {
    /** All coordinates on the scale of one: nothing is learned. For targets that are scaled already. */
    UNIT {
        @Override
        @Nullable
        MetricEstimator varianceEstimator(int dimension) {
            return null;
        }

        @Override
        @Nullable
        MetricEstimator fisherEstimator(int dimension) {
            return null;
        }
    },

    /** A scale for each coordinate: where coordinates are many, their correlations weak, and gradients cheap. */
    DIAGONAL {
        @Override
        MetricEstimator varianceEstimator(int dimension) {
            return new VarianceEstimator(dimension);
        }

        @Override
        MetricEstimator fisherEstimator(int dimension) {
            return new FisherDiagonal(dimension);
        }
    },

    /** A whole covariance: for few coordinates, since each leapfrog step costs their square. */
    DENSE {
        @Override
        MetricEstimator varianceEstimator(int dimension) {
            return new CovarianceEstimator(dimension);
        }

        @Override
        MetricEstimator fisherEstimator(int dimension) {
            return new FisherCovariance(dimension, false);
        }

        @Override
        int patience(int dimension) {
            return 20;
        }
    },

    /**
     * A scale for each coordinate, and correlations in the few directions that are much wider or narrower than others. A
     * leapfrog step costs as much as there are coordinates times such directions.
     */
    LOW_RANK {
        @Override
        MetricEstimator varianceEstimator(int dimension) {
            return new FisherCovariance(dimension, true);
        }

        @Override
        MetricEstimator fisherEstimator(int dimension) {
            return new FisherCovariance(dimension, true);
        }

        @Override
        int patience(int dimension) {
            return 20;
        }
    },

    /**
     * {@link #LOW_RANK} up to 1000 coordinates, {@link #DIAGONAL} beyond, where directions cost more than most gradients.
     */
    AUTOMATIC {
        private static final int FEW = 1000;

        private MetricType of(int dimension) {
            return dimension <= FEW ? LOW_RANK : DIAGONAL;
        }

        @Override
        @Nullable
        MetricEstimator varianceEstimator(int dimension) {
            return of(dimension).varianceEstimator(dimension);
        }

        @Override
        @Nullable
        MetricEstimator fisherEstimator(int dimension) {
            return of(dimension).fisherEstimator(dimension);
        }

        @Override
        int patience(int dimension) {
            return of(dimension).patience(dimension);
        }
    };

    /** Returns what learns it from positions alone if that can be done, or null if nothing is to be learned. */
    abstract @Nullable MetricEstimator varianceEstimator(int dimension);

    /** Returns what learns it from positions and gradients, or null if nothing is to be learned. */
    abstract @Nullable MetricEstimator fisherEstimator(int dimension);

    /** Returns after how many transitions an estimate is worth its cost again. */
    int patience(int dimension) {
        return 1;
    }
}
