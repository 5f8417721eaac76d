package org.ppl4j.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.density.ChangingStructureException;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** What a dynamic model records in every run: the names, their order and their shapes, as the first run had them. */
final class Structure {

    private record Entry(Site site, Shape shape) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Notes a value of the first run. */
    void note(Site site, Shape shape) {
        entries.put(site.name(), new Entry(site, shape));
    }

    /** Returns the values of another run in the order of the first. */
    List<Node> arrange(DensityHandler run) {
        run.sites().forEach((name, site) -> {
            if (run.recorded().containsKey(name) && !entries.containsKey(name)) {
                throw changed(site, "the site did not occur in the run that laid out the coordinates");
            }
        });
        List<Node> arranged = new ArrayList<>();
        entries.forEach((name, entry) -> {
            Tensor value = run.recorded().get(name);
            if (value == null) {
                throw changed(entry.site(), "the site occurred in the run that laid out the coordinates, but not here");
            }
            if (!value.shape().equals(entry.shape())) {
                throw changed(
                        entry.site(),
                        "it has shape " + value.shape() + ", but had " + entry.shape()
                                + " in the run that laid out the coordinates");
            }
            arranged.add(value.node());
        });
        return arranged;
    }

    static ChangingStructureException changed(Site site, String how) {
        return new ChangingStructureException(
                site + ": " + how
                        + ". A density over a fixed number of coordinates needs the same sites, of the same shapes, in every run.");
    }
}
