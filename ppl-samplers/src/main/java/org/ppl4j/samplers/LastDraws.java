package org.ppl4j.samplers;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.ppl4j.chains.Chains;
import org.ppl4j.graph.LibraryFrame;
import org.ppl4j.tensor.Tensor;

/** Starts where other chains ended. */
@LibraryFrame
final class LastDraws implements InitialPoints {
    private final Chains chains;

    LastDraws(Chains chains) {
        for (int chain = 0; chain < chains.chainCount(); chain++) {
            if (chains.drawsOf(chain) == 0) {
                throw new IllegalArgumentException("Chain " + chain + " has no draws, so no last one to start from.");
            }
        }
        this.chains = chains;
    }

    @Override
    public boolean isOnlyOne(Target target) {
        return lastOf(0).keySet().containsAll(NamedValues.sampled(target));
    }

    @Override
    public double[] propose(Target target, int chain, RandomGenerator random) {
        Map<String, Tensor> values = lastOf(chain % chains.chainCount());
        values.keySet().retainAll(NamedValues.sampled(target));
        return target.unconstrain(values, target.initialPosition(random));
    }

    private Map<String, Tensor> lastOf(int source) {
        int end = 0;
        for (int chain = 0; chain <= source; chain++) {
            end += chains.drawsOf(chain);
        }
        return chains.draw(end - 1);
    }
}
