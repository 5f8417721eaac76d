package org.ppl4j.distribution;

import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** How the elements of normal vectors scatter about the mean. */
sealed interface Spread {

    /** Returns the parameter that says it. */
    Parameter parameter();

    /** Returns the shape of the elements as far as the parameter says. */
    Shape elements();

    /** Returns the squared Mahalanobis distances of vectors along the last axis. */
    Tensor squaredDistance(Tensor deviation);

    /** Returns half the logarithm of the covariance matrix's determinant. */
    Tensor logVolume(int dimension);

    /** Returns standard normal vectors transformed to this spread. */
    Tensor scaled(Tensor standard);

    /** Returns the standard deviation of each element. */
    Tensor standardDeviations();

    /** Returns the variance of each element. */
    Tensor variance();

    /** Independent elements. */
    record Independent(Tensor standardDeviations) implements Spread {

        @Override
        public Parameter parameter() {
            String name = standardDeviations.rank() == 0 ? "standard deviation" : "standard deviations";
            return new Parameter(name, standardDeviations, Supports.positive());
        }

        @Override
        public Shape elements() {
            return standardDeviations.shape();
        }

        @Override
        public Tensor squaredDistance(Tensor deviation) {
            return deviation.dividedBy(standardDeviations).square().sum(-1);
        }

        @Override
        public Tensor logVolume(int dimension) {
            Tensor logs = standardDeviations.log();
            if (logs.rank() == 0) {
                return logs.times(dimension);
            }
            int repeats = dimension / logs.shape().dimension(logs.rank() - 1);
            return logs.sum(-1).times(repeats);
        }

        @Override
        public Tensor scaled(Tensor standard) {
            return standardDeviations.timesElementwise(standard);
        }

        @Override
        public Tensor variance() {
            return standardDeviations.square();
        }
    }

    /** Elements by the Cholesky factor of their covariance matrix. */
    record Correlated(Parameter parameter, Tensor factor) implements Spread {

        @Override
        public Shape elements() {
            return Shape.of(factor.rows());
        }

        @Override
        public Tensor squaredDistance(Tensor deviation) {
            if (deviation.rank() == 1) {
                return factor.solveLower(deviation).square().sum();
            }
            Shape leading = Violations.leading(deviation.shape(), 1);
            Tensor rows = deviation.reshape(leading.size(), factor.rows());
            return factor.solveLower(rows.transpose()).square().sum(0).reshape(leading);
        }

        @Override
        public Tensor logVolume(int dimension) {
            return factor.diagonal().log().sum();
        }

        @Override
        public Tensor scaled(Tensor standard) {
            Tensor rows = standard.reshape(standard.size() / factor.rows(), factor.rows());
            return rows.dot(factor.transpose()).reshape(standard.shape());
        }

        @Override
        public Tensor standardDeviations() {
            return variance().sqrt();
        }

        @Override
        public Tensor variance() {
            return factor.square().sum(1);
        }
    }
}
