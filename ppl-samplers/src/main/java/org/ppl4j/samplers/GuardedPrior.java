package org.ppl4j.samplers;

import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.ppl4j.density.ChangingStructureException;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.model.SiteDraws;

/** A prior as one chain sees it: what throws is NaN, and remembered. */
record GuardedPrior(Prior prior, Supplier<DensityFailures> failures) implements Prior {

    @Override
    public double logDensity(double[] position) {
        return guard(() -> prior.logDensity(position));
    }

    @Override
    public SiteDraws draws(Set<String> variables) {
        return guarded(prior.draws(variables));
    }

    @Override
    public SiteDraws draws(String variable, Distribution distribution) {
        return guarded(prior.draws(variable, distribution));
    }

    private SiteDraws guarded(SiteDraws draws) {
        return new SiteDraws() {
            @Override
            public double draw(double[] position, RandomGenerator random) {
                return guard(() -> draws.draw(position, random));
            }

            @Override
            public double logDensity(double[] position) {
                return guard(() -> draws.logDensity(position));
            }
        };
    }

    private double guard(DoubleSupplier evaluation) {
        try {
            return evaluation.getAsDouble();
        } catch (ChangingStructureException e) {
            throw e;
        } catch (RuntimeException e) {
            return failures.get().threw(e);
        }
    }
}
