package org.ppl4j.chains;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.ppl4j.chains.Finding.Kind;

/**
 * What to advise after a run whose sampler has learned little or nothing: a warm-up. How draws move says little of the model
 * then, so that advice on its form would mislead. Where the density is not finite is told all the same.
 */
final class WarmupAdvice {

    private static final Set<Kind> OF_MOVES = Set.of(
            Kind.STUCK, Kind.DIVERGENCES, Kind.CONVERGENCE, Kind.EFFECTIVE_SAMPLE_SIZE, Kind.ENERGY, Kind.TREE_DEPTH);

    private WarmupAdvice() {}

    /** Returns the findings as they are if the warm-up was no short one, or none of them is about moves. */
    static List<Finding> applied(Chains chains, List<Finding> findings) {
        if (chains.sampler().shortWarmup().isEmpty()
                || findings.stream().noneMatch(finding -> OF_MOVES.contains(finding.kind()))) {
            return findings;
        }
        Finding advice = new Finding(
                Kind.WARMUP,
                chains.sampler().shortWarmup() + ": chains find their place in it, and the sampler learns how to move.",
                "Ask for one of 1,000 steps with warmup(1_000), or leave warmup(...) out.");
        return Stream.concat(
                        findings.stream().filter(finding -> finding.kind() == Kind.RUN),
                        Stream.concat(
                                Stream.of(advice),
                                findings.stream()
                                        .filter(finding -> finding.kind() != Kind.RUN)
                                        .map(finding -> advised(chains, finding))))
                .toList();
    }

    private static Finding advised(Chains chains, Finding finding) {
        boolean ofDensity = finding.kind() == Kind.DIVERGENCES
                && !(chains.sampler().notFinite().isEmpty()
                        && chains.sampler().noGradient().isEmpty());
        return ofDensity || !OF_MOVES.contains(finding.kind())
                ? finding
                : new Finding(finding.kind(), finding.problem(), "See first to the warm-up.");
    }
}
