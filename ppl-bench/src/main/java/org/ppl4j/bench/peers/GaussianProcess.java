package org.ppl4j.bench.peers;

import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.InverseGamma;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Regression on 150 points by a Gaussian process with a squared-exponential kernel; {@code gp.stan}. */
final class GaussianProcess {

    private GaussianProcess() {}

    static Model model(PeerData data) {
        Tensor x = Tensor.of(data.vector("x"));
        double[] y = data.vector("y");
        Tensor squares = x.insertAxis(1).minus(x).square();
        return Model.of("gp", m -> {
            Tensor rho = m.sample("rho", InverseGamma.of(5, 5));
            Tensor alpha = m.sample("alpha", HalfNormal.of(1));
            Tensor sigma = m.sample("sigma", HalfNormal.of(1));
            Tensor kernel = alpha.square()
                    .times(squares.dividedBy(rho.square()).times(-0.5).exp());
            Tensor noise = Tensor.identity(y.length).times(sigma.square().plus(1e-9));
            m.observe("y", MvNormal.of(new double[y.length], kernel.plus(noise)), y);
        });
    }
}
