package org.ppl4j.samplers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Binomial;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.InverseGamma;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** The models of the table of exact posteriors. */
final class ConjugateModels {
    static final double[] REGRESSION_X = {-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1};
    static final double[] REGRESSION_Y = {-1.9, -1.2, -0.8, 0.3, 0.9, 1.8, 2.0, 3.1, 3.6};
    static final double[] SERIES = {0.3, 1.1, 0.7, -0.2, -1.5, -0.9, 0.4, 1.9, 1.2, 0.8};
    static final double[] GP_X = {0, 0.5, 1.3, 2, 3.1};
    static final double[] GP_Y = {0.2, 0.9, 1.1, 0.3, -0.8};
    static final double[] GP_NEW_X = {0.25, 1, 4};

    private ConjugateModels() {}

    static Model gdemo() {
        return Model.of("gdemo", m -> {
            Tensor s = m.sample("s", InverseGamma.of(2, 3));
            Tensor mean = m.sample("m", Normal.of(0, s.sqrt()));
            m.observe("x", Normal.of(mean, s.sqrt()), 1.5, 2.0);
        });
    }

    static Model twoComponents() {
        return Model.of("two components", m -> {
            Tensor s = m.sample("s", InverseGamma.of(2, 3).iid(2));
            Tensor mean = m.sample("m", Normal.of(0, s.sqrt()));
            m.observe("x", Normal.of(mean, s.sqrt()), 1.5, 2.0);
        });
    }

    static Model betaBinomial(double alpha, double beta, int trials, int successes) {
        return Model.of("beta-binomial " + successes + " of " + trials, m -> {
            Tensor theta = m.sample("theta", Beta.of(alpha, beta));
            m.observe("y", Binomial.of(trials, theta), successes);
        });
    }

    static Model gammaPoisson() {
        return Model.of("gamma-Poisson", m -> {
            Tensor lambda = m.sample("lambda", Gamma.of(2, 0.5));
            m.observe("y", Poisson.of(lambda), 3, 5, 1, 4, 4, 0, 2);
        });
    }

    /** The multinomial likelihood as a factor, with its coefficient 13! / (4! 0! 7! 2!). */
    static Model dirichletCounts() {
        return Model.of("Dirichlet-multinomial", m -> {
            Tensor p = m.sample("p", Dirichlet.of(1, 2, 3, 0.5));
            Tensor counts = Tensor.of(4.0, 0, 7, 2);
            m.factor("counts", counts.times(p.log()).sum().plus(Math.log(25_740)));
        });
    }

    static Model regression() {
        return Model.of("regression", m -> {
            Tensor s2 = m.sample("s2", InverseGamma.of(3, 2));
            Tensor b0 = m.sample("b0", Normal.of(0, s2.times(100).sqrt()));
            Tensor b1 = m.sample("b1", Normal.of(0, s2.times(25).sqrt()));
            m.observe("y", Normal.of(Tensor.of(REGRESSION_X).times(b1).plus(b0), s2.sqrt()), REGRESSION_Y);
        });
    }

    static Model autoregression() {
        return Model.of("autoregression", m -> {
            Tensor before = Tensor.of(0);
            for (int t = 1; t <= SERIES.length; t++) {
                Tensor x = m.sample("x_" + t, t == 1 ? Normal.of(0, 1) : Normal.of(before.times(0.9), 0.5));
                m.observe("y_" + t, Normal.of(x, 0.8), SERIES[t - 1]);
                before = x;
            }
        });
    }

    static Map<String, String> statesOfTheAutoregression() {
        Map<String, String> names = new LinkedHashMap<>();
        for (int t = 1; t <= SERIES.length; t++) {
            names.put("x_" + t, "x_" + t);
        }
        return names;
    }

    /** The marginal likelihood of the Gaussian process; nothing is sampled. */
    static Model gaussianProcess() {
        return Model.of("Gaussian process", m -> {
            Tensor covariance =
                    Tensor.of(kernel(GP_X)).plus(Tensor.identity(GP_X.length).times(0.09));
            m.observe("y", MvNormal.of(Tensor.filled(0, GP_X.length), covariance), GP_Y);
        });
    }

    /** The latent function at the data and at new places, as a linear map of standard normal numbers. */
    static Model latentGaussianProcess() {
        double[] places = new double[GP_X.length + GP_NEW_X.length];
        System.arraycopy(GP_X, 0, places, 0, GP_X.length);
        System.arraycopy(GP_NEW_X, 0, places, GP_X.length, GP_NEW_X.length);
        Tensor factor = Tensor.of(kernel(places)).cholesky();
        return Model.of("latent Gaussian process", m -> {
            Tensor z = m.sample("z", Normal.of(0, 1).iid(places.length));
            Tensor f = m.deterministic("f", factor.dot(z));
            m.observe("y", Normal.of(f.slice(0, GP_X.length), 0.3), GP_Y);
        });
    }

    static List<Exact> latentMomentsOfTheGaussianProcess() {
        List<Exact> answers = new ArrayList<>();
        String[] places = {"0.25", "1", "4"};
        for (int i = 0; i < places.length; i++) {
            String number = "f[" + (GP_X.length + i) + "]";
            answers.add(Exact.mean(number, ExactTable.quantity("GP", "latent mean at " + places[i])));
            answers.add(Exact.standardDeviation(number, ExactTable.quantity("GP", "latent sd at " + places[i])));
        }
        return answers;
    }

    private static double[][] kernel(double[] x) {
        double[][] covariance = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                double z = (x[i] - x[j]) / 0.7;
                covariance[i][j] = 1.44 * Math.exp(-z * z / 2);
            }
        }
        return covariance;
    }
}
