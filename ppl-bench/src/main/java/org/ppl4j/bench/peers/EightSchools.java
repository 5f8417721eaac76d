package org.ppl4j.bench.peers;

import org.ppl4j.distribution.HalfCauchy;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Eight schools, not centred; {@code eight_schools.stan}. */
final class EightSchools {

    private EightSchools() {}

    static Model model(PeerData data) {
        double[] y = data.vector("y");
        Tensor s = Tensor.of(data.vector("s"));
        return Model.of("eight_schools", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 5));
            Tensor tau = m.sample("tau", HalfCauchy.of(5));
            Tensor z = m.sample("z", Normal.of(0, 1).iid(y.length));
            Tensor theta = m.deterministic("theta", mu.plus(tau.times(z)));
            m.observe("y", Normal.of(theta, s), y);
        });
    }
}
