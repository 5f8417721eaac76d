package org.ppl4j.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final Map<String, Place> places = new LinkedHashMap<>();
    private int dimension;

    /** Returns the place of a site, giving it the next one at its first use. */
    Place place(Site site, Distribution distribution) {
        Place known = places.get(site.name());
        if (known != null) {
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

    boolean contains(String name) {
        return places.containsKey(name);
    }

    int dimension() {
        return dimension;
    }

    List<Place> places() {
        return List.copyOf(places.values());
    }
}
