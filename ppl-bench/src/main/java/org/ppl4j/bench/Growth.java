package org.ppl4j.bench;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.tensor.Tensor;

/** Measures, in a fresh JVM, what many data cost: the time to trace a loop over them, or the memory beside them. */
public final class Growth {

    private static final int GRADIENTS = 100_000;

    private Growth() {}

    /**
     * Measures once.
     *
     * @param arguments {@code loop} for a linear regression written as a loop, {@code rows} for normal data; then how many
     */
    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[1]);
        if (arguments[0].equals("loop")) {
            loop(count);
        } else {
            rows(count);
        }
    }

    private static void loop(int count) {
        double[] x = numbers(1, count);
        double[] y = numbers(2, count);
        long processor = processorTime();
        long clock = System.nanoTime();
        evaluate(
                Model.of("loop", m -> {
                            Tensor a = m.sample("a", Normal.of(0, 1));
                            Tensor b = m.sample("b", Normal.of(0, 1));
                            Tensor sigma = m.sample("sigma", HalfNormal.of(1));
                            for (int i = 0; i < count; i++) {
                                m.observe("y[" + i + "]", Normal.of(a.plus(b.times(x[i])), sigma), y[i]);
                            }
                        })
                        .density(),
                1);
        System.out.printf(
                "%d statements: traced, compiled and evaluated in %.2f s of processor time, %.2f s by the clock%n",
                count, (processorTime() - processor) / 1e9, (System.nanoTime() - clock) / 1e9);
    }

    private static void rows(int count) {
        double[] y = numbers(2, count);
        long data = usedMemory();
        long processor = processorTime();
        ModelDensity density = Model.of("rows", m -> {
                    Tensor mean = m.sample("mean", Normal.of(0, 1));
                    Tensor sigma = m.sample("sigma", HalfNormal.of(1));
                    m.observe("y", Normal.of(mean, sigma), m.data("values", y));
                })
                .density();
        evaluate(density, 1);
        double ready = (processorTime() - processor) / 1e9;
        long beside = usedMemory() - data;
        evaluate(density, GRADIENTS);
        processor = processorTime();
        evaluate(density, GRADIENTS);
        System.out.printf(
                "%d rows, %.1f MB: %.1f MB beside them; ready in %.2f s of processor time, %.3f µs a gradient%n",
                y.length, 8e-6 * count, beside / 1e6, ready, (processorTime() - processor) / 1e3 / GRADIENTS);
    }

    private static void evaluate(ModelDensity density, int times) {
        double[] gradient = new double[density.dimension()];
        for (int i = 0; i < times; i++) {
            density.logDensityAndGradient(new double[gradient.length], gradient);
        }
    }

    private static double[] numbers(int seed, int count) {
        return new SplittableRandom(seed).doubles(count, -1, 1).toArray();
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long usedMemory() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
