package org.ppl4j.samplers;

/**
 * Which acceptance rate a step size is adapted to.
 *
 * @param rate the rate
 * @param ofLargeSteps a lower one, for targets that large steps suit, or the same
 */
record AcceptanceTarget(double rate, double ofLargeSteps) {
    /**
     * Cautious, and on nearly normal targets what is optimal there: A. Beskos and others, "Optimal tuning of the hybrid Monte
     * Carlo algorithm", Bernoulli 19, 2013.
     */
    static final AcceptanceTarget AUTOMATIC = new AcceptanceTarget(0.8, 0.65);

    static AcceptanceTarget of(double rate, String sampler) {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("The target acceptance of " + sampler
                    + " must be between 0 and 1, both excluded, got " + rate + ".");
        }
        return new AcceptanceTarget(rate, rate);
    }

    /** Returns how to ask for smaller steps: a rate at which at most half as many are rejected. */
    String raised() {
        double higher = rate <= 0.9 ? 0.95 : rate <= 0.98 ? 0.99 : rate <= 0.998 ? 0.999 : (1 + rate) / 2;
        return "Raise targetAcceptance, say to " + higher;
    }

    boolean allowsLargeSteps() {
        return ofLargeSteps < rate;
    }
}
