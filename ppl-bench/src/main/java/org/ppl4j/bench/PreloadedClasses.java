package org.ppl4j.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ppl4j.bench.peers.Peer;
import org.ppl4j.model.Model;

/**
 * Makes the list of classes that are loaded in a thread of their own while a first model is traced: those that JVMs load, by
 * their logs, until they have a first gradient of the models here.
 */
public final class PreloadedClasses {

    /** The list, a resource beside {@link Model}. */
    static final String LIST = "preloaded-classes.txt";

    private static final Pattern LISTED =
            Pattern.compile("org\\.ppl4j\\.(bijector|compile|density|distribution|graph|math|model|tensor)\\..*"
                    + "|net\\.bytebuddy\\..*|java\\.util\\.(function|stream)\\..*");

    /** The thread that compiles the model begins at the front itself: this share of the list comes after the rest. */
    private static final double FRONT = 0.3;

    private PreloadedClasses() {}

    /**
     * Writes the list.
     *
     * @param arguments the project's folder
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, List<Double>> places = new HashMap<>();
        for (Peer peer : Peer.values()) {
            List<String> names = loadedFor(peer);
            for (int i = 0; i < names.size(); i++) {
                places.computeIfAbsent(names.get(i), name -> new ArrayList<>()).add((double) i / names.size());
            }
        }
        Path folder = Path.of(arguments[0], "ppl-core", "src", "main", "resources", "org", "ppl4j", "model");
        Files.createDirectories(folder);
        Files.write(folder.resolve(LIST), listed(places));
    }

    /** Returns the classes that most models need, and then the others. */
    private static List<String> listed(Map<String, List<Double>> places) {
        int most = Peer.values().length / 2;
        List<String> many = inOrder(
                places.entrySet().stream().filter(entry -> entry.getValue().size() > most));
        List<String> few = inOrder(
                places.entrySet().stream().filter(entry -> entry.getValue().size() <= most));
        List<String> all = new ArrayList<>(many);
        Collections.rotate(all, -(int) (FRONT * many.size()));
        all.addAll(few);
        return all;
    }

    private static List<String> inOrder(Stream<Map.Entry<String, List<Double>>> places) {
        return places.sorted(Comparator.comparing(entry -> entry.getValue().stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElse(0)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the names of those classes to list that a JVM loads for a first gradient of a model, in their order. */
    static List<String> loadedFor(Peer peer) {
        try {
            Path log = Files.createTempFile("classes", ".txt");
            ChildJvm.run(
                    List.of("-Xlog:class+load:file=" + log + ":none", "-Dppl4j.preload=off"),
                    TracingTime.class,
                    peer.label(),
                    TracingTime.COLD);
            Set<String> names = new LinkedHashSet<>();
            for (String line : Files.readAllLines(log)) {
                String name = line.substring(0, Math.max(0, line.indexOf(" source: ")));
                boolean isHidden = name.contains("/") || name.contains("$$");
                if ((name.equals(Model.class.getName()) || !names.isEmpty())
                        && !isHidden
                        && !line.endsWith("shared objects file")
                        && LISTED.matcher(name).matches()) {
                    names.add(name);
                }
            }
            Files.delete(log);
            return List.copyOf(names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
