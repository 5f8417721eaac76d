package org.ppl4j.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Summary;
import org.ppl4j.model.Model;
import org.ppl4j.samplers.Nuts;
import org.ppl4j.samplers.RunReport;
import org.ppl4j.samplers.Sampling;
import org.ppl4j.tensor.Tensor;

/**
 * What gradients were worth in a run of NUTS.
 *
 * @param essPerThousandGradients the least bulk effective sample size for 1000 gradients after the warm-up
 * @param essWithWarmup the same with the gradients of the warm-up
 * @param acceptance the mean acceptance rate
 * @param gradientsADraw the mean number of gradients of a draw
 * @param divergences how many draws diverged
 * @param largestRhat the largest R-hat
 * @param degrees how far sites with a random scale were centred
 */
record NutsRun(
        double essPerThousandGradients,
        double essWithWarmup,
        double acceptance,
        double gradientsADraw,
        double divergences,
        double largestRhat,
        Map<String, Tensor> degrees) {

    /** Samples a model by four chains on one thread. */
    static NutsRun of(Model model, Nuts nuts, int warmup, int draws, int seed) {
        List<RunReport> reports = new ArrayList<>();
        Chains chains = Sampling.of(model)
                .with(nuts)
                .warmup(warmup)
                .draws(draws)
                .seed(seed)
                .threads(1)
                .progress(false)
                .report(false)
                .onFinish(reports::add)
                .run();
        double ess = Double.POSITIVE_INFINITY;
        double rhat = 0;
        for (Summary.Row row : chains.summary().rows()) {
            if (!Double.isNaN(row.essBulk())) {
                ess = Math.min(ess, row.essBulk());
                rhat = Math.max(rhat, row.rhat());
            }
        }
        double steps = sum(chains, "n_steps");
        return new NutsRun(
                1000 * ess / steps,
                1000 * ess / reports.get(0).gradientEvaluations(),
                sum(chains, "acceptance_rate") / chains.drawCount(),
                steps / chains.drawCount(),
                sum(chains, "diverging"),
                rhat,
                reports.get(0).trial().degrees());
    }

    private static double sum(Chains chains, String statistic) {
        return Arrays.stream(chains.values(statistic))
                .flatMapToDouble(Arrays::stream)
                .sum();
    }

    /** Returns all but the degrees, in order. */
    double[] numbers() {
        return new double[] {
            essPerThousandGradients, essWithWarmup, acceptance, gradientsADraw, divergences, largestRhat
        };
    }
}
