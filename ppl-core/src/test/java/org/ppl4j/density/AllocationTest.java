package org.ppl4j.density;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.model.ModelDensity;

/** A gradient allocates nothing once it was evaluated before. */
class AllocationTest {

    private static final int CALLS = 1_000;

    /** Returns all but the model that calls a function of the test's own. */
    static Stream<DensityCases.Case> aGradientAllocatesNothing() {
        return DensityCases.cases().filter(example -> !example.name().equals("opaque function"));
    }

    @ParameterizedTest
    @MethodSource
    void aGradientAllocatesNothing(DensityCases.Case example) {
        ModelDensity density = example.compiled().density();
        double[] position =
                new SplittableRandom(5).doubles(density.dimension(), -1, 1).toArray();
        double[] gradient = new double[position.length];
        density.logDensityAndGradient(position, gradient);
        long least = Long.MAX_VALUE;
        // HotSpot's own doings are counted too, now and then.
        for (int attempt = 0; attempt < 5 && least > 0; attempt++) {
            long before = allocated();
            for (int i = 0; i < CALLS; i++) {
                density.logDensityAndGradient(position, gradient);
            }
            // Asking allocates as well, a few objects.
            least = Math.min(least, (allocated() - before) / CALLS);
        }
        assertThat(least).isZero();
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
