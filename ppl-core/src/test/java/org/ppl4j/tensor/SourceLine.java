package org.ppl4j.tensor;

/** The test's own file and line, taken where an argument is written, to compare with the line in an error message. */
public final class SourceLine {

    private String last = "";

    /**
     * Remembers the caller's line, and returns the argument.
     *
     * @param argument anything written on the line
     */
    public <T> T here(T argument) {
        StackTraceElement caller = new Throwable().getStackTrace()[1];
        last = caller.getFileName() + ":" + caller.getLineNumber();
        return argument;
    }

    /** Returns the line that was remembered last, as in Test.java:12. */
    @Override
    public String toString() {
        return last;
    }
}
