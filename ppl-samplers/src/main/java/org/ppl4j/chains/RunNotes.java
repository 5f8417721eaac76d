package org.ppl4j.chains;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the run that chains come from.
 *
 * @param complete whether all chains ran to the end
 * @param warnings what a user should know about the run
 * @param times the time each chain took, if it is known
 * @param derived the names of the variables that are calculated from others
 * @param notFinite why the log density is not finite where most divergences are; empty if it is, or is not known not to be
 */
record RunNotes(
        boolean complete, List<String> warnings, @Nullable SamplingTimes times, Set<String> derived, String notFinite) {

    RunNotes {
        warnings = List.copyOf(warnings);
        derived = Set.copyOf(derived);
    }

    RunNotes withDerived(Set<String> names) {
        return new RunNotes(complete, warnings, times, names, notFinite);
    }

    RunNotes withNotFinite(String reason) {
        return new RunNotes(complete, warnings, times, derived, reason);
    }

    boolean isDerived(String name) {
        return derived.contains(name)
                || ElementName.parse(name)
                        .filter(parts -> derived.contains(parts.base()))
                        .isPresent();
    }
}
