package org.ppl4j.bench.peers;

import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Logistic regression; {@code logreg.stan}, {@code logreg_glm.stan}. */
final class LogisticRegression {

    private LogisticRegression() {}

    static Model model(PeerData data) {
        Tensor x = Tensor.of(data.matrix("X"));
        int[] y = data.integers("y");
        return Model.of("logreg", m -> {
            Tensor alpha = m.sample("alpha", Normal.of(0, 1));
            Tensor beta = m.sample("beta", Normal.of(0, 1).iid(x.columns()));
            m.observe("y", Bernoulli.ofLogit(x.times(beta).plus(alpha)), y);
        });
    }
}
