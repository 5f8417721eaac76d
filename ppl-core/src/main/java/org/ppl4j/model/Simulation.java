package org.ppl4j.model;

import java.util.Map;
import org.ppl4j.tensor.Tensor;

/**
 * Data that were simulated from a model's own prior predictive distribution, with what they were simulated from.
 *
 * @param values the sampled sites and the deterministic values, drawn from the prior
 * @param observed the observed sites, drawn given those
 * @param model the model with these data in place of its own
 */
public record Simulation(Map<String, Tensor> values, Map<String, Tensor> observed, Model model) {

    /** Copies the maps. */
    public Simulation {
        values = Map.copyOf(values);
        observed = Map.copyOf(observed);
    }
}
