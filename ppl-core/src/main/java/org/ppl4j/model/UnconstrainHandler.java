package org.ppl4j.model;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.tensor.Tensor;

/** Finds the unconstrained coordinates of named values. */
final class UnconstrainHandler extends ForwardingHandler {

    private final Map<String, Tensor> values;
    private final Coordinates coordinates;
    private final double @Nullable [] fallback;
    private final double[] position;
    private final Set<String> met = new LinkedHashSet<>();

    /**
     * Creates a handler.
     *
     * @param values the values by the sites' names
     * @param coordinates the places of the sites
     * @param fallback the unconstrained coordinates of sites without a value; null if all must have one
     */
    UnconstrainHandler(Map<String, Tensor> values, Coordinates coordinates, double @Nullable [] fallback) {
        super(DrawHandler.ofSampled(values, new SplittableRandom(0)));
        this.values = values;
        this.coordinates = coordinates;
        this.fallback = fallback;
        this.position = new double[coordinates.dimension()];
    }

    double[] position() {
        return position;
    }

    /** Returns the names of the sites that a value can be given to. */
    Set<String> met() {
        return met;
    }

    @Override
    public Tensor sample(Site site, Distribution distribution) {
        Tensor given = values.get(site.name());
        if (given == null && fallback != null) {
            return keep(coordinates.knownPlace(site, distribution), distribution, fallback);
        }
        if (given == null) {
            throw site.error("a value is needed to unconstrain it. Give one under this name.");
        }
        met.add(site.name());
        Tensor value = SiteChecks.sampledValue(site, distribution, given);
        Coordinates.Place place = coordinates.knownPlace(site, distribution);
        Bijector bijector = place.isDiscrete() ? null : distribution.support().bijector();
        double[] unconstrained =
                bijector == null ? value.toArray() : bijector.inverse(value).toArray();
        if (!Arrays.stream(unconstrained).allMatch(Double::isFinite)) {
            throw site.error("the value " + Failures.text(value) + " lies on the boundary of the support of "
                    + distribution.name() + ", where it has no unconstrained coordinates. Give a value inside.");
        }
        System.arraycopy(unconstrained, 0, position, place.offset(), unconstrained.length);
        return super.sample(site, distribution);
    }

    private Tensor keep(Coordinates.Place place, Distribution distribution, double[] coordinatesToKeep) {
        int size = place.unconstrained().size();
        System.arraycopy(coordinatesToKeep, place.offset(), position, place.offset(), size);
        Tensor unconstrained =
                Tensor.of(place.unconstrained(), Arrays.copyOfRange(position, place.offset(), place.offset() + size));
        return place.value(distribution, unconstrained);
    }

    @Override
    public void deterministic(Site site, Tensor value) {
        met.add(site.name());
    }
}
