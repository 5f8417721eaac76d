package org.ppl4j.samplers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.ppl4j.density.LogDensity;
import org.ppl4j.math.Elementary;

/** One chain of Metropolis–Hastings site by site. */
final class SitewiseMetropolisKernel implements Kernel {
    private static final List<String> STATISTICS = List.of("acceptance_rate");
    /** Draws with fewer different values are worth too little. */
    private static final int FEW = 100;

    private static final double FEW_OF_ALL = 0.01;

    private final LogDensity density;
    private final Map<String, List<SiteMove>> moves;
    /** Discrete sites, which may well have but one probable value, so that hardly a proposal is accepted. */
    private final Set<String> discrete;
    /** What to try for each site if no move of it is accepted, or hardly any. */
    private final Map<String, String> remedies;

    private final Map<String, Long> accepted = new LinkedHashMap<>();
    private double acceptanceRate;

    SitewiseMetropolisKernel(Target target, Map<String, List<SiteMove>> moves, Map<String, String> remedies) {
        this.density = target.density();
        this.discrete = Set.copyOf(target.discreteVariables());
        this.moves = moves;
        this.remedies = remedies;
    }

    @Override
    public List<String> statistics() {
        return STATISTICS;
    }

    @Override
    public State start(double[] position, RandomGenerator random) {
        return PointState.at(position, density);
    }

    @Override
    public State step(State state, RandomGenerator random) {
        State current = state;
        double sum = 0;
        int proposals = 0;
        for (Map.Entry<String, List<SiteMove>> site : moves.entrySet()) {
            for (SiteMove move : site.getValue()) {
                State next = propose(current, move, random);
                if (next != current) {
                    accepted.merge(site.getKey(), 1L, Long::sum);
                    current = next;
                }
                sum += acceptanceRate;
                proposals++;
            }
        }
        acceptanceRate = sum / proposals;
        return current;
    }

    private State propose(State state, SiteMove move, RandomGenerator random) {
        double[] to = state.position().clone();
        double correction = move.propose(state.position(), to, random);
        double logDensity = Double.isNaN(correction) ? Double.NaN : density.logDensity(to);
        double logRatio =
                Double.isFinite(logDensity) ? logDensity - state.logDensity() + correction : Double.NEGATIVE_INFINITY;
        acceptanceRate = Math.min(1, Elementary.exp(logRatio));
        return -logRatio < random.nextExponential() ? new PointState(to, logDensity) : state;
    }

    @Override
    public State finishWarmup(State state) {
        accepted.clear();
        return state;
    }

    @Override
    public void report(double[] values) {
        values[0] = acceptanceRate;
    }

    @Override
    public List<String> warnings(long steps) {
        List<String> lines = new ArrayList<>();
        for (String site : moves.keySet()) {
            long count = accepted.getOrDefault(site, 0L);
            if (steps > 0 && count == 0) {
                lines.add(
                        "no proposal for \"" + site + "\" was accepted in " + steps + " steps. " + remedies.get(site));
            } else if (count < FEW && count < FEW_OF_ALL * steps && !discrete.contains(site)) {
                lines.add("only " + count + (count == 1 ? " proposal" : " proposals") + " for \"" + site
                        + "\" " + (count == 1 ? "was" : "were") + " accepted in " + steps + " steps. "
                        + remedies.get(site));
            }
        }
        return lines;
    }
}
