package org.ppl4j.bench.peers;

import org.ppl4j.distribution.Exponential;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Linear regression; {@code linreg.stan}. */
final class LinearRegression {

    private LinearRegression() {}

    static Model model(PeerData data) {
        Tensor x = Tensor.of(data.matrix("X"));
        double[] y = data.vector("y");
        return Model.of("linreg", m -> {
            Tensor alpha = m.sample("alpha", Normal.of(0, 10));
            Tensor beta = m.sample("beta", Normal.of(0, 2).iid(x.columns()));
            Tensor sigma = m.sample("sigma", Exponential.of(1));
            m.observe("y", Normal.of(x.times(beta).plus(alpha), sigma), y);
        });
    }
}
