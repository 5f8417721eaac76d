package org.ppl4j.bench.peers;

import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** A regression of 919 homes in 85 counties, whose intercepts vary, not centred; {@code radon.stan}. */
final class Radon {

    private Radon() {}

    static Model model(PeerData data) {
        int[] county = data.places("county");
        Tensor floor = Tensor.of(data.vector("floor_"));
        Tensor uranium = Tensor.of(data.vector("u"));
        double[] y = data.vector("y");
        return Model.of("radon", m -> {
            Tensor g0 = m.sample("g0", Normal.of(0, 10));
            Tensor g1 = m.sample("g1", Normal.of(0, 10));
            Tensor b = m.sample("b", Normal.of(0, 10));
            Tensor z = m.sample("z", Normal.of(0, 1).iid(uranium.size()));
            Tensor sa = m.sample("sa", HalfNormal.of(1));
            Tensor sy = m.sample("sy", HalfNormal.of(1));
            Tensor a = m.deterministic("a", g0.plus(g1.times(uranium)).plus(sa.times(z)));
            m.observe("y", Normal.of(a.gather(county).plus(b.times(floor)), sy), y);
        });
    }
}
