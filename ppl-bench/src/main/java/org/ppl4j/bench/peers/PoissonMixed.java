package org.ppl4j.bench.peers;

import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** 2000 counts with the effects of 50 and of 40 groups, crossed; {@code poisson_glmm.stan}. */
final class PoissonMixed {

    private PoissonMixed() {}

    static Model model(PeerData data) {
        int[] g = data.places("g");
        int[] h = data.places("h");
        Tensor x = Tensor.of(data.vector("x"));
        int[] y = data.integers("y");
        int first = data.integer("J");
        int second = data.integer("K");
        return Model.of("poisson_glmm", m -> {
            Tensor a = m.sample("a", Normal.of(0, 2));
            Tensor b = m.sample("b", Normal.of(0, 1));
            Tensor zg = m.sample("zg", Normal.of(0, 1).iid(first));
            Tensor zh = m.sample("zh", Normal.of(0, 1).iid(second));
            Tensor sg = m.sample("sg", HalfNormal.of(1));
            Tensor sh = m.sample("sh", HalfNormal.of(1));
            Tensor logRate = a.plus(b.times(x)).plus(sg.times(zg.gather(g))).plus(sh.times(zh.gather(h)));
            m.observe("y", Poisson.ofLogRate(logRate), y);
        });
    }
}
