package org.ppl4j.samplers;

import java.util.Arrays;

/**
 * Tries in the warm-up of a chain whether large steps suit the target, by how trajectories go that are made of them.
 *
 * <p>On a target that is nearly normal in the metric of the sampler one trajectory in fifty or fewer has an energy error
 * above 20 somewhere, at an acceptance rate of 0.65; where the curvature varies, as in funnels, one in ten. And where some
 * trajectories turn back after 3 steps and others after 7, the short ones go less than half a period, the long ones more:
 * smaller steps that make all of one length are better. Trajectories of 3 steps cannot get much shorter: there it is not tried.
 */
final class LargeStepTrial {
    private static final double LARGE_ERROR = 20;
    private static final double OFTEN = 0.02;
    private static final int ALLOWANCE = 1;
    private static final double HARDLY_ANY = 0.05;
    private static final double MOST = 0.6;
    /** Trajectories of 3 steps begin so many doublings. */
    private static final int SHORT = 2;

    private final AcceptanceTarget target;
    private boolean begun;
    private boolean large;
    private boolean settled;
    private int count;
    private int lost;
    /** How many trajectories had how many doublings begun, in this metric. */
    private int[] lengths = new int[Integer.SIZE];

    LargeStepTrial(AcceptanceTarget target) {
        this.target = target;
    }

    /** Says that the metric has changed, so that other lengths are to come; and whether the trial may begin now. */
    void changeMetric(boolean mayBegin) {
        if (mayBegin
                && !begun
                && target.allowsLargeSteps()
                && between(SHORT + 1, lengths.length) > HARDLY_ANY * total()) {
            begun = true;
            large = true;
        }
        lengths = new int[Integer.SIZE];
    }

    /**
     * Returns the acceptance rate to aim at after a transition.
     *
     * @param usualStep whether its step size was about the average: others tell nothing
     * @param settles whether the metric hardly changes any more, so that lengths tell
     */
    double rateAfter(Trajectory latest, boolean usualStep, boolean settles) {
        if (usualStep) {
            watch(latest);
        }
        if (large) {
            large = lost <= OFTEN * count + ALLOWANCE && !(settles && !settled && mixesLengths());
        }
        settled = settles;
        return large ? target.ofLargeSteps() : target.rate();
    }

    private void watch(Trajectory latest) {
        count += large ? 1 : 0;
        lost += large && latest.largestEnergyError() > LARGE_ERROR ? 1 : 0;
        lengths[Integer.SIZE - Integer.numberOfLeadingZeros(latest.steps())]++;
    }

    /** Returns whether more than hardly any are shorter than the usual length, or too few are of it. */
    private boolean mixesLengths() {
        int usual = SHORT;
        for (int length = SHORT; length < lengths.length; length++) {
            usual = lengths[length] > lengths[usual] ? length : usual;
        }
        return between(SHORT, usual) > HARDLY_ANY * total() || lengths[usual] < MOST * total();
    }

    /** Returns how many are not of a single step, which any step size has. */
    private int total() {
        return between(SHORT, lengths.length);
    }

    private int between(int from, int to) {
        return Arrays.stream(lengths, from, to).sum();
    }
}
