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

    /**
     * Says that something runs without code of its own.
     *
     * @param what what no code could be generated for
     */
    public static void interpreted(String what, RuntimeException failure) {
        get().log(
                        System.Logger.Level.WARNING,
                        "No code could be generated for " + what + "; it is interpreted, which is slower.",
                        failure);
    }

    /**
     * Says that a model is compiled without optimisations.
     *
     * @param model the model's name
     * @param failure what an optimisation failed with
     */
    public static void failed(String model, Throwable failure) {
        get().log(
                        System.Logger.Level.WARNING,
                        "An optimisation failed on the model \"" + model
                                + "\", which is an error of PPL4J's, and none of"
                                + " the model's. The model is compiled as it was traced: it gives the same, but is slower."
                                + " Please report this. Once you know which optimisation it is, leave that one alone out with"
                                + " -Dppl4j.without=...",
                        failure);
    }
}
