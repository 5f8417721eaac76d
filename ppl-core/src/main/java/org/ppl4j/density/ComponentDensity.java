package org.ppl4j.density;

/** A log density that is known by its parts, and can say what a position means in the space of the model. */
public interface ComponentDensity extends TwiceDifferentiableDensity {

    /**
     * Returns the three sums that make up the log density.
     *
     * @param position the unconstrained coordinates
     */
    Components components(double[] position);

    /**
     * Writes the constrained and the deterministic values, one after the other, row-major.
     *
     * @param position the unconstrained coordinates
     * @param values receives them
     * @return the log joint density in the space of the model, without the Jacobian
     */
    double record(double[] position, double[] values);

    /**
     * Does the same where the log density is known, which may save computing it again; the sum is then rounded differently.
     *
     * @param position the unconstrained coordinates
     * @param logDensity the log density there
     * @param values receives the values
     * @return the log joint density in the space of the model, without the Jacobian
     */
    default double record(double[] position, double logDensity, double[] values) {
        return record(position, values);
    }

    /**
     * The parts of a log density.
     *
     * @param logPrior the sum over the sampled sites
     * @param logLikelihood the sum over the observed sites and the factors
     * @param logJacobian the sum of the log-Jacobians of the constraining maps
     */
    record Components(double logPrior, double logLikelihood, double logJacobian) {

        /** Returns the log joint density in the space of the model. */
        public double logJoint() {
            return logPrior + logLikelihood;
        }
    }
}
