package org.ppl4j.chains;

import java.util.Optional;

/** What to do where chains mix slowly because steps of a fixed size are far too small or too large. */
final class StepAdvice {

    private static final int FEWEST_DRAWS = 100;
    private static final double TOO_EASY = 0.99;
    private static final double TOO_HARD = 0.05;
    private static final String STEPS = "n_steps";

    private StepAdvice() {}

    /** Returns what to do; empty if neither nearly all proposals were accepted nor nearly all rejected, or nothing says so. */
    static Optional<String> of(Chains chains) {
        if (chains.draws() < FEWEST_DRAWS
                || !chains.statistics().contains("acceptance_rate")
                || chains.statistics().contains(TreeDepths.STATISTIC)) {
            return Optional.empty();
        }
        double rate = Moments.mean(chains.pooled("acceptance_rate"));
        String at = ", at an acceptance rate of " + Words.value(rate);
        if (rate >= TOO_EASY) {
            return Optional.of("Nearly all proposals were accepted" + at + tooSmall(chains));
        }
        return rate < TOO_HARD && !chains.sampler().findsSteps()
                ? Optional.of("Nearly all proposals were rejected" + at
                        + ": the steps are probably far too large. Take smaller ones.")
                : Optional.empty();
    }

    private static String tooSmall(Chains chains) {
        if (chains.sampler().findsSteps()) {
            return ": the log density hardly changes however long the steps are, as that of an improper posterior does. See"
                    + " whether each variable has a prior.";
        }
        boolean trajectories = chains.statistics().contains(STEPS) && Moments.mean(chains.pooled(STEPS)) > 1;
        return trajectories
                ? ": trajectories are probably far too short, or come back to near where they began. Take more or larger steps,"
                        + " or vary them with integrator(Integrator.jitteredLeapfrog(0.1))."
                : ": the steps are probably far too small. Take larger ones.";
    }
}
