package org.ppl4j.samplers;

import java.util.Map;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** A number that a calibration ranks beside the variables themselves. Used by several threads at once: keep no state. */
@FunctionalInterface
public interface TestQuantity {

    /**
     * {@return the number}
     *
     * @param values the values of the sampled sites and the deterministic values, drawn from the prior or the posterior
     * @param model the model on the data of the simulation
     */
    double of(Map<String, Tensor> values, Model model);

    /**
     * {@return the log likelihood of the simulated data, which shows errors that the ranks of single variables do not: a
     * posterior that ignores the data has uniform ranks for those} Modrák et al., Bayesian Analysis 20, 2025.
     */
    static TestQuantity logLikelihood() {
        return (values, model) -> model.logLikelihood(values);
    }
}
