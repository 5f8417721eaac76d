package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.chains.Chains;

/** Draws of models whose posteriors are known exactly. */
class ExactPosteriorsTest {

    /** The squares of variances with infinite fourth moments have no Monte Carlo error: their sd is not compared. */
    private static List<Exact> withoutStandardDeviation(List<Exact> answers) {
        return answers.stream()
                .filter(answer -> answer.statistic() != Exact.Statistic.STANDARD_DEVIATION)
                .toList();
    }

    private static List<Exact> all(List<Exact> some, List<Exact> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static List<Exact> gdemo() {
        return all(
                withoutStandardDeviation(Posterior.table("gdemo:", Map.of("s", "s"))),
                Posterior.table("gdemo:", Map.of("m", "m")));
    }

    private static List<Exact> component(int component) {
        String start = "DynamicPPL demo (component " + component + ")";
        String index = "[" + (component - 1) + "]";
        return all(
                withoutStandardDeviation(Posterior.table(start, Map.of("s", "s" + index))),
                Posterior.table(start, Map.of("m", "m" + index)));
    }

    static Stream<Posterior> ofTheTable() {
        List<Exact> first = Posterior.table("theta~Beta(1.0,1.0)", Map.of("theta", "theta"));
        List<Exact> second = Posterior.table("theta~Beta(2.0,5.0)", Map.of("theta", "theta"));
        List<Exact> third = Posterior.table("theta~Beta(0.5,0.5)", Map.of("theta", "theta"));
        List<Exact> rate = Posterior.table("lambda~", Map.of("lambda", "lambda"));
        List<Exact> simplex =
                Posterior.table("p~Dirichlet", Map.of("p[1]", "p[0]", "p[2]", "p[1]", "p[3]", "p[2]", "p[4]", "p[3]"));
        List<Exact> regression = Posterior.table("s2~", Map.of("b0", "b0", "b1", "b1", "s2", "s2"));
        return Stream.of(
                new Posterior(ConjugateModels.gdemo(), Hmc.of(0.25, 6), gdemo()),
                new Posterior(ConjugateModels.gdemo(), RandomWalkMetropolis.of(0.9), 15, gdemo()),
                new Posterior(ConjugateModels.twoComponents(), Hmc.of(0.25, 6), all(component(1), component(2))),
                new Posterior(ConjugateModels.betaBinomial(1, 1, 10, 7), Hmc.of(0.4, 3), first),
                new Posterior(ConjugateModels.betaBinomial(1, 1, 10, 7), RandomWalkMetropolis.of(1.5), 10, first),
                new Posterior(ConjugateModels.betaBinomial(2, 5, 40, 3), Hmc.of(0.25, 3), second),
                new Posterior(ConjugateModels.betaBinomial(2, 5, 40, 3), RandomWalkMetropolis.of(1), 10, second),
                new Posterior(ConjugateModels.betaBinomial(0.5, 0.5, 5, 5), Hmc.of(0.5, 6), third),
                new Posterior(ConjugateModels.betaBinomial(0.5, 0.5, 5, 5), RandomWalkMetropolis.of(4), 20, third),
                new Posterior(ConjugateModels.gammaPoisson(), Hmc.of(0.12, 3), rate),
                new Posterior(ConjugateModels.gammaPoisson(), RandomWalkMetropolis.of(0.5), 10, rate),
                new Posterior(ConjugateModels.dirichletCounts(), Hmc.of(0.25, 4), simplex),
                new Posterior(ConjugateModels.regression(), Hmc.of(0.08, 5), regression),
                new Posterior(
                        ConjugateModels.autoregression(),
                        Hmc.of(0.15, 4),
                        Posterior.table("x_1~", ConjugateModels.statesOfTheAutoregression())),
                new Posterior(
                        ConjugateModels.latentGaussianProcess(),
                        Hmc.of(0.12, 12),
                        ConjugateModels.latentMomentsOfTheGaussianProcess()));
    }

    @ParameterizedTest
    @MethodSource("ofTheTable")
    void haveTheTabledMomentsAndQuantiles(Posterior posterior) {
        Chains chains = posterior.sample(20_261_123);
        PosteriorCheck check = new PosteriorCheck(chains, posterior.answers());
        assertThat(check.discrepancies()).isEmpty();
        assertThat(check.oversights()).isEmpty();
        assertThat(chains.warnings()).isEmpty();
    }
}
