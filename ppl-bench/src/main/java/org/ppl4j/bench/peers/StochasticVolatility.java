package org.ppl4j.bench.peers;

import org.ppl4j.distribution.Cauchy;
import org.ppl4j.distribution.HalfCauchy;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Stochastic volatility over 500 times, not centred; {@code stochastic_volatility.stan}. */
final class StochasticVolatility {

    private StochasticVolatility() {}

    static Model model(PeerData data) {
        double[] y = data.vector("y");
        return Model.of("stochastic_volatility", m -> {
            Tensor mu = m.sample("mu", Cauchy.of(0, 10));
            Tensor phi = m.sample("phi", Uniform.of(-1, 1));
            Tensor sigma = m.sample("sigma", HalfCauchy.of(5));
            Tensor z = m.sample("z", Normal.of(0, 1).iid(y.length));
            Tensor stationary = sigma.dividedBy(phi.square().negate().plus(1).sqrt());
            Tensor first = mu.plus(stationary.times(z.at(0)));
            Tensor rest = Tensor.scan(
                    first,
                    z.slice(1, y.length),
                    (before, shock) -> mu.plus(phi.times(before.minus(mu))).plus(sigma.times(shock)));
            Tensor h = Tensor.concatenate(first, rest);
            m.observe("y", Normal.of(0, h.times(0.5).exp()), y);
        });
    }
}
