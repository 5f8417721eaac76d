package org.ppl4j.bench;

import org.ppl4j.model.ModelDensity;

/** How long the tutorial's network takes from its lambda to its first gradient, as the first thing that a JVM does. */
public final class ColdStart {

    private ColdStart() {}

    /**
     * Runs the measurement.
     *
     * @param arguments not used
     */
    public static void main(String[] arguments) {
        NetworkBenchmark benchmark = new NetworkBenchmark();
        for (String when : new String[] {"first", "again"}) {
            long start = System.nanoTime();
            ModelDensity density = benchmark.trace();
            long traced = System.nanoTime();
            density.logDensityAndGradient(new double[20], new double[20]);
            long done = System.nanoTime();
            System.out.printf(
                    "%s: tracing %.1f ms, compiling and the first gradient %.1f ms%n",
                    when, (traced - start) / 1e6, (done - traced) / 1e6);
        }
    }
}
