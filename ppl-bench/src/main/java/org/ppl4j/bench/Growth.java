package org.ppl4j.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ppl4j.bench.LoopForm.Data;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.tensor.Tensor;

/**
 * Measures what many data cost: the time to trace a loop over them, a gradient of the loop against one of the vectorised
 * statement, or the memory beside the data.
 */
public final class Growth {

    private static final int COLUMNS = 3;
    private static final int SAMPLES = 41;
    private static final long SAMPLE_NANOS = 5_000_000;
    private static final long WARMUP_NANOS = 1_500_000_000;

    private Growth() {}

    /**
     * Measures once.
     *
     * @param arguments {@code loop} for a linear regression written as a loop; {@code carried} for loops that carry
     *     values from step to step; {@code ratios} for gradients of loops and of vectorised statements; {@code rows} for the memory beside rows of data; then how many
     */
    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[1]);
        switch (arguments[0]) {
            case "loop" -> loop("normal", LoopForm.NORMAL.loop(new Data(count)), count);
            case "carried" -> inFreshJvms(Arrays.stream(CarriedForm.values()).map(Enum::name), arguments[1]);
            case "ratios" -> ratios(new Data(count));
            case "rows" -> inFreshJvms(Stream.of("normal", "linear", "logistic"), arguments[1]);
            case "normal", "linear", "logistic" -> rows(arguments[0], count);
            default -> loop(arguments[0], carried(arguments[0]).model(new Data(count)), count);
        }
    }

    private static CarriedForm carried(String name) {
        return Arrays.stream(CarriedForm.values())
                .filter(form -> form.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("loop, carried, ratios or rows, not " + name + "."));
    }

    private static void loop(String name, Model model, int count) {
        long processor = processorTime();
        long clock = System.nanoTime();
        gradients(model.density(), 1);
        System.out.printf(
                Locale.ROOT,
                "%s, %d turns: traced, compiled and evaluated in %.2f s of processor time, %.2f s by the clock%n",
                name.toLowerCase(Locale.ROOT),
                count,
                (processorTime() - processor) / 1e9,
                (System.nanoTime() - clock) / 1e9);
    }

    private static void ratios(Data data) {
        System.out.printf("A gradient of a loop of %d turns and of the vectorised statement:%n", data.size());
        for (LoopForm form : LoopForm.values()) {
            ModelDensity loop = form.loop(data).density();
            ModelDensity vectorised = form.vectorised(data).density();
            requireSame(loop, vectorised);
            int calls = callsIn(loop, vectorised);
            double[][] times = new double[2][SAMPLES];
            double[] ratios = new double[SAMPLES];
            for (int k = 0; k < SAMPLES; k++) {
                times[0][k] = microseconds(loop, calls);
                times[1][k] = microseconds(vectorised, calls);
                ratios[k] = times[0][k] / times[1][k];
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-17s %8.3f µs, %8.3f µs, ratio %.2f%n",
                    form.name().toLowerCase(Locale.ROOT),
                    Numbers.median(times[0]),
                    Numbers.median(times[1]),
                    Numbers.median(ratios));
        }
    }

    /** Warms both up, in turns; returns how many calls of both fit into one sample. */
    private static int callsIn(ModelDensity loop, ModelDensity vectorised) {
        long start = System.nanoTime();
        int calls = 1;
        while (System.nanoTime() - start < WARMUP_NANOS) {
            long before = System.nanoTime();
            gradients(loop, calls);
            gradients(vectorised, calls);
            if (System.nanoTime() - before < SAMPLE_NANOS) {
                calls *= 2;
            }
        }
        return calls;
    }

    private static double microseconds(ModelDensity density, int calls) {
        long start = processorTime();
        gradients(density, calls);
        return (processorTime() - start) / 1e3 / calls;
    }

    private static void requireSame(ModelDensity loop, ModelDensity vectorised) {
        double[] position =
                new SplittableRandom(3).doubles(loop.dimension(), -1, 1).toArray();
        double[] gradient = new double[position.length];
        double[] same = new double[position.length];
        double difference =
                loop.logDensityAndGradient(position, gradient) / vectorised.logDensityAndGradient(position, same) - 1;
        for (int i = 0; i < position.length; i++) {
            difference =
                    Math.max(Math.abs(difference), Math.abs(gradient[i] - same[i]) / Math.max(1, Math.abs(same[i])));
        }
        if (!(Math.abs(difference) < 1e-9)) {
            throw new IllegalStateException("The loop is not the vectorised statement: they differ by " + difference);
        }
    }

    private static void inFreshJvms(Stream<String> names, String count) {
        List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
        names.forEach(name -> ChildJvm.run(options, Growth.class, name, count).forEach(System.out::println));
    }

    private static void rows(String name, int count) {
        int columns = name.equals("normal") ? 0 : COLUMNS;
        Shape shape = Shape.of(count, columns);
        double[] x = numbers(1, count * columns);
        double[] y = numbers(2, count);
        if (name.equals("logistic")) {
            Arrays.setAll(y, i -> y[i] < 0 ? 0 : 1);
        }
        long data = usedMemory();
        long processor = processorTime();
        ModelDensity density = Model.of(name, m -> {
                    Tensor mean = m.sample("mean", Normal.of(0, 1));
                    if (columns > 0) {
                        Tensor beta = m.sample("beta", Normal.of(0, 1).iid(columns));
                        mean = mean.plus(m.data("x", Tensor.of(shape, x)).times(beta));
                    }
                    m.observe(
                            "y",
                            name.equals("logistic")
                                    ? Bernoulli.ofLogit(mean)
                                    : Normal.of(mean, m.sample("sigma", HalfNormal.of(1))),
                            m.data("values", y));
                })
                .density();
        gradients(density, 1);
        double ready = (processorTime() - processor) / 1e9;
        long beside = usedMemory() - data;
        int calls = callsIn(density, density);
        double[] times = new double[SAMPLES];
        Arrays.setAll(times, k -> microseconds(density, calls));
        System.out.printf(
                Locale.ROOT,
                "%d rows, %s, %.1f MB: %.1f MB beside them; ready in %.2f s of processor time, %.3f µs a gradient%n",
                count,
                name,
                8e-6 * (x.length + y.length),
                beside / 1e6,
                ready,
                Numbers.median(times));
    }

    private static void gradients(ModelDensity density, int times) {
        double[] position = new double[density.dimension()];
        double[] gradient = new double[position.length];
        for (int i = 0; i < times; i++) {
            density.logDensityAndGradient(position, gradient);
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
