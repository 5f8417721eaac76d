package org.ppl4j.chains;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The draws whose trajectories diverged, where they cluster, and which variables make the density too curved there.
 *
 * <p>Draws are compared by normal scores of their ranks ({@link RankNormalization}), so that it does not matter whether a
 * number is looked at as the model has it or on the unconstrained scale, where samplers move. A divergent draw is where the
 * diverging trajectory left the chain, as in Stan, near the place where it diverged.
 *
 * <p>M. Betancourt and M. Girolami, "Hamiltonian Monte Carlo for hierarchical models", arXiv:1312.0906, 2013, on funnels
 * and the two parameterisations.
 */
public final class Divergences {

    /** The statistic that is not zero where a trajectory diverged. */
    static final String STATISTIC = "diverging";

    private static final int FEWEST = 5;
    private static final double LEAST_SHIFT = 0.5;
    private static final double LEAST_CORRELATION = 0.4;
    private static final double STANDARD_ERRORS = 4;
    private static final int MOST_SCALES = 5;

    private final Chains chains;
    private final List<Integer> perChain;
    private final List<Cluster> clusters;
    private final List<Coupling> couplings;

    /**
     * A number of which divergent draws have other values than most draws.
     *
     * @param number the name of the number
     * @param shift the mean normal score of the divergent draws: 0 as for all draws, negative at small values
     * @param medianThere the median of the divergent draws
     * @param medianElsewhere the median of the others
     */
    public record Cluster(String number, double shift, double medianThere, double medianElsewhere) {}

    /**
     * A variable whose spread depends on a number recorded before it, at that number's end where the divergences are. The sign of
     * the correlation tells the parameterisation: in a centred one the spread grows with the scale; in a non-centred one with
     * much data it falls. Divergences may be at either end.
     *
     * @param scale the number that sets the spread, one of the clusters
     * @param variable the variable: of several elements, the spread of these in a draw; of one, the distance from its median
     * @param narrow whether the spread is small at the divergences, as in the neck of a funnel; otherwise it is large there
     * @param correlation the rank correlation of the spread and the scale
     */
    public record Coupling(String scale, String variable, boolean narrow, double correlation) {
        boolean grows() {
            return correlation > 0;
        }
    }

    private Divergences(Chains chains, List<Integer> perChain, List<Cluster> clusters, List<Coupling> couplings) {
        this.chains = chains;
        this.perChain = List.copyOf(perChain);
        this.clusters = List.copyOf(clusters);
        this.couplings = List.copyOf(couplings);
    }

    static Divergences of(Chains chains) {
        if (!chains.statistics().contains(STATISTIC)) {
            return new Divergences(chains, List.of(), List.of(), List.of());
        }
        List<Integer> perChain = Arrays.stream(chains.values(STATISTIC))
                .map(chain -> places(chain).length)
                .toList();
        int[] there = places(chains.pooled(STATISTIC));
        if (there.length < FEWEST || areMost(there.length, chains)) {
            return new Divergences(chains, perChain, List.of(), List.of());
        }
        Evidence evidence = new Evidence(chains);
        List<Cluster> clusters = evidence.numbers().stream()
                .flatMap(number -> cluster(number, chains.pooled(number), there).stream())
                .sorted(Comparator.comparingDouble((Cluster cluster) -> -Math.abs(cluster.shift())))
                .toList();
        return new Divergences(chains, perChain, clusters, couplings(evidence, clusters, there));
    }

    /** Returns whether more than half of the draws diverged: there is no elsewhere to compare with. */
    private static boolean areMost(int count, Chains chains) {
        return count > chains.drawCount() / 2;
    }

    /** Returns whether so many draws diverged that the others say more of the steps, which are too large, than of the model. */
    boolean areMost() {
        return areMost(total(), chains);
    }

    private static int[] places(double[] flags) {
        return IntStream.range(0, flags.length)
                .filter(place -> flags[place] != 0)
                .toArray();
    }

