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

    private static final long WARMING_NANOS = 10_000_000_000L;
    private static final int COUNTED = 15;
    static final String COLD = "cold";

    private TracingTime() {}

    /**
     * A time in milliseconds.
     *
     * @param processor the thread's processor time
     * @param clock the time by the clock
     */
    private record Time(double processor, double clock) {}

    /**
     * Prints three times in milliseconds: cold, the thread's processor time and the time by the clock; and warm, after it was
     * done again and again for ten seconds, the thread's processor time.
     *
     * @param arguments the name of the model; and anything else to leave out the warm time, which is NaN then
     */
    public static void main(String[] arguments) {
        Peer peer = Peer.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        PeerData data = peer.data();
        Time cold = measure(peer, data);
        double warm = arguments.length > 1 ? Double.NaN : warm(peer, data);
        System.out.printf(Locale.ROOT, "%.2f,%.2f,%.2f%n", cold.processor(), cold.clock(), warm);
    }

    private static double warm(Peer peer, PeerData data) {
        double[] last = new double[COUNTED];
        long start = System.nanoTime();
        for (int i = 0; i < COUNTED || System.nanoTime() - start < WARMING_NANOS; i++) {
            last[i % COUNTED] = measure(peer, data).processor();
        }
        return Numbers.median(last);
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
        double[] loaded = measureInFreshJvm(List.of(), peer.label());
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
            measureInFreshJvm(List.of("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + archive), peer.label(), COLD);
            double[] times =
                    measureInFreshJvm(List.of("-Xlog:disable", "-XX:SharedArchiveFile=" + archive), peer.label(), COLD);
            Files.delete(archive);
            Files.delete(folder);
            return times;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what {@link #main} prints. */
    private static double[] measureInFreshJvm(List<String> options, String... arguments) {
        String line = ChildJvm.run(options, TracingTime.class, arguments).get(0);
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
