package org.ppl4j.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.tensor.Tensor;

/** Runs a model at a position; draws some of its sites anew, and adds up the log density with which they are drawn. */
final class RedrawHandler extends SampledSitesHandler {

    private static final int ATTEMPTS = 100;

    private final Coordinates coordinates;
    private final Set<String> sites;
    private final Map<String, Distribution> others;
    private final double[] position;
    private final @Nullable RandomGenerator random;
    private double logDensity;

    /**
     * Creates a handler.
     *
     * @param coordinates the places of the sites
     * @param sites which of them are drawn
     * @param others what some of them are drawn from; the rest is drawn from the model's own distributions
     * @param position the unconstrained coordinates, overwritten where sites are drawn
     * @param random the source of randomness; null to draw nothing, for the log density alone
     */
    RedrawHandler(
            Coordinates coordinates,
            Set<String> sites,
            Map<String, Distribution> others,
            double[] position,
            @Nullable RandomGenerator random) {
        this.coordinates = coordinates;
        this.sites = sites;
        this.others = others;
        this.position = position;
        this.random = random;
    }

    /** Returns the log density of the drawn sites over their unconstrained coordinates. */
    double logDensity() {
        return logDensity;
    }

    @Override
    public Tensor sample(Site site, Distribution distribution) {
        Coordinates.Place place = coordinates.knownPlace(site, distribution);
        Bijector bijector = place.isDiscrete() ? null : distribution.support().bijector();
        boolean isDrawn = sites.contains(site.name());
        Distribution source = others.getOrDefault(site.name(), distribution);
        if (isDrawn && random != null) {
            draw(site, place, bijector, source, random);
        }
        Tensor unconstrained = Tensor.of(
                place.unconstrained(),
                Arrays.copyOfRange(
                        position,
                        place.offset(),
                        place.offset() + place.unconstrained().size()));
        Tensor value = bijector == null ? unconstrained : bijector.forward(unconstrained);
        if (isDrawn) {
            logDensity += Terms.logDensity(site, source, value).sum().doubleValue();
            if (bijector != null) {
                logDensity +=
                        bijector.logAbsDetJacobian(unconstrained, value).sum().doubleValue();
            }
        }
        return value;
    }

    /** A draw may round to the boundary of the support, or come from a distribution that is wider than it. */
    private void draw(
            Site site,
            Coordinates.Place place,
            @Nullable Bijector bijector,
            Distribution source,
            RandomGenerator generator) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Tensor value = SiteChecks.sampledShape(site, source, SiteChecks.draw(site, source, generator));
            double[] drawn =
                    bijector == null ? value.toArray() : bijector.inverse(value).toArray();
            if (Arrays.stream(drawn).allMatch(Double::isFinite)) {
                System.arraycopy(drawn, 0, position, place.offset(), drawn.length);
                return;
            }
        }
        throw site.error("none of " + ATTEMPTS + " draws from " + source.name()
                + " lies inside the support. Draw from a distribution on the site's own support.");
    }
}