    private static Optional<Cluster> cluster(String number, double[] values, int[] there) {
        double shift = meanAt(RankNormalization.ofOne(values), there);
        if (!isShifted(shift, there)) {
            return Optional.empty();
        }
        boolean[] diverged = new boolean[values.length];
        Arrays.stream(there).forEach(place -> diverged[place] = true);
        double[] inside =
                Arrays.stream(there).mapToDouble(place -> values[place]).toArray();
        double[] outside = IntStream.range(0, values.length)
                .filter(place -> !diverged[place])
                .mapToDouble(place -> values[place])
                .toArray();
        return Optional.of(new Cluster(number, shift, Quantiles.of(inside, 0.5), Quantiles.of(outside, 0.5)));
    }

    /** Of each variable the number that its spread depends on most, if any. */
    private static List<Coupling> couplings(Evidence evidence, List<Cluster> clusters, int[] there) {
        Chains chains = evidence.chains();
        Map<Cluster, double[]> scales = new LinkedHashMap<>();
        clusters.stream()
                .limit(MOST_SCALES)
                .forEach(cluster -> scales.put(cluster, RankNormalization.ofOne(chains.pooled(cluster.number()))));
        List<Coupling> couplings = new ArrayList<>();
        for (Evidence.Family family : evidence.families()) {
            if (family.isDerived()) {
                continue;
            }
            double[] spread = Spread.scores(chains, family);
            double narrowing = meanAt(spread, there);
            if (isShifted(narrowing, there)) {
                strongest(evidence, family, scales, spread, narrowing).ifPresent(couplings::add);
            }
        }
        couplings.sort(Comparator.comparingDouble(coupling -> -Math.abs(coupling.correlation())));
        return couplings;
    }

    private static Optional<Coupling> strongest(
            Evidence evidence,
            Evidence.Family family,
            Map<Cluster, double[]> scales,
            double[] spread,
            double narrowing) {
        Coupling best = null;
        for (Map.Entry<Cluster, double[]> scale : scales.entrySet()) {
            String name = scale.getKey().number();
            double correlation = Moments.correlation(spread, scale.getValue());
            boolean fits = Math.signum(correlation * scale.getKey().shift()) == Math.signum(narrowing);
            if (fits
                    && evidence.chains().isBefore(name, family.name())
                    && Math.abs(correlation) >= (best == null ? LEAST_CORRELATION : Math.abs(best.correlation()))
                    && !Spread.isOfPlaces(evidence.chains(), family, scale.getValue(), correlation)) {
                best = new Coupling(name, family.name(), narrowing < 0, correlation);
            }
        }
        return Optional.ofNullable(best);
    }

    private static double meanAt(double[] scores, int[] places) {
        return Arrays.stream(places)
                .mapToDouble(place -> scores[place])
                .average()
                .orElse(Double.NaN);
    }

    private static boolean isShifted(double shift, int[] there) {
        return Math.abs(shift) >= LEAST_SHIFT && Math.abs(shift) * Math.sqrt(there.length) >= STANDARD_ERRORS;
    }

    /** {@return how many draws diverged, in all chains} */
    public int total() {
        return perChain.stream().mapToInt(Integer::intValue).sum();
    }

    /** {@return how many draws diverged, chain by chain; empty if the sampler does not say} */
    public List<Integer> perChain() {
        return perChain;
    }

    /**
     * {@return the trajectories that diverged, chain by chain: where each set out, where it was lost, and its energy error}
     * A run keeps the first 1,000 of each chain, fewer of more than 500 coordinates, 8 MB a chain, but not those of the warm-up;
     * {@link #total()} counts all. Empty for chains that were read from a file.
     */
    public List<DivergentTrajectory> trajectories() {
        return chains.divergentTrajectories();
    }

    /** {@return the numbers of which divergent draws have other values, those that differ most first} */
    public List<Cluster> clusters() {
        return clusters;
    }

    /** {@return the variables whose spread depends on one of the first clusters, the closest first} */
    public List<Coupling> couplings() {
        return couplings;
    }

    /** Returns how many draws diverged, and at which values they cluster. */
    @Override
    public String toString() {
        return Words.count(total()) + " of " + Words.count(chains.drawCount(), "draw") + " diverged"
                + (clusters.isEmpty() ? "" : ", clustering at " + DivergenceCheck.where(clusters));
    }
}
