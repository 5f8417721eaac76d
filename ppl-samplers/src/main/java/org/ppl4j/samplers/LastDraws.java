package org.ppl4j.samplers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.ppl4j.chains.Chains;
import org.ppl4j.graph.LibraryFrame;
import org.ppl4j.model.DrawSource;
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
        return lastOf(0, target).size() == NamedValues.sampled(target).size();
    }

    @Override
    public double[] propose(Target target, int chain, RandomGenerator random) {
        return target.unconstrain(lastOf(chain % chains.chainCount(), target), target.initialPosition(random));
    }

    /** Returns the values of the target's sampled variables at the last draw, as far as the chains have them. */
    private Map<String, Tensor> lastOf(int source, Target target) {
        int end = 0;
        for (int chain = 0; chain <= source; chain++) {
            end += chains.drawsOf(chain);
        }
        Map<String, Tensor> draw = chains.draw(end - 1);
        Map<String, Tensor> values = new LinkedHashMap<>();
        for (String name : NamedValues.sampled(target)) {
            DrawSource.valueOf(name, draw).ifPresent(value -> values.put(name, value));
        }
        return values;
    }
}
