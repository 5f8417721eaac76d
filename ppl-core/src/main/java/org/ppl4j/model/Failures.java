package org.ppl4j.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ppl4j.tensor.Tensor;

/** Says which site makes a log density not finite, and at what values. */
final class Failures {

    private static final int SHOWN_ELEMENTS = 4;

    private Failures() {}

    /** Describes the first site of a run whose term is not finite; empty if there is none. */
    static Optional<String> ofDensity(DensityHandler run) {
        for (Map.Entry<String, Tensor> term : run.terms().entrySet()) {
            double logDensity = term.getValue().doubleValue();
            if (!Double.isFinite(logDensity)) {
                Site site = Objects.requireNonNull(run.sites().get(term.getKey()));
                return Optional.of(site + " has log density " + logDensity + values(site, run));
            }
        }
        return Optional.empty();
    }

    /** Describes the first site whose coordinates have a gradient that is not finite; empty if there is none. */
    static Optional<String> ofGradient(double[] gradient, Coordinates coordinates, DensityHandler run) {
        for (Coordinates.Place place : coordinates.places()) {
            for (int i = 0; i < place.unconstrained().size(); i++) {
                double partial = gradient[place.offset() + i];
                if (!Double.isFinite(partial)) {
                    return Optional.of(place.site() + " has a gradient of " + partial + values(place.site(), run));
                }
            }
        }
        return Optional.empty();
    }

    private static String values(Site site, DensityHandler run) {
        Tensor sampled = run.recorded().get(site.name());
        if (sampled != null) {
            return ", at " + site.name() + " = " + text(sampled);
        }
        return ", at "
                + run.recorded().entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + text(entry.getValue()))
                        .collect(Collectors.joining(", "));
    }

    /** Returns the first elements of a value. */
    static String text(Tensor value) {
        double[] elements = value.toArray();
        if (elements.length == 1) {
            return Double.toString(elements[0]);
        }
        int shown = Math.min(elements.length, SHOWN_ELEMENTS);
        String start =
                Arrays.stream(elements, 0, shown).mapToObj(Double::toString).collect(Collectors.joining(", "));
        return "[" + start + (elements.length > shown ? ", …" : "") + "]";
    }
}
