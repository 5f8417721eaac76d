package org.ppl4j.bench;

import java.time.Duration;
import org.ppl4j.model.ModelDensity;

/**
 * Waits for a compiled density to take its final form: with the vector module, a SIMD form may replace the scalar one
 * while the density is in use.
 */
final class Settling {

    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(15);

    private Settling() {}

    /** Whether this JVM has the module that SIMD forms need. */
    static boolean hasVectors() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    }

    /** Returns the options of a JVM that has it. */
    static String[] vectorOptions() {
        return new String[] {"--add-modules", VECTOR_MODULE};
    }

    /** Evaluates the density for as long as a change of form may take. */
    static void settle(ModelDensity density, double[] position) {
        density.compile();
        if (!hasVectors()) {
            return;
        }
        double[] gradient = new double[position.length];
        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        while (System.nanoTime() < end) {
            density.logDensityAndGradient(position, gradient);
        }
    }
}
