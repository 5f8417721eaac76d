package org.ppl4j.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.tensor.Tensor;

/** Collects the names of a model's sites and data inputs, by what the model does with them, for messages. */
final class NamesHandler extends ForwardingHandler {

    private final Map<String, List<String>> namesByVerb = new LinkedHashMap<>();

    NamesHandler(Handler next) {
        super(next);
    }

    @Override
    public Tensor sample(Site site, Distribution distribution) {
        add("samples", site);
        return super.sample(site, distribution);
    }

    @Override
    public Tensor observe(Site site, Distribution distribution, Tensor value) {
        add("observes", site);
        return super.observe(site, distribution, value);
    }

    @Override
    public void deterministic(Site site, Tensor value) {
        add("records", site);
        super.deterministic(site, value);
    }

    @Override
    public void factor(Site site, Tensor logFactor) {
        add("has the factors", site);
        super.factor(site, logFactor);
    }

    @Override
    public Tensor data(Site site, Tensor value) {
        add("reads the data", site);
        return super.data(site, value);
    }

    private void add(String verb, Site site) {
        namesByVerb.computeIfAbsent(verb, absent -> new ArrayList<>()).add('"' + site.name() + '"');
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
