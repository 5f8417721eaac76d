package org.ppl4j.chains;

/**
 * What is known of the sampler that chains come from, and of how it went.
 *
 * @param notFinite why the log density is not finite where most divergences are; empty if it is, or is not known not to be
 * @param noGradient why the gradient is not finite where most divergences are although the log density is; empty likewise
 * @param shortWarmup a clause on a warm-up that taught the sampler little or nothing; empty if there is nothing to say of it
 * @param smallerSteps how to make its steps smaller, a clause; empty if that is not known
 * @param keepsMomentum whether momenta, and so energies, depend on those before whatever the model
 * @param findsSteps whether it finds the size of its steps itself
 * @param walkers how many chains that depend on each other, one after the other, are walkers of an ensemble; 1 if none are
 */
record SamplerNotes(
        String notFinite,
        String noGradient,
        String shortWarmup,
        String smallerSteps,
        boolean keepsMomentum,
        boolean findsSteps,
        int walkers) {
    static final SamplerNotes NONE = new SamplerNotes("", "", "", "", false, false, 1);

    SamplerNotes withNotFinite(String reason) {
        return new SamplerNotes(reason, noGradient, shortWarmup, smallerSteps, keepsMomentum, findsSteps, walkers);
    }

    SamplerNotes withNoGradient(String reason) {
        return new SamplerNotes(notFinite, reason, shortWarmup, smallerSteps, keepsMomentum, findsSteps, walkers);
    }

    SamplerNotes withShortWarmup(String clause) {
        return new SamplerNotes(notFinite, noGradient, clause, smallerSteps, keepsMomentum, findsSteps, walkers);
    }

    SamplerNotes withSmallerSteps(String clause) {
        return new SamplerNotes(notFinite, noGradient, shortWarmup, clause, keepsMomentum, findsSteps, walkers);
    }

    SamplerNotes withKeptMomentum() {
        return new SamplerNotes(notFinite, noGradient, shortWarmup, smallerSteps, true, findsSteps, walkers);
    }

    SamplerNotes withOwnSteps() {
        return new SamplerNotes(notFinite, noGradient, shortWarmup, smallerSteps, keepsMomentum, true, walkers);
    }

    SamplerNotes withWalkers(int count) {
        return new SamplerNotes(notFinite, noGradient, shortWarmup, smallerSteps, keepsMomentum, findsSteps, count);
    }
}
