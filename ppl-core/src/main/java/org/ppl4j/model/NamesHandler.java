package org.ppl4j.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * Collects the names of a model's sites and data inputs, by what the model does with them, and the lines of their first
 * uses, for messages. Sampled sites have some value in their support.
 */
final class NamesHandler implements Handler {

    private final Map<String, List<String>> namesByVerb = new LinkedHashMap<>();
    private final Map<String, Origin> firstUses = new HashMap<>();
    private final Map<String, Shape> dataShapes = new HashMap<>();
    private final RandomGenerator random = new SplittableRandom(0);

    private NamesHandler() {}

    /**
     * Returns what was met until the statements ended, or one of them did not accept the values.
     *
     * @param run runs the model's statements under a handler
     */
    static NamesHandler of(Consumer<Handler> run) {
        NamesHandler names = new NamesHandler();
        try {
            run.accept(names);
        } catch (RuntimeException refused) {
            // The error to tell of is another one.
        }
        return names;
    }

    @Override
    public Tensor sample(Site site, Distribution distribution) {
        add("samples", site);
        if (distribution.isDiscrete()) {
            return Tensor.of(distribution.shape(), distribution.sample(random));
        }
        Bijector bijector = distribution.support().bijector();
        Shape unconstrained = bijector.unconstrainedShape(distribution.shape());
        return bijector.forward(Tensor.of(unconstrained, new double[unconstrained.size()]));
    }

    @Override
    public Tensor observe(Site site, Distribution distribution, Tensor value) {
        add("observes", site);
        return value;
    }

    @Override
    public void deterministic(Site site, Tensor value) {
        add("records", site);
    }

    @Override
    public void factor(Site site, Tensor logFactor) {
        add("has the factors", site);
    }

    @Override
    public Tensor data(Site site, Tensor value) {
        add("reads the data", site);
        dataShapes.putIfAbsent(site.name(), value.shape());
        return value;
    }

    private void add(String verb, Site site) {
        namesByVerb.computeIfAbsent(verb, absent -> new ArrayList<>()).add('"' + site.name() + '"');
        firstUses.putIfAbsent(site.name(), site.origin());
    }

    /** Returns the line of a name's first use, unknown if it was not met. */
    Origin firstUse(String name) {
        return firstUses.getOrDefault(name, Origin.UNKNOWN);
    }

    /** Says which data inputs have another shape than in the model's statements, each in a sentence. */
    String describeOtherShapes(Transform.Rebind change) {
        StringBuilder text = new StringBuilder();
        change.values().forEach((name, value) -> {
            Shape stated = dataShapes.getOrDefault(name, value.shape());
            if (!stated.equals(value.shape())) {
                text.append(" The data input \"").append(name).append("\" was given the shape ");
                text.append(value.shape()).append(" (").append(change.origin()).append("); the model states ");
                text.append(stated).append(" (").append(firstUse(name)).append(").");
            }
        });
        return text.toString();
    }

    /** Says what the model does, as in: It samples "mu", "sigma"; observes "y". */
    String describe() {
        if (namesByVerb.isEmpty()) {
            return "It has no sites at all.";
        }
        return namesByVerb.entrySet().stream()
                .map(entry -> entry.getKey() + " " + String.join(", ", entry.getValue()))
                .collect(Collectors.joining("; ", "It ", "."));
    }
}
