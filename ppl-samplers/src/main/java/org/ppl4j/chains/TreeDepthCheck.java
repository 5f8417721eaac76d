package org.ppl4j.chains;

import java.util.List;

/** Says how many trajectories were cut off, and which correlation may be the reason. */
final class TreeDepthCheck {

    private static final int MOST_NUMBERS = 100;
    private static final double STRONG = 0.95;
    /** Trajectories of that many doublings are long for any posterior that they can turn in. */
    private static final int LONG = 10;

    private TreeDepthCheck() {}

    static List<Finding> findings(Evidence evidence) {
        Chains chains = evidence.chains();
        TreeDepths depths = TreeDepths.of(chains);
        if (depths.saturated() == 0) {
            return List.of();
        }
        int depth = depths.deepest();
        return List.of(new Finding(
                Finding.Kind.TREE_DEPTH,
                Words.count(depths.saturated()) + " of " + Words.count(chains.drawCount(), "draw")
                        + " reached the maximum tree depth of " + depth + " before their trajectories turned, which"
                        + " makes draws costly and dependent, not wrong." + correlated(evidence),
                2 * depths.saturated() > chains.drawCount() && depth >= LONG
                        ? "A variable that neither a prior nor data hold lets trajectories go on for ever: see whether each"
                                + " has a proper prior. If so, try another parameterisation, or raise maxTreeDepth above "
                                + depth
                                + "."
                        : "Try another parameterisation, or raise maxTreeDepth above " + depth + "."));
    }

    /** Names the two numbers that are correlated most, if they are correlated strongly. */
    private static String correlated(Evidence evidence) {
        List<String> names = evidence.numbers().stream().limit(MOST_NUMBERS).toList();
        List<double[]> draws = names.stream().map(evidence.chains()::pooled).toList();
        double strongest = STRONG;
        String text = "";
        for (int second = 1; second < names.size(); second++) {
            for (int first = 0; first < second; first++) {
                double correlation = Moments.correlation(draws.get(first), draws.get(second));
                if (Math.abs(correlation) > strongest) {
                    strongest = Math.abs(correlation);
                    text = " " + names.get(first) + " and " + names.get(second) + " are correlated ("
                            + Words.value(correlation) + "): centred predictors often undo that.";
                }
            }
        }
        return text;
    }
}
