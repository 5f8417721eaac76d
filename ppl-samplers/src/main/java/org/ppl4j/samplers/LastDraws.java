package org.ppl4j.samplers;

import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Variable;
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
    public double[] propose(Target target, int chain, RandomGenerator random) {
        Set<String> sampled = target.variables().stream()
                .map(Variable::name)
                .filter(name -> target.coordinates(name).length > 0)
                .collect(Collectors.toSet());
        Map<String, Tensor> values = lastOf(chain % chains.chainCount());
        values.keySet().retainAll(sampled);
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
