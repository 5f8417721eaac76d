package org.ppl4j.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.ppl4j.bench.peers.Peer;
import org.ppl4j.bench.peers.PeerData;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;

/**
 * How long a model takes from its lambda to its first gradient: as the first thing that a JVM does, with classes from an
 * archive or without, and when the JVM has done so often. The data have been read before.
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

    /**
     * Times in milliseconds.
     *
     * @param cold as the first thing that a JVM does: the thread's processor time
     * @param coldByTheClock the same by the clock
     * @param archived as the first thing of a JVM that has its classes from an archive: the thread's processor time, or NaN
     *     if there can be none because the class path has folders
     * @param archivedByTheClock the same by the clock
     * @param warm the thread's processor time in a warm JVM
     */
    record Times(double cold, double coldByTheClock, double archived, double archivedByTheClock, double warm) {}

    static Times measureInFreshJvms(Peer peer) {
        double[] loaded = measureInFreshJvm(peer, List.of());
        double[] archived = measureFromArchive(peer);
        return new Times(loaded[0], loaded[1], archived[0], archived[1], loaded[2]);
    }

    private static double[] measureFromArchive(Peer peer) {
        boolean hasFolders = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .anyMatch(entry -> new File(entry).isDirectory());
        if (hasFolders) {
            return new double[] {Double.NaN, Double.NaN};
        }
        try {
            Path folder = Files.createTempDirectory("ppl4j-archive");
            Path archive = folder.resolve("classes.jsa");
            measureInFreshJvm(peer, List.of("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + archive));
            double[] times = measureInFreshJvm(peer, List.of("-Xlog:disable", "-XX:SharedArchiveFile=" + archive));
            Files.delete(archive);
            Files.delete(folder);
            return times;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what {@link #main} prints. */
    private static double[] measureInFreshJvm(Peer peer, List<String> options) {
        String line = ChildJvm.run(options, TracingTime.class, peer.label()).get(0);
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
