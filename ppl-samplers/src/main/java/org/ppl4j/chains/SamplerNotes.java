package org.ppl4j.chains;

/**
 * What is known of the sampler that chains come from, and of how it went.
 *
 * @param notFinite why the log density is not finite where most divergences are; empty if it is, or is not known not to be
 * @param noGradient why the gradient is not finite where most divergences are although the log density is; empty likewise
 * @param shortWarmup a clause on a warm-up that taught the sampler little or nothing; empty if there is nothing to say of it
 * @param smallerSteps how to make its steps smaller, a clause; empty if that is not known
 * @param keepsMomentum whether momenta, and so energies, depend on those before whatever the model
 */
record SamplerNotes(
        String notFinite, String noGradient, String shortWarmup, String smallerSteps, boolean keepsMomentum) {
    static final SamplerNotes NONE = new SamplerNotes("", "", "", "", false);

    SamplerNotes withNotFinite(String reason) {
        return new SamplerNotes(reason, noGradient, shortWarmup, smallerSteps, keepsMomentum);
    }

    SamplerNotes withNoGradient(String reason) {
        return new SamplerNotes(notFinite, reason, shortWarmup, smallerSteps, keepsMomentum);
    }

    SamplerNotes withShortWarmup(String clause) {
        return new SamplerNotes(notFinite, noGradient, clause, smallerSteps, keepsMomentum);
    }

    SamplerNotes withSmallerSteps(String clause) {
        return new SamplerNotes(notFinite, noGradient, shortWarmup, clause, keepsMomentum);
    }

    SamplerNotes withKeptMomentum() {
        return new SamplerNotes(notFinite, noGradient, shortWarmup, smallerSteps, true);
    }
}
