package org.ppl4j.compile.emit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Topology;

/** Writes compiled graphs and classes to the folder that the system property {@value #PROPERTY} names, if it is set. */
public final class Dump {

    public static final String PROPERTY = "ppl4j.dump";

    private Dump() {}

    /** Writes a graph and the classes that compute it, that which runs it first. */
    public static void write(List<Node> outputs, List<ClassFiles.ClassFile> classes) {
        if (System.getProperty(PROPERTY) != null) {
            write(classes.get(0).name(), ".dot", dot(outputs).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            write(classes);
        }
    }

    /** Writes classes. */
    public static void write(List<ClassFiles.ClassFile> classes) {
        classes.forEach(each -> write(each.name(), ".class", each.bytes()));
    }

    private static void write(String className, String ending, byte[] content) {
        String folder = System.getProperty(PROPERTY);
        if (folder == null) {
            return;
        }
        String name = className.substring(className.lastIndexOf('/') + 1);
        try {
            Path target = Files.createDirectories(Path.of(folder));
            int number = 0;
            while (Files.exists(target.resolve(name + "-" + number + ending))) {
                number++;
            }
            Files.write(target.resolve(name + "-" + number + ending), content);
        } catch (IOException failure) {
            CompilerLog.get().log(System.Logger.Level.WARNING, name + ending + " could not be written.", failure);
        }
    }

    /** Returns a graph in the language of Graphviz. */
    public static String dot(List<Node> outputs) {
        Map<Node, Integer> numbers = new IdentityHashMap<>();
        StringBuilder text = new StringBuilder("digraph {\n");
        for (Node node : Topology.sort(outputs)) {
            numbers.put(node, numbers.size());
            String shape = outputs.contains(node) ? ", peripheries=2" : "";
            text.append("  n%d [label=\"%s\"%s];%n".formatted(numbers.get(node), label(node), shape));
            for (Node input : node.inputs()) {
                text.append("  n%d -> n%d;%n".formatted(numbers.get(input), numbers.get(node)));
            }
        }
        return text.append("}\n").toString();
    }

    private static String label(Node node) {
        String what = node.inputs().isEmpty() ? node.op() + node.shape().toString() : node.toString();
        return (node.origin() == null ? what : what + "\\n" + node.origin()).replace("\"", "'");
    }
}
