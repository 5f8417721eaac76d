package org.ppl4j.samplers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.ppl4j.density.LogDensity;
import org.ppl4j.math.Elementary;

/** One chain of Metropolis–Hastings site by site. */
final class SitewiseMetropolisKernel implements Kernel {
    private static final List<String> STATISTICS = List.of("acceptance_rate");

    private final LogDensity density;
    private final Map<String, List<SiteMove>> moves;
    /** What to try for each site if no move of it is accepted. */
    private final Map<String, String> remedies;

    private final Map<String, Long> accepted = new LinkedHashMap<>();
    private double acceptanceRate;

    SitewiseMetropolisKernel(LogDensity density, Map<String, List<SiteMove>> moves, Map<String, String> remedies) {
        this.density = density;
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
            if (steps > 0 && !accepted.containsKey(site)) {
                lines.add(
                        "no proposal for \"" + site + "\" was accepted in " + steps + " steps. " + remedies.get(site));
            }
        }
        return lines;
    }
}
