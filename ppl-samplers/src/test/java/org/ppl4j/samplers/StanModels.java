package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.Exponential;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.HalfCauchy;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Supports;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Models of posteriordb, their sites in the order of Stan's parameters. */
final class StanModels {

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

    /** A linear regression without priors. */
    static Model regression(String name, double[] y, double[]... predictors) {
        double[][] x = new double[y.length][predictors.length + 1];
        for (int i = 0; i < y.length; i++) {
            x[i][0] = 1;
            for (int k = 0; k < predictors.length; k++) {
                x[i][k + 1] = predictors[k][i];
            }
        }
        return Model.of(name, m -> {
            Tensor beta = m.sample("beta", Flat.real(predictors.length + 1));
            Tensor sigma = m.sample("sigma", Flat.positive());
            m.observe("y", Normal.of(Tensor.of(x).times(beta), sigma), y);
        });
    }

    static Model earnings(Map<String, Object> data) {
        return regression("earn_height", Json.vector(data, "earn"), Json.vector(data, "height"));
    }

    static Model log10Earnings(Map<String, Object> data) {
        double[] y = map(Json.vector(data, "earn"), Math::log10);
        return regression("log10earn_height", y, Json.vector(data, "height"));
    }

    static Model logEarnings(Map<String, Object> data) {
        double[] y = map(Json.vector(data, "earn"), Math::log);
        return regression("logearn_height_male", y, Json.vector(data, "height"), Json.vector(data, "male"));
    }

    static Model mesquite(Map<String, Object> data) {
        double[] first = map(Json.vector(data, "diam1"), Math::log);
        double[] second = map(Json.vector(data, "diam2"), Math::log);
        double[] canopy = map(Json.vector(data, "canopy_height"), Math::log);
        double[] volume = new double[first.length];
        Arrays.setAll(volume, i -> first[i] + second[i] + canopy[i]);
        double[] area = new double[first.length];
        Arrays.setAll(area, i -> first[i] + second[i]);
        double[] form = new double[first.length];
        Arrays.setAll(form, i -> first[i] - second[i]);
        return regression(
                "logmesquite_logvas",
                map(Json.vector(data, "weight"), Math::log),
                volume,
                area,
                form,
                map(Json.vector(data, "total_height"), Math::log),
                map(Json.vector(data, "density"), Math::log),
                Json.vector(data, "group"));
    }

    static Model eightSchools(Map<String, Object> data) {
        return Model.of("eight_schools_noncentered", m -> {
            Tensor standard = m.sample("theta_trans", Normal.of(0, 1).iid(8));
            Tensor mu = m.sample("mu", Normal.of(0, 5));
            Tensor tau = m.sample("tau", HalfCauchy.of(5));
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

    static Model kilpisjarvi(Map<String, Object> data) {
        return Model.of("kilpisjarvi", m -> {
            Tensor alpha = m.sample("alpha", Normal.of(Json.number(data, "pmualpha"), Json.number(data, "psalpha")));
            Tensor beta = m.sample("beta", Normal.of(Json.number(data, "pmubeta"), Json.number(data, "psbeta")));
            Tensor sigma = m.sample("sigma", Flat.positive());
            Tensor mean = Tensor.of(Json.vector(data, "x")).times(beta).plus(alpha);
            m.observe("y", Normal.of(mean, sigma), Json.vector(data, "y"));
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

    static Model sparseRegression(Map<String, Object> data) {
        return Model.of("blr", m -> {
            Tensor beta = m.sample("beta", Normal.of(0, 10).iid(5));
            Tensor sigma = m.sample("sigma", HalfNormal.of(10));
            m.observe("y", Normal.of(Tensor.of(Json.matrix(data, "X")).times(beta), sigma), Json.vector(data, "y"));
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

    /** Two positive numbers in order: the second's bound is the first. */
    private static Tensor positiveOrdered(ModelBuilder m, String name) {
        Tensor first = m.sample(name + "[0]", Flat.positive());
        Tensor second = m.sample(name + "[1]", Flat.on(Supports.lowerBound(first)));
        return Tensor.stack(first, second);
    }

    /** The forward algorithm, both states starting with weight one. */
    private static Tensor sumOverStates(Tensor transitions, Tensor emissions) {
        Tensor forward = emissions.row(0);
        for (int t = 1; t < emissions.rows(); t++) {
            Tensor reached = forward.insertAxis(1).plus(transitions.log()).logSumExp(0);
            forward = reached.plus(emissions.row(t));
        }
        return forward.logSumExp();
    }

    private static double[] map(double[] values, DoubleUnaryOperator function) {
        return Arrays.stream(values).map(function).toArray();
    }
}
