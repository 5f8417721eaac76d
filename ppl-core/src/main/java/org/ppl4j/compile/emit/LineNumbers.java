package org.ppl4j.compile.emit;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Origin;

/** Notes the lines of a model in a method, so that stack traces and profilers show them. */
public final class LineNumbers {

    private final MethodVisitor method;
    private final @Nullable String file;
    private int line = -1;

    /**
     * Creates the notes of one method.
     *
     * @param method the method
     * @param file the source file of its class: a class can name one only
     */
    public LineNumbers(MethodVisitor method, @Nullable String file) {
        this.method = method;
        this.file = file;
    }

    /** Returns the source file that most nodes stem from. */
    public static @Nullable String mainFile(Collection<Node> nodes) {
        Map<String, Integer> counts = new HashMap<>();
        String main = null;
        int most = 0;
        for (Node node : nodes) {
            Origin origin = node.origin();
            if (origin != null) {
                int count = counts.getOrDefault(origin.file(), 0) + 1;
                counts.put(origin.file(), count);
                if (count > most) {
                    most = count;
                    main = origin.file();
                }
            }
        }
        return main;
    }

    /** Notes the line of the code that follows. */
    void mark(Node node) {
        Origin origin = node.origin();
        if (origin != null
                && origin.line() > 0
                && origin.line() != line
                && origin.file().equals(file)) {
            Label label = new Label();
            method.visitLabel(label);
            method.visitLineNumber(origin.line(), label);
            line = origin.line();
        }
    }
}
