package org.ppl4j.bench.peers;

import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Neal's funnel in ten dimensions; {@code funnel.stan}. */
final class Funnel {

    private Funnel() {}

    static Model model(PeerData data) {
        int n = data.integer("N");
        return Model.of("funnel", m -> {
            Tensor v = m.sample("v", Normal.of(0, 3));
            m.sample("x", Normal.of(0, v.times(0.5).exp()).iid(n));
        });
    }
}
