package org.ppl4j.compile.emit;

/**
 * The compiler's logger. It is asked for when there is something to say: to make the first logger of a JVM takes some five
 * milliseconds, a tenth of what it takes to trace and compile a model there.
 */
public final class CompilerLog {

    private CompilerLog() {}

    /** Returns the logger. */
    public static System.Logger get() {
        return System.getLogger("org.ppl4j.compile");
    }
}
