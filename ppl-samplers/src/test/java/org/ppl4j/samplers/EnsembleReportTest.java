package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Finding;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** What is said of ensembles, whose walkers are no chains of their own. */
class EnsembleReportTest {
    private static final Model GAUSSIAN = Model.of("gaussian", m -> {
        Tensor a = m.sample("a", Normal.of(0, 1));
        m.sample("b", Normal.of(a, 2));
    });

    private static final Model BIMODAL = Model.of("bimodal", m -> {
        Tensor x = m.sample("x", Normal.of(0, 10));
        m.observe("square", Normal.of(x.square(), 0.01), 100.0);
    });

    private static Sampling sampling(Model model) {
        return Sampling.of(model).with(Ensemble.create()).seed(1).report(false).progress(false);
    }

    private static List<Finding.Kind> kinds(Chains chains) {
        return chains.report().findings().stream().map(Finding::kind).toList();
    }

    @Test
    void nothingIsSaidWhereAllIsRight() {
        for (int seed = 1; seed <= 4; seed++) {
            assertThat(sampling(GAUSSIAN).seed(seed).run().report().lines())
                    .containsExactly("No problems found in 24,000 draws of 2 numbers in 24 chains.");
        }
        assertThat(sampling(GAUSSIAN).chains(1).draws(2_000).run().report().isClean())
                .isTrue();
    }

    @Test
    void aRunThatIsTooShortIsToldHowLongItShouldBe() {
        assertThat(sampling(GAUSSIAN).draws(150).run().report().toString())
                .matches("The effective sample size is below 50 an ensemble for 2 of 3 numbers, [ab] \\(.*\\)\\. About"
                        + " [0-9,]+ draws a walker would be enough\\.\n");
    }

    @Test
    void ensemblesInDifferentPlacesAreToldApart() {
        Chains chains = sampling(BIMODAL)
                .with(Ensemble.create().spread(0.001))
                .initial(new double[] {10}, new double[] {-10})
                .chains(2)
                .run();
        assertThat(chains.report().toString())
                .startsWith("R-hat is above 1.01 for 1 of 2 numbers, x (")
                .contains(
                        "): the ensembles keep to different places, with means 10.0 and -10.0 of x. The posterior seems");
    }

    /** The halves of one ensemble that has not arrived yet. */
    @Test
    void anEnsembleOnItsWayIsToldSo() {
        Chains chains = sampling(GAUSSIAN)
                .with(Ensemble.create().spread(1e-3))
                .initial(new double[] {3_000, 3_000})
                .chains(1)
                .warmup(20)
                .draws(200)
                .run();
        assertThat(kinds(chains)).contains(Finding.Kind.CONVERGENCE);
        assertThat(chains.report().toString()).contains(": the halves of the ensemble have not mixed.");
    }

    @Test
    void walkersThatDoNotMoveAreNamed() {
        Chains chains = sampling(GAUSSIAN)
                .with(Ensemble.create().spread(1e-30))
                .chains(1)
                .warmup(100)
                .draws(200)
                .run();
        assertThat(chains.report().lines())
                .containsExactly(
                        "Chains 0, 1, 2, 3, 4 and 5 never moved. Proposals were accepted there all the same, and changed"
                                + " nothing: let walkers start farther apart, with a larger spread(...).");
    }

    @Test
    void ofALogDensityThatHardlyChangesNoLargerStepsAreAdvised() {
        Chains chains = Sampling.of(Model.of("flat", m -> m.sample("x", Flat.real(1))))
                .with(RobustAdaptiveMetropolis.create())
                .warmup(100)
                .draws(200)
                .seed(1)
                .report(false)
                .run();
        assertThat(chains.report().toString())
                .contains(
                        "Nearly all proposals were accepted, at an acceptance rate of 1: the log density hardly changes"
                                + " however long the steps are, as that of an improper posterior does. See whether each variable has a"
                                + " prior.");
    }

    @Test
    void chainsThatAreNoEnsemblesAreRefused() {
        Chains chains = sampling(GAUSSIAN).draws(1).warmup(0).run();
        assertThatThrownBy(() -> chains.withWalkers(5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("24 chains cannot be ensembles of 5 walkers each.");
    }
}
