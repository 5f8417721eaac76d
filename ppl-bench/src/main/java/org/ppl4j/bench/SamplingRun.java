package org.ppl4j.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.ppl4j.bench.peers.Peer;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Summary;
import org.ppl4j.model.Model;
import org.ppl4j.samplers.RunReport;
import org.ppl4j.samplers.Sampling;

/**
 * Samples one model by the defaults, one chain after the other on one thread, and prints the figures and what was found.
 *
 * <p>Time is that of the chains by the clock, warm-up included, one after the other, as Stan counts it; and, beside it, the
 * processor time of the whole JVM from before the model is traced, with tracing, HotSpot's compilers and the report.
 */
public final class SamplingRun {

    private SamplingRun() {}

    /**
     * Runs it.
     *
     * @param arguments the name of the model, the number of draws, and of warm-up steps, of each chain; the seed
     */
    public static void main(String[] arguments) {
        Peer peer = Peer.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        int draws = Integer.parseInt(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        Model model = peer.model(peer.data());
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        List<RunReport> reports = new ArrayList<>();
        long start = system.getProcessCpuTime();
        Chains chains = Sampling.of(model)
                .warmup(draws)
                .draws(draws)
                .seed(seed)
                .threads(1)
                .progress(false)
                .onFinish(reports::add)
                .run();
        double whole = (system.getProcessCpuTime() - start) / 1e9;
        long nanos = reports.get(0).trial().duration().toNanos()
                + reports.get(0).chains().stream()
                        .mapToLong(
                                chain -> chain.warmup().plus(chain.sampling()).toNanos())
                        .sum();
        double seconds = nanos / 1e9;
        List<Summary.Row> rows = chains.summary().rows();
        double leastEss = numbers(rows, Summary.Row::essBulk).min().orElse(Double.NaN);
        System.out.printf(
                Locale.ROOT,
                "%s,%s,%s,%s,%s,%s,%s%n",
                1e6 * seconds / reports.get(0).gradientEvaluations(),
                sum(chains, "diverging"),
                leastEss,
                numbers(rows, Summary.Row::rhat).max().orElse(Double.NaN),
                1000 * leastEss / sum(chains, "n_steps"),
                leastEss / seconds,
                leastEss / whole);
        for (Summary.Row row : rows) {
            System.out.printf(
                    Locale.ROOT,
                    "%s;%s;%s;%s;%s%n",
                    row.name(),
                    row.mean(),
                    row.standardDeviation(),
                    row.essBulk(),
                    row.rhat());
        }
    }

    private static double sum(Chains chains, String statistic) {
        return Arrays.stream(chains.values(statistic))
                .flatMapToDouble(Arrays::stream)
                .sum();
    }

    private static DoubleStream numbers(List<Summary.Row> rows, ToDoubleFunction<Summary.Row> of) {
        return rows.stream().mapToDouble(of).filter(value -> !Double.isNaN(value));
    }
}
