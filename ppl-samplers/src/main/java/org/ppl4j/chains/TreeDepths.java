package org.ppl4j.chains;

import java.util.Arrays;

/**
 * How often trajectories were doubled, and how many of them were cut off at the maximum before they turned back.
 *
 * <p>M. D. Hoffman and A. Gelman, "The No-U-Turn Sampler", JMLR 15, 2014.
 */
public final class TreeDepths {

    /** The statistic with the number of doublings. */
    static final String STATISTIC = "tree_depth";

    /** The statistic that is 1 where the maximum was reached before the trajectory turned. */
    static final String REACHED_MAXIMUM = "reached_max_tree_depth";

    private static final int MOST = 1_000;

    private final int[] counts;
    private final int saturated;

    private TreeDepths(int[] counts, int saturated) {
        this.counts = counts;
        this.saturated = saturated;
    }

    static TreeDepths of(Chains chains) {
        if (!chains.statistics().contains(STATISTIC)) {
            return new TreeDepths(new int[0], 0);
        }
        // A sampler of the user's own may report what is no depth.
        double[] depths = Arrays.stream(chains.pooled(STATISTIC))
                .filter(depth -> depth >= 0 && depth <= MOST)
                .toArray();
        int deepest = (int) Arrays.stream(depths).max().orElse(-1);
        int[] counts = new int[deepest + 1];
        Arrays.stream(depths).forEach(depth -> counts[(int) depth]++);
        return new TreeDepths(counts, saturated(chains));
    }

    private static int saturated(Chains chains) {
        return chains.statistics().contains(REACHED_MAXIMUM)
                ? (int) Arrays.stream(chains.pooled(REACHED_MAXIMUM))
                        .filter(flag -> flag != 0)
                        .count()
                : 0;
    }

    /** {@return how many draws have each depth, from 0 on; empty if the sampler has no trees} */
    public int[] counts() {
        return counts.clone();
    }

    /** {@return the largest depth of a draw; -1 if the sampler has no trees} */
    public int deepest() {
        return counts.length - 1;
    }

    /** {@return how many draws' trajectories were cut off at the maximum depth} */
    public int saturated() {
        return saturated;
    }

    /** Returns how many draws have which depth. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int depth = 0; depth < counts.length; depth++) {
            if (counts[depth] > 0) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(Words.count(counts[depth], "draw"))
                        .append(" of depth ")
                        .append(depth);
            }
        }
        return text.append(saturated == 0 ? "" : "; " + Words.count(saturated) + " at the maximum")
                .toString();
    }
}
