package org.ppl4j.samplers;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything a user may choose of a run. Written only before a {@link Sampling} holds it. */
final class Settings {
    final Target target;

    Sampler sampler = Nuts.create();

    @Nullable
    Integer chains;

    @Nullable
    Integer warmup;

    int draws = 1000;
    int thin = 1;

    @Nullable
    Long seed;

    int threads = Runtime.getRuntime().availableProcessors();
    InitialPoints initial = InitialPoints.ofTarget();

    @Nullable
    Duration timeLimit;

    @Nullable
    Double essTarget;

    boolean progress = true;
    boolean report = true;

    /** Whether nothing at all is said, neither a report nor warnings, nor that draws are saved at the end of the JVM. */
    boolean silent;

    List<DrawListener> listeners = List.of();
    List<Consumer<RunReport>> reportListeners = List.of();

    Settings(Target target) {
        this.target = target;
    }

    Settings(Settings other) {
        this(other, other.target);
    }

    Settings(Settings other, Target target) {
        this.target = target;
        sampler = other.sampler;
        chains = other.chains;
        warmup = other.warmup;
        draws = other.draws;
        thin = other.thin;
        seed = other.seed;
        threads = other.threads;
        initial = other.initial;
        timeLimit = other.timeLimit;
        essTarget = other.essTarget;
        progress = other.progress;
        report = other.report;
        silent = other.silent;
        listeners = other.listeners;
        reportListeners = other.reportListeners;
    }

    int chains() {
        Integer asked = chains;
        if (asked != null) {
            return asked;
        }
        int usual = sampler.defaultChains();
        if (usual < 1) {
            throw new IllegalStateException(
                    "defaultChains() of " + sampler + " must return at least 1, got " + usual + ".");
        }
        return usual;
    }

    int warmup() {
        Integer asked = warmup;
        if (asked != null) {
            return asked;
        }
        return sampler.adapts() ? 1000 : 0;
    }
}
