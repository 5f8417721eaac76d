package org.ppl4j.samplers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.Exponential;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.HalfCauchy;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.LogNormal;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Supports;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.ode.DifferentialEquation;
import org.ppl4j.tensor.Tensor;

/** Models of posteriordb that are no linear regressions, their sites in the order of Stan's parameters. */
final class StanModels {

    private static final DifferentialEquation PREY_AND_PREDATORS = DifferentialEquation.of((time, state, rates) -> {
                Tensor prey = state.at(0);
                Tensor predators = state.at(1);
                return Tensor.stack(
                        prey.times(rates.at(0).minus(rates.at(1).times(predators))),
                        predators.times(rates.at(3).times(prey).minus(rates.at(2))));
            })
            .withTolerances(1e-12, 1e-12);

    private StanModels() {}

    static Model autoregression(Map<String, Object> data) {
        double[] y = Json.vector(data, "y");
        int lags = (int) Json.number(data, "K");
        double[][] before = new double[y.length - lags][lags];
        for (int t = lags; t < y.length; t++) {
            for (int k = 0; k < lags; k++) {
                before[t - lags][k] = y[t - 1 - k];
            }
        }
        return Model.of("arK", m -> {
            Tensor alpha = m.sample("alpha", Normal.of(0, 10));
            Tensor beta = m.sample("beta", Normal.of(0, 10).iid(lags));
            Tensor sigma = m.sample("sigma", HalfCauchy.of(2.5));
            Tensor mean = Tensor.of(before).times(beta).plus(alpha);
            m.observe("y", Normal.of(mean, sigma), Arrays.copyOfRange(y, lags, y.length));
        });
    }

    static Model eightSchools(Map<String, Object> data) {
        return eightSchools(data, 5);
    }

    /** The same with another scale of the prior for the spread of the effects. */
    static Model eightSchools(Map<String, Object> data, double scale) {
        return Model.of("eight_schools_noncentered", m -> {
            Tensor standard = m.sample("theta_trans", Normal.of(0, 1).iid(8));
            Tensor mu = m.sample("mu", Normal.of(0, 5));
            Tensor tau = m.sample("tau", HalfCauchy.of(scale));
            Tensor theta = m.deterministic("theta", standard.times(tau).plus(mu));
            m.observe("y", Normal.of(theta, Tensor.of(Json.vector(data, "sigma"))), Json.vector(data, "y"));
        });
    }

    static Model garch(Map<String, Object> data) {
        double[] y = Json.vector(data, "y");
        return Model.of("garch11", m -> {
            Tensor mu = m.sample("mu", Flat.on(Supports.real()));
            Tensor alpha0 = m.sample("alpha0", Flat.positive());
            Tensor alpha1 = m.sample("alpha1", Flat.on(Supports.interval(0, 1)));
            Tensor rest = alpha1.negate().plus(1);
            Tensor beta1 = m.sample("beta1", Flat.on(Supports.interval(Tensor.of(0), rest)));
            Tensor sigma = Tensor.of(Json.number(data, "sigma1"));
            for (int t = 0; t < y.length; t++) {
                if (t > 0) {
                    Tensor shock = mu.negate().plus(y[t - 1]).square().times(alpha1);
                    sigma = alpha0.plus(shock).plus(beta1.times(sigma.square())).sqrt();
                }
                m.observe("y[" + t + "]", Normal.of(mu, sigma), y[t]);
            }
        });
    }

