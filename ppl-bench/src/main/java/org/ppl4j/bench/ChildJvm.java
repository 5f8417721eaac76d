package org.ppl4j.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of this class path in a JVM of its own. */
final class ChildJvm {

    private ChildJvm() {}

    /**
     * Returns what the class printed, line by line.
     *
     * @param options options of the JVM
     * @param main the class
     * @param arguments its arguments
     * @throws IllegalStateException if it failed
     */
    static List<String> run(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        String data = System.getProperty("ppl4j.bench.data");
        if (data != null) {
            command.add("-Dppl4j.bench.data=" + data);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return ChildProcess.run(command, "See to java.home.");
    }
}
