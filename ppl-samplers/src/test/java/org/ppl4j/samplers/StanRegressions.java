package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.ppl4j.distribution.HalfCauchy;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Linear regressions of posteriordb, their sites in the order of Stan's parameters. */
final class StanRegressions {

    private StanRegressions() {}

    /** A linear regression without priors. */
    private static Model regression(String name, double[] y, double[]... predictors) {
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

    static Model logEarningsWithInteraction(Map<String, Object> data) {
        double[] height = Json.vector(data, "height");
        double[] male = Json.vector(data, "male");
        double[] y = map(Json.vector(data, "earn"), Math::log);
        return regression("logearn_interaction", y, height, male, product(height, male));
    }

    static Model kidScores(Map<String, Object> data) {
        double[] iq = Json.vector(data, "mom_iq");
        return Model.of("kidscore_momiq", m -> {
            Tensor beta = m.sample("beta", Flat.real(2));
            Tensor sigma = m.sample("sigma", HalfCauchy.of(2.5));
            Tensor mean = Tensor.of(iq).times(beta.at(1)).plus(beta.at(0));
            m.observe("kid_score", Normal.of(mean, sigma), Json.vector(data, "kid_score"));
        });
    }

    static Model kidScoresWithInteraction(Map<String, Object> data) {
        double[] school = centred(Json.vector(data, "mom_hs"));
        double[] iq = centred(Json.vector(data, "mom_iq"));
        return regression("kidscore_interaction_c", Json.vector(data, "kid_score"), school, iq, product(school, iq));
    }

    static Model partyIdentification(Map<String, Object> data) {
        double[] age = Json.vector(data, "age_discrete");
        return regression(
                "nes",
                Json.vector(data, "partyid7"),
                Json.vector(data, "real_ideo"),
                Json.vector(data, "race_adj"),
                map(age, value -> value == 2 ? 1 : 0),
                map(age, value -> value == 3 ? 1 : 0),
                map(age, value -> value == 4 ? 1 : 0),
                Json.vector(data, "educ1"),
                Json.vector(data, "gender"),
                Json.vector(data, "income"));
    }

    static Model mesquiteWeights(Map<String, Object> data) {
        return regression(
                "mesquite",
                Json.vector(data, "weight"),
                Json.vector(data, "diam1"),
                Json.vector(data, "diam2"),
                Json.vector(data, "canopy_height"),
                Json.vector(data, "total_height"),
                Json.vector(data, "density"),
                Json.vector(data, "group"));
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

    static Model kilpisjarvi(Map<String, Object> data) {
        return Model.of("kilpisjarvi", m -> {
            Tensor alpha = m.sample("alpha", Normal.of(Json.number(data, "pmualpha"), Json.number(data, "psalpha")));
            Tensor beta = m.sample("beta", Normal.of(Json.number(data, "pmubeta"), Json.number(data, "psbeta")));
            Tensor sigma = m.sample("sigma", Flat.positive());
            Tensor mean = Tensor.of(Json.vector(data, "x")).times(beta).plus(alpha);
            m.observe("y", Normal.of(mean, sigma), Json.vector(data, "y"));
        });
    }

    static Model sparseRegression(Map<String, Object> data) {
        return Model.of("blr", m -> {
            Tensor beta = m.sample("beta", Normal.of(0, 10).iid(5));
            Tensor sigma = m.sample("sigma", HalfNormal.of(10));
            m.observe("y", Normal.of(Tensor.of(Json.matrix(data, "X")).times(beta), sigma), Json.vector(data, "y"));
        });
    }

    private static double[] product(double[] left, double[] right) {
        double[] product = new double[left.length];
        Arrays.setAll(product, i -> left[i] * right[i]);
        return product;
    }

    private static double[] centred(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return map(values, value -> value - mean);
    }

    private static double[] map(double[] values, DoubleUnaryOperator function) {
        return Arrays.stream(values).map(function).toArray();
    }
}
