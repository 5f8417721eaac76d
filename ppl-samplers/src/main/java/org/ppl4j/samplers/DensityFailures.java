package org.ppl4j.samplers;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Origin;

/** Counts the steps of a chain that met a log density that was NaN, was +Infinity or threw, and keeps the first of each. */
final class DensityFailures {
    private static final int FEW = 100;

    private final Target target;
    private final Kind nan = new Kind("was NaN");
    private final Kind infinite = new Kind("was +Infinity");
    private final Kind thrown = new Kind("threw");
    private @Nullable RuntimeException firstException;
    private long step;

    DensityFailures(Target target) {
        this.target = target;
    }

    DensityFailures fresh() {
        return new DensityFailures(target);
    }

    /** Tells which step, from 1, the evaluations that follow belong to. */
    void beginStep(long step) {
        this.step = step;
    }

    /** Returns the value, or NaN in place of +Infinity. */
    double check(double value, double[] position) {
        // One comparison for the ordinary case: false for NaN too.
        if (value < Double.POSITIVE_INFINITY) {
            return value;
        }
        Kind kind = Double.isNaN(value) ? nan : infinite;
        if (kind.count(step)) {
            kind.detail = describe(target, position);
        }
        return Double.NaN;
    }

    /** Returns the target's description of a failure, whatever happens while it looks for it. */
    static String describe(Target target, double[] position) {
        try {
            return target.describeFailure(position.clone());
        } catch (RuntimeException e) {
            return "evaluating it again threw " + said(e);
        }
    }

    /** Returns what something says, to be followed by more. */
    static String withoutStop(Object text) {
        return text.toString().replaceAll("\\.$", "");
    }

    /** Returns an exception with the user's line that it comes from, unless it names that itself. */
    static String said(Throwable exception) {
        String text = withoutStop(exception);
        Origin origin = Origin.ofThrown(
                exception, GuardedTarget.class, GuardedPrior.class, DensityFailures.class, ChainStart.class);
        return origin.equals(Origin.UNKNOWN) || text.contains(origin.toString()) ? text : text + " (" + origin + ")";
    }

    double threw(RuntimeException exception) {
        if (thrown.count(step)) {
            thrown.detail = said(exception);
            firstException = exception;
        }
        return Double.NaN;
    }

    @Nullable
    RuntimeException firstException() {
        return firstException;
    }

    /**
     * Returns a line for each kind of failure.
     *
     * @param who the chain
     * @param steps how many steps were made
     * @param unit what a step is called
     * @param few what to add where they are at most one step in a hundred
     */
    List<String> warnings(String who, long steps, String unit, String few) {
        List<String> lines = new ArrayList<>();
        for (Kind kind : List.of(nan, infinite, thrown)) {
            if (kind.steps > 0) {
                lines.add(who + ": " + kind.steps + " of " + steps + " " + unit + "s rejected a position because the"
                        + " log density " + kind.name + ", first at " + unit + " " + kind.firstStep + ": "
                        + withoutStop(kind.detail) + "." + (kind.steps * FEW <= steps ? few : ""));
            }
        }
        return lines;
    }

    /** One kind of failure. */
    private static final class Kind {
        private final String name;
        private long steps;
        private long firstStep;
        private long lastStep = -1;
        private String detail = "";

        Kind(String name) {
            this.name = name;
        }

        /** Counts a step once, however many of its evaluations fail; returns whether it is the first. */
        boolean count(long step) {
            if (step == lastStep) {
                return false;
            }
            lastStep = step;
            if (steps++ > 0) {
                return false;
            }
            firstStep = step;
            return true;
        }
    }
}
