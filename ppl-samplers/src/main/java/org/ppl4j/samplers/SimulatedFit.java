package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Variable;
import org.ppl4j.graph.LibraryFrame;
import org.ppl4j.model.Model;
import org.ppl4j.model.Simulation;
import org.ppl4j.tensor.Tensor;

/** One simulation of a calibration: data from the prior, a fit to them, and the ranks of what they were drawn from. */
@LibraryFrame
final class SimulatedFit {
    /** How many times as many draws as are wanted are made at most, to make the ones that are kept nearly independent. */
    private static final int MOST_THINNING = 64;

    /** How many effective draws a chain has for each one that is kept: those are far enough apart then. */
    private static final int EFFECTIVE_DRAWS = 2;

    /** As if at least so many were kept: effective sample sizes of few draws are too noisy to stop at. */
    private static final int FEWEST_DRAWS = 50;

    private final CalibrationSettings settings;
    private final SplittableGenerator random;

    SimulatedFit(CalibrationSettings settings, SplittableGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /**
     * What came of it.
     *
     * @param ranks the rank of each number among its draws
     * @param tied the numbers that all draws are equal to, whose ranks are by lot alone
     * @param isDependent whether the draws depend on each other after all
     * @param divergences how many draws diverged
     */
    record Ranks(Map<String, Integer> ranks, Set<String> tied, boolean isDependent, long divergences) {}

    Ranks run() {
        Simulation simulation = settings.simulated().simulate(random);
        Model model = settings.fitted() == settings.simulated()
                ? simulation.model()
                : settings.fitted().condition(simulation.observed());
        Sample sample = sample(model);
        Chains chains = sample.chains();
        boolean isDependent = sample.ess() < Math.max(settings.draws(), FEWEST_DRAWS);
        int[] picked = picked(chains.drawCount());
        Map<String, Integer> ranks = new LinkedHashMap<>();
        Set<String> tied = new HashSet<>();
        for (Variable variable : chains.variables()) {
            Tensor truth = simulation.values().get(variable.name());
            if (truth != null) {
                double[] values = truth.toArray();
                if (values.length != variable.size()) {
                    throw new IllegalArgumentException("\"" + variable.name() + "\" has " + variable.size()
                            + " values in the fitted model, but " + values.length
                            + " in the one that is simulated from. Give one of them another name.");
                }
                for (int element = 0; element < values.length; element++) {
                    String name = variable.scalarNames().get(element);
                    double[] all = Arrays.stream(chains.values(name))
                            .flatMapToDouble(Arrays::stream)
                            .toArray();
                    double[] draws =
                            Arrays.stream(picked).mapToDouble(draw -> all[draw]).toArray();
                    ranks.put(name, rank(name, values[element], draws, tied));
                }
            }
        }
        settings.quantities().forEach((name, quantity) -> {
            double truth = quantity.of(simulation.values(), simulation.model());
            double[] draws = Arrays.stream(picked)
                    .mapToDouble(draw -> quantity.of(chains.draw(draw), simulation.model()))
                    .toArray();
            if (ranks.put(name, rank(name, truth, draws, tied)) != null) {
                throw new IllegalArgumentException(
                        "The quantity \"" + name + "\" has the name of a number of the model. Give it another name.");
            }
        });
        if (ranks.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to rank: the fitted model \""
                    + settings.fitted().name() + "\" has no variable in common with the model \""
                    + settings.simulated().name()
                    + "\". Record one under the same name with deterministic(name, value).");
        }
        return new Ranks(ranks, tied, isDependent, divergences(chains));
    }

    /**
     * The draws of a fit.
     *
     * @param chains the draws
     * @param ess their least effective sample size; infinity if the number of steps a draw is given
     */
    private record Sample(Chains chains, double ess) {}

    private Sample sample(Model model) {
        Settings run = new Settings(Target.of(model));
        run.sampler = settings.sampler();
        run.chains = 1;
        run.warmup = settings.warmup();
        int wanted = EFFECTIVE_DRAWS * Math.max(settings.draws(), FEWEST_DRAWS);
        run.draws = settings.thin() == 0 ? wanted : settings.draws();
        run.thin = Math.max(1, settings.thin());
        run.threads = 1;
        run.progress = false;
        run.silent = true;
        Chains chains = new Run(run, random.nextLong()).run();
        if (settings.thin() > 0) {
            return new Sample(chains, Double.POSITIVE_INFINITY);
        }
        int most = MOST_THINNING * wanted;
        double ess = LeastEss.ofChanging(chains).value();
        while (ess < wanted && chains.draws() < most) {
            double length = Math.ceil(chains.draws() * Math.min(4, 1.1 * wanted / Math.max(ess, 1)));
            chains = chains.resume((int) Math.min(length, most) - chains.draws());
            ess = LeastEss.ofChanging(chains).value();
        }
        return new Sample(chains, ess);
    }

    /** Returns which draws are kept, evenly spread over all. */
    private int[] picked(int count) {
        int[] picked = new int[settings.draws()];
        Arrays.setAll(picked, i -> (int) ((i + 1L) * count / picked.length) - 1);
        return picked;
    }

    /** Returns how many draws are less; equal ones, of discrete numbers, are less with even chances for each place. */
    private int rank(String name, double truth, double[] draws, Set<String> tied) {
        if (Double.isNaN(truth) || Arrays.stream(draws).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException("\"" + name + "\" is NaN "
                    + (Double.isNaN(truth) ? "at a draw from the prior" : "at a draw from a posterior")
                    + ", so that it has no rank. See how it is calculated.");
        }
        int less = 0;
        int equal = 0;
        for (double draw : draws) {
            less += draw < truth ? 1 : 0;
            equal += draw == truth ? 1 : 0;
        }
        if (equal == draws.length) {
            tied.add(name);
        }
        return less + (equal == 0 ? 0 : random.nextInt(equal + 1));
    }

    private static long divergences(Chains chains) {
        if (!chains.statistics().contains("diverging")) {
            return 0;
        }
        return Arrays.stream(chains.values("diverging"))
                .flatMapToDouble(Arrays::stream)
                .filter(flag -> flag > 0)
                .count();
    }
}
