package org.ppl4j.samplers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.ppl4j.chains.Variable;
import org.ppl4j.graph.LibraryFrame;

/** Starts at values that the user gave by name, in the space of the model. */
@LibraryFrame
final class NamedValues implements InitialPoints {
    private final Map<String, ?> values;

    NamedValues(Map<String, ?> values) {
        // Not Map.copyOf, which says nothing of a null but that there is one: the target says whose it is.
        this.values = new LinkedHashMap<>(values);
    }

    @Override
    public void check(Target target, int chains) {
        for (String name : values.keySet()) {
            boolean calculated = target.variables().stream()
                            .anyMatch(variable -> variable.name().equals(name) && variable.size() > 0)
                    && target.coordinates(name).length == 0;
            if (calculated) {
                throw new IllegalArgumentException("Chains cannot start at a value of \"" + name
                        + "\", which is calculated from others. Give values of what it is calculated from.");
            }
        }
    }

    @Override
    public boolean isOnlyOne(Target target) {
        return values.keySet().containsAll(sampled(target));
    }

    /** Returns the names of the variables that have coordinates. */
    static Set<String> sampled(Target target) {
        return target.variables().stream()
                .map(Variable::name)
                .filter(name -> target.coordinates(name).length > 0)
                .collect(Collectors.toSet());
    }

    @Override
    public double[] propose(Target target, int chain, RandomGenerator random) {
        return target.unconstrain(values, target.initialPosition(random));
    }
}
