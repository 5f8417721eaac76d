package org.ppl4j.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.graph.Shape;

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
     */
    record Place(Site site, Shape shape, Shape unconstrained, int offset, boolean isDiscrete) {}

    private static final String REMEDY =
            "A density has a fixed dimension: declare the same sites, of the same shapes, in every run.";

    private final Map<String, Place> places = new LinkedHashMap<>();
    private int dimension;

    /** Returns the place of a site, giving it the next one at its first use. */
    Place place(Site site, Distribution distribution) {
        Place known = places.get(site.name());
        if (known != null) {
            requireSameShape(known, site, distribution);
            return known;
        }
        boolean discrete = distribution.isDiscrete();
        Shape shape = distribution.shape();
        Shape unconstrained =
                discrete ? shape : distribution.support().bijector().unconstrainedShape(shape);
        Place place = new Place(site, shape, unconstrained, dimension, discrete);
        places.put(site.name(), place);
        dimension += unconstrained.size();
        return place;
    }

    /** Returns the place of a site whose coordinates were laid out before. */
    Place knownPlace(Site site, Distribution distribution) {
        Place known = places.get(site.name());
        if (known == null) {
            throw site.error("the site did not occur in the run that laid out the coordinates. " + REMEDY);
        }
        requireSameShape(known, site, distribution);
        return known;
    }

    private static void requireSameShape(Place known, Site site, Distribution distribution) {
        if (!known.shape().equals(distribution.shape())) {
            throw site.error("the value has shape " + distribution.shape() + ", it had " + known.shape()
                    + " in the run that laid out the coordinates. " + REMEDY);
        }
    }

    /** Refuses a run that some sites did not occur in: nothing would say where their coordinates belong. */
    void requireAll(Set<String> names) {
        for (Place place : places.values()) {
            if (!names.contains(place.site().name())) {
                throw place.site()
                        .error("the site occurred in the run that laid out the coordinates, but not in this one. "
                                + REMEDY);
            }
        }
    }

    int dimension() {
        return dimension;
    }

    List<Place> places() {
        return List.copyOf(places.values());
    }
}
