package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ppl4j.samplers.Texts.pattern;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Finding;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** What is said of divergences where the density is not finite, or fails. */
class EdgeOfDensityTest {

    /** Where the density ends, smaller steps do not help. */
    @Test
    void divergencesAtTheEdgeOfTheDensityAreExplainedByIt() {
        Chains chains = sampling(m -> {
                    Tensor x = m.sample("x", Uniform.of(0, 1));
                    m.observe("y", Uniform.of(0, x), 0.3, 0.6);
                })
                .with(Nuts.create())
                .chains(2)
                .run();
        assertThat(chains.report().findings().get(0).toString())
                .matches(pattern(
                        "NN of 400 draws diverged: most of these trajectories came to where the log density is not"
                                + " finite. At one of them: Site \"y\" (EdgeOfDensityTest.java:NN) has log density -Infinity, at x ="
                                + " NUMBER. Smaller steps do not help there. Keep the parameters to where the density is finite, by"
                                + " distributions with that support or by a transformation."));
    }

    @Test
    void divergencesWhereTheLambdaThrowsNameItsLine() {
        Chains chains = sampling(m -> {
                    Tensor x = m.sample("x", Normal.of(0, 1));
                    if (x.doubleValue() > 1) {
                        throw new IllegalStateException("broken");
                    }
                })
                .with(Nuts.create())
                .run();
        Finding finding = chains.report().findings().stream()
                .filter(each -> each.kind() == Finding.Kind.DIVERGENCES)
                .findFirst()
                .orElseThrow();
        assertThat(finding.toString())
                .matches(pattern(
                        "NN of 200 draws diverged: most of these trajectories came to where the log density is not"
                                + " finite. At one of them: evaluating it again threw java.lang.IllegalStateException: broken"
                                + " (EdgeOfDensityTest.java:NN). Smaller steps do not help there. Keep the parameters to where the"
                                + " density is finite, by distributions with that support or by a transformation."));
    }

    /** An unstable integrator runs to where numbers overflow, which is no edge of the density. */
    @Test
    void stepsThatAreTooLargeAreNotTakenForTheEdge() {
        Chains chains = Sampling.of(Target.of(GaussianDensity.standard(3)))
                .with(Hmc.of(3, 600))
                .chains(1)
                .draws(200)
                .seed(1)
                .report(false)
                .progress(false)
                .run();
        assertThat(chains.report().lines())
                .contains(
                        "200 of 200 draws diverged: the log density is curved too much for the steps there, and draws near it"
                                + " may be missing. Try a smaller step size than 3, or another parameterisation.");
        assertThat(chains.divergences().trajectories())
                .hasSize(200)
                .allMatch(each -> each.energyError() > 1000 && each.energyError() < 1e6);
    }

    @Test
    void whereTheDensityIsNotFiniteAnyThresholdIsPassed() {
        Chains chains = sampling(m -> {
                    Tensor x = m.sample("x", Uniform.of(0, 1));
                    m.observe("y", Uniform.of(0, x), 0.3, 0.6);
                })
                .with(Nuts.create().divergenceThreshold(Double.POSITIVE_INFINITY))
                .run();
        assertThat(chains.divergences().total()).isPositive();
    }

    private static Sampling sampling(Consumer<ModelBuilder> body) {
        return Sampling.of(Model.of("edge", body))
                .chains(1)
                .draws(200)
                .seed(1)
                .report(false)
                .progress(false);
    }
}
