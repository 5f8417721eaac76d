package org.ppl4j.bench.peers;

import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** A hidden Markov model of two states, 300 observations, by the forward algorithm; {@code hmm.stan}. */
final class HiddenMarkov {

    private HiddenMarkov() {}

    static Model model(PeerData data) {
        Tensor y = Tensor.of(data.vector("y"));
        return Model.of("hmm", m -> {
            Tensor theta1 = m.sample("theta1", Dirichlet.of(1, 1));
            Tensor theta2 = m.sample("theta2", Dirichlet.of(1, 1));
            Tensor mu = m.sample("mu", IncreasingNormal.of(Tensor.of(3.0, 10.0), 1));
            Tensor transitions = Tensor.stack(theta1, theta2).log();
            Tensor emissions = Normal.of(mu, 1).logDensity(y.insertAxis(1));
            Tensor forward = Tensor.scan(
                    emissions.row(0).minus(Math.log(2)),
                    emissions.slice(1, y.size()),
                    (before, emission) ->
                            before.insertAxis(1).plus(transitions).logSumExp(0).plus(emission));
            m.factor("y", forward.row(y.size() - 2).logSumExp());
        });
    }
}
