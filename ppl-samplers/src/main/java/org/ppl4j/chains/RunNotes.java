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
 * @param variables what is known of variables
 * @param sampler what is known of the sampler
 * @param divergences the trajectories that diverged, as far as they are known
 */
record RunNotes(
        boolean complete,
        List<String> warnings,
        @Nullable SamplingTimes times,
        VariableNotes variables,
        SamplerNotes sampler,
        List<DivergentTrajectory> divergences) {

    /** What is known of a run when its draws are gathered. */
    RunNotes(boolean complete, List<String> warnings, @Nullable SamplingTimes times, List<String> variables) {
        this(complete, warnings, times, new VariableNotes(variables, Set.of(), Set.of()), SamplerNotes.NONE, List.of());
    }

    RunNotes {
        warnings = List.copyOf(warnings);
        divergences = List.copyOf(divergences);
    }

    RunNotes with(VariableNotes other) {
        return new RunNotes(complete, warnings, times, other, sampler, divergences);
    }

    RunNotes with(SamplerNotes other) {
        return new RunNotes(complete, warnings, times, variables, other, divergences);
    }

    RunNotes withDivergences(List<DivergentTrajectory> trajectories) {
        return new RunNotes(complete, warnings, times, variables, sampler, trajectories);
    }

    /** Returns them for other draws: {@code place} says which draw a draw is now, or -1 if it is none. */
    RunNotes withDraws(IntUnaryOperator place) {
        return withDivergences(divergences.stream()
                .filter(each -> place.applyAsInt(each.draw()) >= 0)
                .map(each -> each.at(place.applyAsInt(each.draw())))
                .toList());
    }
}
