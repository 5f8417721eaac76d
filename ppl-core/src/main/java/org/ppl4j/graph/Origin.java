package org.ppl4j.graph;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user's source line that something was written on, for error messages and stack traces.
 *
 * @param file the source file's name
 * @param line the line number, from 1
 */
public record Origin(String file, int line) {

    /** No line. */
    public static final Origin UNKNOWN = new Origin("unknown source", 0);

    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private static final ClassValue<Boolean> IS_LIBRARY = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            String source = codeSource(type);
            return type.isAnnotationPresent(LibraryFrame.class)
                    || source.startsWith("jrt:")
                    || source.equals(codeSource(Origin.class));
        }
    };

    /** Returns what a sentence about something ends with: a space and where it was written, in brackets; nothing if that is not known. */
    public static String suffix(@Nullable Origin origin) {
        return origin == null ? "" : " (" + origin + ")";
    }

    /** Returns the innermost line on the call stack that is not the library's, or a placeholder if there is none. */
    public static Origin ofCaller() {
        return WALKER.walk(Origin::innermost);
    }

    /** Returns the method of the library that the user's code called last, and the line, as in: Normal.of (Coins.java:12). */
    static String describeCall() {
        return WALKER.walk(Origin::outermostOfLibrary) + " (" + ofCaller() + ")";
    }

    private static String outermostOfLibrary(Stream<StackWalker.StackFrame> frames) {
        String door = "unknown method";
        Iterator<StackWalker.StackFrame> all = frames.iterator();
        while (all.hasNext()) {
            StackWalker.StackFrame frame = all.next();
            Class<?> type = outermost(frame.getDeclaringClass());
            if (!IS_LIBRARY.get(type)) {
                break;
            }
            // what the JDK calls on behalf of the user, such as a method reference in a stream, was the user's to call
            if (!codeSource(type).startsWith("jrt:")) {
                String method = frame.getMethodName();
                String name = frame.getDeclaringClass().getSimpleName();
                door = method.equals("<init>") ? "new " + name : name + "." + method;
            }
        }
        return door;
    }

    /**
     * Returns the innermost line in the stack trace of an exception that is not the library's, or a placeholder if there is
     * none.
     *
     * @param thrown the exception
     * @param callers where the search ends: the classes, with those inside them, that call the user's code
     */
    public static Origin ofThrown(Throwable thrown, Class<?>... callers) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            String name = frame.getClassName();
            if (Arrays.stream(callers).anyMatch(caller -> name.startsWith(caller.getName()))) {
                return UNKNOWN;
            }
            if (!isLibrary(name, callers[0].getClassLoader())) {
                String file = frame.getFileName();
                return new Origin(file == null ? name : file, Math.max(frame.getLineNumber(), 0));
            }
        }
        return UNKNOWN;
    }

    /** Generated classes, which no name leads to, have the user's lines. */
    private static boolean isLibrary(String className, ClassLoader loader) {
        try {
            return IS_LIBRARY.get(outermost(Class.forName(className, false, loader)));
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static Origin innermost(Stream<StackWalker.StackFrame> frames) {
        Iterator<StackWalker.StackFrame> all = frames.iterator();
        while (all.hasNext()) {
            StackWalker.StackFrame frame = all.next();
            if (!IS_LIBRARY.get(outermost(frame.getDeclaringClass()))) {
                String file = frame.getFileName();
                return new Origin(
                        file == null ? frame.getDeclaringClass().getSimpleName() : file,
                        Math.max(frame.getLineNumber(), 0));
            }
        }
        return UNKNOWN;
    }

    private static Class<?> outermost(Class<?> type) {
        Class<?> host = type.getNestHost();
        return host == null ? type : host;
    }

    private static String codeSource(Class<?> type) {
        var domain = type.getProtectionDomain();
        var source = domain == null ? null : domain.getCodeSource();
        return source == null || source.getLocation() == null
                ? "jrt:"
                : source.getLocation().toString();
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }

    /**
     * Notes this line on all nodes that lead to one and have none yet.
     *
     * @param root where to begin
     */
    public void noteOn(Node root) {
        Deque<Node> pending = new ArrayDeque<>();
        pending.push(root);
        while (!pending.isEmpty()) {
            Node node = pending.pop();
            if (node.origin() == null && !node.inputs().isEmpty()) {
                node.noteOrigin(this);
                pending.addAll(node.inputs());
            }
        }
    }
}
