package org.ppl4j.chains;

import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the run that chains come from.
 *
 * @param complete whether all chains ran to the end
 * @param warnings what a user should know about the run
 * @param times the time each chain took, if it is known
 * @param derived the names of the variables that are calculated from others
 * @param notFinite why the log density is not finite where most divergences are; empty if it is, or is not known not to be
 * @param shortWarmup a clause on a warm-up that taught the sampler little or nothing; empty if there is nothing to say of it
 * @param divergences the trajectories that diverged, as far as they are known
 */
record RunNotes(
        boolean complete,
        List<String> warnings,
        @Nullable SamplingTimes times,
        Set<String> derived,
        String notFinite,
        String shortWarmup,
        List<DivergentTrajectory> divergences) {

    RunNotes {
        warnings = List.copyOf(warnings);
        derived = Set.copyOf(derived);
        divergences = List.copyOf(divergences);
    }

    RunNotes withDerived(Set<String> names) {
        return new RunNotes(complete, warnings, times, names, notFinite, shortWarmup, divergences);
    }

    RunNotes withNotFinite(String reason) {
        return new RunNotes(complete, warnings, times, derived, reason, shortWarmup, divergences);
    }

    RunNotes withShortWarmup(String clause) {
        return new RunNotes(complete, warnings, times, derived, notFinite, clause, divergences);
    }

    RunNotes withDivergences(List<DivergentTrajectory> trajectories) {
        return new RunNotes(complete, warnings, times, derived, notFinite, shortWarmup, trajectories);
    }

    /** Returns them for other draws: {@code place} says which draw a draw is now, or -1 if it is none. */
    RunNotes withDraws(IntUnaryOperator place) {
        return withDivergences(divergences.stream()
                .filter(each -> place.applyAsInt(each.draw()) >= 0)
                .map(each -> each.at(place.applyAsInt(each.draw())))
                .toList());
    }

    boolean isDerived(String name) {
        return derived.contains(name)
                || ElementName.parse(name)
                        .filter(parts -> derived.contains(parts.base()))
                        .isPresent();
    }
}
