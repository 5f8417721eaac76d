package org.ppl4j.samplers;

import java.util.Set;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.model.SiteDraws;

/** The prior of a target: its log density alone, and draws from it. */
public interface Prior {

    /**
     * {@return the log density of the prior alone, the log-Jacobian of the constraints included}
     *
     * @param position the unconstrained coordinates
     */
    double logDensity(double[] position);

    /**
     * {@return draws of some variables from their own distributions, given the variables before them}
     *
     * @param variables the names of sampled variables
     * @throws IllegalArgumentException if there is no such variable
     */
    SiteDraws draws(Set<String> variables);

    /**
     * {@return draws of a variable from another distribution than its own}
     *
     * @param variable the name of a sampled variable
     * @param distribution what to draw from
     * @throws IllegalArgumentException if there is no such variable, or the distribution does not fit it
     */
    SiteDraws draws(String variable, Distribution distribution);
}
