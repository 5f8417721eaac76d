package org.ppl4j.samplers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.LibraryFrame;
import org.ppl4j.model.Model;

/**
 * Simulation-based calibration: whether a sampler draws from the posteriors of a model. Parameters are drawn from the prior,
 * data given them, and the model is fitted to the data; if all is right, the rank of a parameter among the draws from its
 * posterior is uniform.
 *
 * <p>For example {@code Calibration.of(model).with(Nuts.create()).simulations(500).draws(99).seed(1).run().summary()}.
 * Immutable: each method returns a changed copy. All observed sites are simulated, in the shapes they have; dynamic models
 * can be calibrated too.
 *
 * <p>S. Talts et al., "Validating Bayesian inference algorithms with simulation-based calibration", arXiv 1804.06788.
 */
@CheckReturnValue
@LibraryFrame
public final class Calibration {
    private final CalibrationSettings settings;
    private final int simulations;
    private final int threads;
    private final @Nullable Long seed;

    private Calibration(CalibrationSettings settings, int simulations, int threads, @Nullable Long seed) {
        this.settings = settings;
        this.simulations = simulations;
        this.threads = threads;
        this.seed = seed;
    }

    /**
     * {@return a calibration of {@link Nuts} on a model: unless told otherwise, 200 simulations of 99 draws each}
     *
     * @param model the model; what it observes matters for its shape alone
     */
    public static Calibration of(Model model) {
        return new Calibration(
                new CalibrationSettings(Arguments.nonNull(model, "model"), model, Nuts.create(), 99, 1000, 0, Map.of()),
                200,
                Runtime.getRuntime().availableProcessors(),
                null);
    }

    /**
     * {@return a copy with a sampler; it is {@link Nuts#create()} unless set}
     *
     * @param sampler the algorithm
     */
    public Calibration with(Sampler sampler) {
        return changed(settings.withSampler(Arguments.nonNull(sampler, "sampler")));
    }

    /**
     * {@return a copy with a number of simulations; it is 200 unless set} More show smaller errors.
     *
     * @param count how many, at least 20
     */
    public Calibration simulations(int count) {
        return new Calibration(settings, atLeast(20, count, "number of simulations"), threads, seed);
    }

    /**
     * {@return a copy with a number of draws that a parameter is ranked among; it is 99 unless set, so that there are 100
     * ranks}
     *
     * @param count how many nearly independent draws, at least 3
     */
    public Calibration draws(int count) {
        return changed(settings.withDraws(atLeast(3, count, "number of draws")));
    }

    /**
     * {@return a copy with a length of the warm-up of each fit; it is 1,000 steps unless set, for samplers that do not adapt
     * too}
     *
     * @param steps how many, at least 0
     */
    public Calibration warmup(int steps) {
        return changed(settings.withWarmup(atLeast(0, steps, "number of warm-up steps")));
    }

    /**
     * {@return a copy where a draw takes a fixed number of steps} Unless set, each chain goes on until the least effective
     * sample size of its numbers is twice the number of draws, and at least 100, and is thinned to them.
     *
     * @param steps how many, at least 1
     */
    public Calibration thin(int steps) {
        return changed(settings.withThin(atLeast(1, steps, "number of steps a draw")));
    }

    /**
     * {@return a copy that ranks one more number, beside all sampled and deterministic ones}
     *
     * @param name what to call it
     * @param quantity calculates it; {@link TestQuantity#logLikelihood()} is one to add
     */
    public Calibration quantity(String name, TestQuantity quantity) {
        Map<String, TestQuantity> more = new LinkedHashMap<>(settings.quantities());
        more.put(Arguments.nonNull(name, "name"), Arguments.nonNull(quantity, "quantity"));
        return changed(settings.withQuantities(more));
    }

    /**
     * {@return a copy with a seed; unless set it is random}
     *
     * @param value any number
     */
    public Calibration seed(long value) {
        return new Calibration(settings, simulations, threads, value);
    }

    /**
     * {@return a copy with a number of threads; unless set it is that of the available processors} It does not change the
     * result.
     *
     * @param count how many, at least 1
     */
    public Calibration threads(int count) {
        return new Calibration(settings, simulations, atLeast(1, count, "number of threads"), seed);
    }

    /**
     * {@return a copy that fits another model than the one that parameters and data are drawn from} One that is wrong on
     * purpose shows whether so many simulations would see it; another form of the same model must pass. What both have under
     * a name is ranked.
     *
     * @param other a model that observes sites of the same names and shapes
     */
    public Calibration fitting(Model other) {
        return changed(settings.withFitted(Arguments.nonNull(other, "other")));
    }

    /**
     * {@return the ranks, after all simulations and fits}
     *
     * @throws IllegalArgumentException if no data can be simulated from the model, or the sampler cannot work on it
     * @throws IllegalStateException if a fit failed, or the calling thread was interrupted
     */
    public CalibrationResult run() {
        Model model = settings.simulated();
        if (model.density().dimension() < 1) {
            throw new IllegalArgumentException("There is nothing to calibrate: the model \"" + model.name()
                    + "\" has no sampled sites. Declare one with sample(name, distribution).");
        }
        if (settings.fitted() != model) {
            // What does not fit is refused here, where the user's line is known: the fits have threads of their own.
            settings.fitted()
                    .condition(model.simulate(new SplittableRandom(0)).observed())
                    .density();
        }
        Long chosen = seed;
        SplittableGenerator root = RandomGeneratorFactory.<SplittableGenerator>of("L64X128MixRandom")
                .create(chosen != null ? chosen : RandomGenerator.getDefault().nextLong());
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, simulations), task -> {
            Thread thread = new Thread(task, "ppl4j-calibration");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<SimulatedFit.Ranks>> pending = new ArrayList<>();
            for (int i = 0; i < simulations; i++) {
                SimulatedFit fit = new SimulatedFit(settings, root.split());
                pending.add(pool.submit(fit::run));
            }
            List<SimulatedFit.Ranks> ranks = new ArrayList<>();
            for (Future<SimulatedFit.Ranks> each : pending) {
                ranks.add(result(each, ranks.size()));
            }
            return new CalibrationResult(settings, ranks);
        } finally {
            pool.shutdownNow();
        }
    }

    private static SimulatedFit.Ranks result(Future<SimulatedFit.Ranks> future, int simulation) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The calibration was interrupted at simulation " + simulation + ".", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("The fit of simulation " + simulation + " failed: " + cause, cause);
        }
    }

    private Calibration changed(CalibrationSettings other) {
        return new Calibration(other, simulations, threads, seed);
    }

    private static int atLeast(int minimum, int value, String what) {
        if (value < minimum) {
            throw new IllegalArgumentException("The " + what + " must be at least " + minimum + ", got " + value + ".");
        }
        return value;
    }
}