    static Model gaussianProcess(Map<String, Object> data) {
        double[] x = Json.vector(data, "x");
        double[][] squares = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                squares[i][j] = (x[i] - x[j]) * (x[i] - x[j]);
            }
        }
        return Model.of("gp_regr", m -> {
            Tensor rho = m.sample("rho", Gamma.of(25, 4));
            Tensor alpha = m.sample("alpha", HalfNormal.of(2));
            Tensor sigma = m.sample("sigma", HalfNormal.of(1));
            Tensor kernel = Tensor.of(squares)
                    .times(rho.square().reciprocal().times(-0.5))
                    .exp()
                    .times(alpha.square());
            Tensor covariance = kernel.plus(Tensor.identity(x.length).times(sigma));
            m.observe("y", MvNormal.of(Tensor.filled(0, x.length), covariance), Json.vector(data, "y"));
        });
    }

    static Model mixture(Map<String, Object> data) {
        Tensor y = Tensor.of(Json.vector(data, "y"));
        return Model.of("low_dim_gauss_mix", m -> {
            Tensor mu = m.sample("mu", Flat.vectors(Supports.ordered(), 2));
            m.factor("prior of mu", Normal.of(0, 2).logDensity(mu));
            Tensor sigma = m.sample("sigma", HalfNormal.of(2).iid(2));
            Tensor theta = m.sample("theta", Beta.of(5, 5));
            Tensor first = Normal.of(mu.at(0), sigma.at(0)).logDensity(y).plus(theta.log());
            Tensor second = Normal.of(mu.at(1), sigma.at(1))
                    .logDensity(y)
                    .plus(theta.negate().log1p());
            m.factor("y", Tensor.stack(first, second).logSumExp(0));
        });
    }

    static Model hiddenMarkov(Map<String, Object> data) {
        Tensor y = Tensor.of(Json.vector(data, "y"));
        return Model.of("hmm_example", m -> {
            Tensor theta1 = m.sample("theta1", Flat.vectors(Supports.simplex(), 2));
            Tensor theta2 = m.sample("theta2", Flat.vectors(Supports.simplex(), 2));
            Tensor mu = positiveOrdered(m, "mu");
            m.factor("prior of mu", Normal.of(Tensor.of(3.0, 10.0), 1).logDensity(mu));
            Tensor emissions = Normal.of(mu.reshape(1, 2), 1).logDensity(y.reshape(y.size(), 1));
            m.factor("y", sumOverStates(Tensor.stack(theta1, theta2), emissions));
        });
    }

    static Model drives(Map<String, Object> data) {
        double[][] alpha = Json.matrix(data, "alpha");
        Tensor u = Tensor.of(Json.vector(data, "u"));
        Tensor v = Tensor.of(Json.vector(data, "v"));
        return Model.of("hmm_drive_0", m -> {
            Tensor theta1 = m.sample("theta1", Dirichlet.of(alpha[0]));
            Tensor theta2 = m.sample("theta2", Dirichlet.of(alpha[1]));
            Tensor phi = positiveOrdered(m, "phi");
            Tensor lambda = positiveOrdered(m, "lambda");
            m.factor("prior of phi", Normal.of(Tensor.of(0.0, 3.0), 1).logDensity(phi));
            m.factor("prior of lambda", Normal.of(Tensor.of(0.0, 3.0), 1).logDensity(lambda));
            Tensor emissions = Exponential.of(phi.reshape(1, 2))
                    .logDensity(u.reshape(u.size(), 1))
                    .plus(Exponential.of(lambda.reshape(1, 2)).logDensity(v.reshape(v.size(), 1)));
            m.factor("u and v", sumOverStates(Tensor.stack(theta1, theta2), emissions));
        });
    }

    static Model preyAndPredators(Map<String, Object> data) {
        double[] times = Json.vector(data, "ts");
        double[] initialCounts = Json.vector(data, "y_init");
        double[][] counts = Json.matrix(data, "y");
        return Model.of("lotka_volterra", m -> {
            Tensor theta = m.sample("theta", Flat.positive(4));
            Tensor prior = Normal.of(Tensor.of(1, 0.05, 1, 0.05), Tensor.of(0.5, 0.05, 0.5, 0.05))
                    .logDensity(theta);
            m.factor("prior of theta", prior);
            Tensor initial = m.sample("z_init", LogNormal.of(Math.log(10), 1).iid(2));
            Tensor sigma = m.sample("sigma", LogNormal.of(-1, 1).iid(2));
            Tensor states = PREY_AND_PREDATORS.solve(initial, 0, times, theta);
            m.observe("y_init", LogNormal.of(initial.log(), sigma), initialCounts);
            m.observe("y", LogNormal.of(states.log(), sigma), counts);
        });
    }

    /** Two positive numbers in order: the second's bound is the first. */
    private static Tensor positiveOrdered(ModelBuilder m, String name) {
        Tensor first = m.sample(name + "[0]", Flat.positive());
        Tensor second = m.sample(name + "[1]", Flat.on(Supports.lowerBound(first)));
        return Tensor.stack(first, second);
    }

    /**
     * The forward algorithm, both states starting with weight one. The states' weights are brought to a sum of one at each
     * step, so that no logarithms need to be taken in between.
     */
    private static Tensor sumOverStates(Tensor transitions, Tensor emissions) {
        Tensor scales = emissions.logSumExp(1);
        Tensor weights = emissions.minus(scales.insertAxis(1)).exp();
        List<Tensor> sums = new ArrayList<>();
        Tensor first = weights.at(0, 0);
        Tensor second = weights.at(0, 1);
        for (int t = 1; t < emissions.rows(); t++) {
            Tensor toFirst = first.times(transitions.at(0, 0)).plus(second.times(transitions.at(1, 0)));
            Tensor toSecond = first.times(transitions.at(0, 1)).plus(second.times(transitions.at(1, 1)));
            Tensor nextFirst = toFirst.times(weights.at(t, 0));
            Tensor nextSecond = toSecond.times(weights.at(t, 1));
            Tensor sum = nextFirst.plus(nextSecond);
            sums.add(sum);
            first = nextFirst.dividedBy(sum);
            second = nextSecond.dividedBy(sum);
        }
        return scales.sum().plus(Tensor.stack(sums).log().sum());
    }
}
