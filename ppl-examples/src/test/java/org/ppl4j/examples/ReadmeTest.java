package org.ppl4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.HalfCauchy;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.model.Predictions;
import org.ppl4j.nn.Network;
import org.ppl4j.samplers.Calibration;
import org.ppl4j.samplers.CalibrationResult;
import org.ppl4j.samplers.Hmc;
import org.ppl4j.samplers.InitialPoints;
import org.ppl4j.samplers.RobustAdaptiveMetropolis;
import org.ppl4j.samplers.Sampling;
import org.ppl4j.samplers.TestQuantity;
import org.ppl4j.tensor.Tensor;

/** The README's Java is compiled and run here: each snippet stands between two marks, and is the README's to the letter. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path SOURCE = Path.of("src/test/java/org/ppl4j/examples/ReadmeTest.java");

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void regressionAndWhatElseAModelDoes() {
        Tensor x = Tensor.of(new double[][] {{1, 2}, {0, 1}, {2, 1}, {1, 1}, {-1, 0}, {-2, 1}});
        double[] y = {3.1, 1.2, 2.8, 2.1, -1.2, -0.9};
        // readme
        Model regression = Model.of("regression", m -> {
            Tensor alpha = m.sample("alpha", Normal.of(0, 10));
            Tensor beta = m.sample("beta", Normal.of(0, 2).iid(x.columns()));
            Tensor sigma = m.sample("sigma", HalfNormal.of(1));
            m.observe("y", Normal.of(x.times(beta).plus(alpha), sigma), y);
        });
        Chains chains = Sampling.of(regression)
                .with(Hmc.of(0.05, 10))
                .chains(4)
                .warmup(1_000)
                .draws(1_000)
                .seed(42)
                .run();
        System.out.println(chains.summary());
        // end
        assertThat(chains.summary().toString().lines().findFirst().orElseThrow().split("\\s+"))
                .containsExactly("name", "mean", "sd", "mcse", "q5", "q50", "q95", "ess_bulk", "ess_tail", "rhat");
        assertThat(chains.mean("beta[0]")).isBetween(0.5, 1.8);
        // readme
        Map<String, Tensor> prior = regression.samplePrior(random);
        double lp = regression.logDensity(Map.of("alpha", 0.0, "beta", new double[] {1, 2}, "sigma", 1.0));
        Predictions predictions = regression.predict(chains, 7);
        Map<String, double[][]> terms = regression.logLikelihoods(chains);
        Model onlySlopes = regression.fix(Map.of("alpha", 0.0));
        // end
        // readme
        Chains more = chains.resume(1_000);
        Chains enough = Sampling.of(regression)
                .with(RobustAdaptiveMetropolis.create())
                .initial(InitialPoints.lastOf(more))
                .draws(20_000)
                .stopAtEss(400)
                .stopAfter(Duration.ofMinutes(1))
                .seed(43)
                .run();
        CalibrationResult calibration = Calibration.of(regression)
                .simulations(20)
                .quantity("log_likelihood", TestQuantity.logLikelihood())
                .seed(44)
                .run();
        // end
        assertThat(more.draws()).isEqualTo(2_000);
        assertThat(enough.draws()).isLessThan(20_000);
        assertThat(calibration.names()).contains("beta[1]", "log_likelihood");
        assertThat(prior).containsOnlyKeys("alpha", "beta", "sigma");
        assertThat(lp).isFinite();
        assertThat(predictions.mean("y")).hasSize(6);
        assertThat(terms.getOrDefault("y", new double[0][])).hasDimensions(4_000, 6);
        assertThat(onlySlopes.density().dimension()).isEqualTo(3);
    }

    @Test
    void network() {
        MultiLayerConfiguration configuration = BayesianNeuralNetwork.twoThreeTwoOne();
        double[][] inputs = {{1, 1}, {-1, 1}, {1, -1}, {-1, -1}};
        double[] labels = {1, 0, 0, 1};
        // readme
        Network network = Network.of(configuration);
        Model bayesNn = Model.of("bayes_nn", m -> {
            Tensor parameters = m.sample("parameters", MvNormal.isotropic(network.parameterCount(), 3.3));
            m.observe("labels", Bernoulli.of(network.forward(parameters, inputs)), labels);
        });
        Chains chains =
                Sampling.of(bayesNn).with(Hmc.of(0.05, 4)).draws(5_000).seed(1).run();
        // end
        assertThat(chains.draws()).isEqualTo(5_000);
        assertThat(chains.draw(0, 0, "parameters")).hasSize(20);
    }

    @Test
    void hierarchicalModel() {
        // readme
        Model schools = Model.of("eight schools", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 5));
            Tensor tau = m.sample("tau", HalfCauchy.of(5));
            Tensor theta = m.sample("theta", Normal.of(mu, tau).iid(8));
            m.observe("y", Normal.of(theta, Tensor.of(15, 10, 16, 11, 9, 11, 10, 18)), 28, 8, -3, 7, -1, 1, 18, 12);
        });
        // end
        Chains chains = Sampling.of(schools).seed(1).run();
        assertThat(chains.summary().row("tau").rhat()).isLessThan(1.01);
        assertThat(schools.nonCentred("theta").density().dimension()).isEqualTo(10);
    }

    @Test
    void dynamicModel() {
        // readme
        Model dynamic = Model.of("dynamic", m -> {
            Tensor x = m.sample("x", Normal.of(0, 1));
            Tensor mean = x.doubleValue() > 0 ? x : x.times(2);
            m.observe("y", Normal.of(mean, 1), 1.0);
        });
        // end
        assertThat(dynamic.density().isDynamic()).isTrue();
    }

    @Test
    void theReadmeHasTheseSnippetsToTheLetter() throws IOException {
        List<String> inReadme = blocks(Files.readString(README), "(?ms)^```java\\n(.*?)^```$");
        List<String> here = blocks(Files.readString(SOURCE), "(?ms)^ +// readme\\n(.*?)^ +// end$");
        assertThat(here).containsExactlyInAnyOrderElementsOf(inReadme).hasSize(6);
    }

    /** Returns the blocks, without the indentation that their lines have in common. */
    private static List<String> blocks(String text, String pattern) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            List<String> lines = Arrays.asList(matcher.group(1).split("\n"));
            int indentation = lines.stream()
                    .filter(line -> !line.isBlank())
                    .mapToInt(line -> line.length() - line.stripLeading().length())
                    .min()
                    .orElse(0);
            blocks.add(lines.stream()
                    .map(line -> line.substring(Math.min(indentation, line.length())))
                    .collect(Collectors.joining("\n")));
        }
        return blocks;
    }
}
