package org.ppl4j.chains;

import java.time.Duration;
import java.util.List;

/**
 * How long each chain took.
 *
 * @param warmup the time each chain spent in warm-up
 * @param sampling the time each chain spent on its draws
 */
public record SamplingTimes(List<Duration> warmup, List<Duration> sampling) {

    /**
     * Copies the lists, which must be of one length.
     *
     * @param warmup the time each chain spent in warm-up
     * @param sampling the time each chain spent on its draws
     */
    public SamplingTimes {
        warmup = List.copyOf(warmup);
        sampling = List.copyOf(sampling);
        if (warmup.size() != sampling.size()) {
            throw new IllegalArgumentException("Sampling times need one entry a chain in both lists, got "
                    + warmup.size() + " for warm-up and " + sampling.size() + " for sampling.");
        }
    }
}
