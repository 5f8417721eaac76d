package org.ppl4j.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.ppl4j.bench.peers.Peer;
import org.ppl4j.bench.peers.PeerData;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;

/**
 * How long a model takes from its lambda to its first gradient: as the first thing that a JVM does, and when the JVM has
 * done so often. The data have been read before.
 */
public final class TracingTime {

    private static final int REPETITIONS = 60;
    private static final int COUNTED = 15;
    private static final long LONGEST_NANOS = 20_000_000_000L;

    private TracingTime() {}

    /**
     * A time in milliseconds.
     *
     * @param processor the thread's processor time
     * @param clock the time by the clock
     */
    private record Time(double processor, double clock) {}

    /**
     * Prints three times in milliseconds: cold, the thread's processor time and the time by the clock; and warm, the
     * thread's processor time.
     *
     * @param arguments the name of the model
     */
    public static void main(String[] arguments) {
        Peer peer = Peer.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        PeerData data = peer.data();
        Time cold = measure(peer, data);
        double[] warm = new double[REPETITIONS];
        int count = 0;
        long start = System.nanoTime();
        while (count < REPETITIONS && (count < COUNTED || System.nanoTime() - start < LONGEST_NANOS)) {
            warm[count++] = measure(peer, data).processor();
        }
        double[] last = Arrays.copyOfRange(warm, count - COUNTED, count);
        System.out.printf(Locale.ROOT, "%.2f,%.2f,%.2f%n", cold.processor(), cold.clock(), Numbers.median(last));
    }

    /** Returns what {@link #main} prints. */
    static double[] measureInFreshJvm(Peer peer) {
        String line = ChildJvm.run(List.of(), TracingTime.class, peer.label()).get(0);
        return Arrays.stream(line.split(",", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static Time measure(Peer peer, PeerData data) {
        Model model = peer.model(data);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long processorStart = threads.getCurrentThreadCpuTime();
        long clockStart = System.nanoTime();
        ModelDensity density = model.density();
        density.logDensityAndGradient(new double[density.dimension()], new double[density.dimension()]);
        long clock = System.nanoTime() - clockStart;
        long processor = threads.getCurrentThreadCpuTime() - processorStart;
        return new Time(processor / 1e6, clock / 1e6);
    }
}
