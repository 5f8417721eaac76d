package org.ppl4j.chains;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is wrong with the draws of a run and what to try, in a few plain sentences; one sentence if nothing is.
 *
 * <p>It looks at R-hat (up to 1.01), effective sample sizes (from 100 a chain on, or 50 an ensemble of walkers), divergences and the places where they
 * cluster, trajectories that were cut off, E-BFMI (from 0.3 on), chains and variables that do not move, and values that
 * are not finite. The limits are those of Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021) and of Betancourt (2016).
 * Of very many numbers it judges a part, evenly spread over each variable, and says so; of very many draws it compares each
 * so many-th one, which shows the same.
 */
public final class Report {

    private final String scope;
    /** What a single chain leaves open. */
    private final String alone;

    private final List<Finding> findings;

    private Report(String scope, String alone, List<Finding> findings) {
        this.scope = scope;
        this.alone = alone;
        this.findings = List.copyOf(findings);
    }

    static Report of(Chains chains) {
        Evidence evidence = new Evidence(chains);
        List<Finding> findings = new ArrayList<>();
        chains.warnings().forEach(warning -> findings.add(new Finding(Finding.Kind.RUN, warning, "")));
        findings.addAll(ValueChecks.notFinite(evidence));
        Divergences divergences = chains.divergences();
        List<Finding> stuck = MovementChecks.stuck(evidence, divergences.total() > 0);
        List<Finding> apart = stuck.isEmpty() ? ValueChecks.constantInEachChain(evidence) : List.of();
        findings.addAll(stuck.isEmpty() ? ValueChecks.constant(evidence) : stuck);
        findings.addAll(apart);
        EnergyCheck energy = EnergyCheck.of(evidence, divergences);
        Optional<ScaleSearch.Found> scale = ScaleSearch.of(evidence, divergences);
        findings.addAll(DivergenceCheck.findings(chains, divergences, energy.namesFunnel(), scale));
        boolean explained = !stuck.isEmpty() || !apart.isEmpty() || divergences.total() > 0 || energy.namesFunnel();
        boolean otherForm = !divergences.couplings().isEmpty() || energy.namesFunnel() || scale.isPresent();
        boolean everywhere = !explained && energy.findings().isEmpty();
        findings.addAll(ConvergenceCheck.findings(evidence, explained, otherForm, everywhere));
        findings.addAll(energy.findings());
        findings.addAll(TreeDepthCheck.findings(evidence));
        return new Report(scope(evidence), alone(chains), WarmupAdvice.applied(chains, findings));
    }

    /** A single chain may have settled in one of several modes. */
    private static String alone(Chains chains) {
        Ensembles ensembles = Ensembles.of(chains);
        return ensembles.count() > 1
                ? ""
                : " Whether others would agree, a single " + ensembles.noun() + " does not show.";
    }

    private static String scope(Evidence evidence) {
        Chains chains = evidence.chains();
        int numbers = chains.layout().scalars();
        int judged = evidence.numbers().size();
        return Words.count(chains.drawCount(), "draw") + " of "
                + (judged < numbers ? Words.count(judged) + " out of " : "") + Words.count(numbers, "number") + " in "
                + Words.count(chains.chainCount(), "chain");
    }

    /** {@return what is wrong, the gravest first; empty if nothing is} */
    public List<Finding> findings() {
        return findings;
    }

    /** {@return whether nothing is wrong} */
    public boolean isClean() {
        return findings.isEmpty();
    }

    /** {@return the findings, a line each; or the one line that there are none} */
    public List<String> lines() {
        return isClean()
                ? List.of("No problems found in " + scope + "." + alone)
                : findings.stream().map(Finding::toString).toList();
    }

    /** Returns the lines, each with its line break. */
    @Override
    public String toString() {
        return lines().stream().flatMap(line -> Stream.of(line, "\n")).collect(Collectors.joining());
    }
}
