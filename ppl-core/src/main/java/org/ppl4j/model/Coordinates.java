package org.ppl4j.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.bijector.Identity;
import org.ppl4j.bijector.PartlyCentred;
import org.ppl4j.density.ChangingStructureException;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.LocationScale;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * Where the sampled sites of a model lie among the unconstrained coordinates.
 */
final class Coordinates {

    /**
     * The place of one site.
     *
     * @param shape the shape of its value
     * @param unconstrained the shape of the unconstrained value that stands for it
     * @param offset its first coordinate
     * @param isDiscrete whether its coordinates are its values themselves, isolated numbers without a gradient
     * @param isReal whether its values may be any real numbers
     * @param isScaled whether its distribution has a scale, which is random
     */
    record Place(
            Site site,
            Shape shape,
            Shape unconstrained,
            int offset,
            boolean isDiscrete,
            boolean isReal,
            boolean isScaled) {

        /** Returns the part of all coordinates that is the site's. */
        Tensor of(Node variable) {
            return Tensor.of(variable).take(unconstrained, Indices.range(unconstrained.size(), offset, 1));
        }

        /** Returns the value that coordinates of the site stand for. */
        Tensor value(Distribution distribution, Tensor coordinates) {
            return isDiscrete ? coordinates : distribution.support().bijector().forward(coordinates);
        }
    }

    private static final String REMEDY =
            "A density has a fixed dimension: declare the same sites, of the same shapes, in every run.";

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, Recorded> recorded = new LinkedHashMap<>();
    private int dimension;

    /** A value to record, as it was in the run that laid out the coordinates. */
    private record Recorded(Site site, Shape shape) {}

    /** Returns the place of a site, giving it the next one at its first use. */
    Place place(Site site, Distribution distribution) {
        Place known = places.get(site.name());
        if (known != null) {
            requireSameShape(known, site, distribution);
            return known;
        }
        boolean discrete = distribution.isDiscrete();
        Shape shape = distribution.shape();
        Bijector bijector = discrete ? new Identity() : distribution.support().bijector();
        Shape unconstrained = bijector.unconstrainedShape(shape);
        boolean real = !discrete && (bijector instanceof Identity || bijector instanceof PartlyCentred);
        Place place =
                new Place(site.kept(), shape, unconstrained, dimension, discrete, real, isScaled(site, distribution));
        places.put(site.name(), place);
        dimension += unconstrained.size();
        return place;
    }

    private static boolean isScaled(Site site, Distribution distribution) {
        Optional<LocationScale> family = distribution.locationScale();
        if (family == null) {
            throw site.error("the locationScale of " + distribution.name()
                    + " is null. Return Optional.empty() where there is none.");
        }
        return family.isPresent() && !family.get().scale().isConcrete();
    }

    /** Returns the place of a site whose coordinates were laid out before. */
    Place knownPlace(Site site, Distribution distribution) {
        Place known = places.get(site.name());
        if (known == null) {
            throw newSite(site);
        }
        requireSameShape(known, site, distribution);
        return known;
    }

    private static void requireSameShape(Place known, Site site, Distribution distribution) {
        if (!known.shape().equals(distribution.shape())) {
            throw shapeError(site, distribution.shape(), known.shape());
        }
    }

    /** Notes a value to record, of a sampled site or a deterministic one. */
    void note(Site site, Shape shape) {
        recorded.put(site.name(), new Recorded(site.kept(), shape));
    }

    /** Returns the values to record, in the order of their statements. */
    List<ModelDensity.Recorded> recorded() {
        List<ModelDensity.Recorded> values = new ArrayList<>(recorded.size());
        for (Recorded value : recorded.values()) {
            values.add(new ModelDensity.Recorded(value.site().name(), value.shape()));
        }
        return List.copyOf(values);
    }

    /** Refuses a run with other values to record than noted: what is recorded, and where, is fixed too. */
    void requireSame(Map<String, Tensor> values, Map<String, Site> sites) {
        for (Recorded known : recorded.values()) {
            Tensor value = values.get(known.site().name());
            if (value == null) {
                throw changed(
                        known.site(),
                        "the site occurred in the run that laid out the coordinates, but not in this one. ");
            }
            if (!value.shape().equals(known.shape())) {
                throw shapeError(known.site(), value.shape(), known.shape());
            }
        }
        for (String name : values.keySet()) {
            if (!recorded.containsKey(name)) {
                throw newSite(Objects.requireNonNull(sites.get(name)));
            }
        }
    }

    private static ChangingStructureException newSite(Site site) {
        return changed(site, "the site did not occur in the run that laid out the coordinates. ");
    }

    private static ChangingStructureException shapeError(Site site, Shape now, Shape before) {
        return changed(
                site,
                "the value has shape " + now + ", it had " + before + " in the run that laid out the coordinates. ");
    }

    private static ChangingStructureException changed(Site site, String how) {
        return new ChangingStructureException(site + ": " + how + REMEDY);
    }

    int dimension() {
        return dimension;
    }

    /** Returns the place that a coordinate belongs to. */
    Place ofCoordinate(int coordinate) {
        return places.values().stream()
                .filter(place -> coordinate >= place.offset()
                        && coordinate < place.offset() + place.unconstrained().size())
                .findFirst()
                .orElseThrow();
    }

    /** Whether a site has a scale that is random. */
    boolean areScaled() {
        for (Place place : places.values()) {
            if (place.isScaled()) {
                return true;
            }
        }
        return false;
    }

    List<Place> places() {
        return List.copyOf(places.values());
    }
}
