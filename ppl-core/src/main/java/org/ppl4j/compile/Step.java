package org.ppl4j.compile;

import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Log1pOfFraction;
import org.ppl4j.graph.Maximum;
import org.ppl4j.graph.Minimum;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.SquareRoot;

/** A step of a function that {@link FunctionSteps} took apart. */
interface Step {

    /** Whether it is one of the steps that lead to the last one of a function, which is not needed where that is computed at once. */
    default boolean leads() {
        return false;
    }

    /** Returns how many arithmetic instructions it is, in which a slow one counts as several; none if it is anything else. */
    int instructions();

    /** Returns the same of any operation. */
    static int instructions(Op op) {
        if (op instanceof Step step) {
            return step.instructions();
        }
        if (op instanceof Divide || op instanceof SquareRoot) {
            return 4;
        }
        if (op instanceof Log1pOfFraction) {
            return 25;
        }
        boolean quick =
                Operations.isArithmetic(op) || op instanceof Absolute || op instanceof Maximum || op instanceof Minimum;
        return quick ? 1 : 0;
    }

    /** Refuses to be differentiated: that is done before. */
    static IllegalStateException notDifferentiated() {
        return new IllegalStateException("Functions are taken apart after they are differentiated.");
    }
}
