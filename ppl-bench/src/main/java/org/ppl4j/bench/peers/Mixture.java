package org.ppl4j.bench.peers;

import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** A mixture of two normals, 1000 observations, their labels summed out; {@code mixture.stan}. */
final class Mixture {

    private Mixture() {}

    static Model model(PeerData data) {
        Tensor y = Tensor.of(data.vector("y"));
        return Model.of("mixture", m -> {
            Tensor mu = m.sample("mu", IncreasingNormal.of(Tensor.of(0.0, 0.0), 2));
            Tensor sigma = m.sample("sigma", HalfNormal.of(2).iid(2));
            Tensor w = m.sample("w", Beta.of(5, 5));
            Tensor first = Normal.of(mu.at(0), sigma.at(0)).logDensity(y).plus(w.log());
            Tensor second = Normal.of(mu.at(1), sigma.at(1))
                    .logDensity(y)
                    .plus(w.negate().log1p());
            m.factor("y", Tensor.stack(first, second).logSumExp(0));
        });
    }
}
