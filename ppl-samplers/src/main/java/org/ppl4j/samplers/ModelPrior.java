package org.ppl4j.samplers;

import java.util.Set;
import org.ppl4j.density.ComponentDensity.Components;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.model.SiteDraws;

/** The prior of a model. */
record ModelPrior(ModelDensity density) implements Prior {

    @Override
    public double logDensity(double[] position) {
        Components components = density.components(position);
        return components.logPrior() + components.logJacobian();
    }

    @Override
    public SiteDraws draws(Set<String> variables) {
        return density.siteDraws(variables);
    }

    @Override
    public SiteDraws draws(String variable, Distribution distribution) {
        return density.siteDraws(variable, distribution);
    }
}
