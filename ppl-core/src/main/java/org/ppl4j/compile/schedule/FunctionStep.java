package org.ppl4j.compile.schedule;

import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Code;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.ExpExponent;
import org.ppl4j.graph.ExpMantissa;
import org.ppl4j.graph.Log1pOfFraction;
import org.ppl4j.graph.Maximum;
import org.ppl4j.graph.Minimum;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.SquareRoot;
import org.ppl4j.math.Steps;

/** What steps of functions have in common that {@link FunctionSteps} took apart: each is a method of {@link Steps}. */
public abstract class FunctionStep {

    /** The name of all steps but a function's last one. */
    static final String LEADING = "step";

    private final String name;
    private final String method;
    private final int operands;
    private final int instructions;

    /**
     * Creates a step.
     *
     * @param name the function's, or {@link #LEADING}
     * @param method the method's name
     * @param operands how many operands it has
     * @param instructions how many arithmetic instructions it is, in which a slow one counts as several; none if it is
     *     anything else
     */
    FunctionStep(String name, String method, int operands, int instructions) {
        this.name = name;
        this.method = method;
        this.operands = operands;
        this.instructions = instructions;
    }

    /** Returns the name to print in graphs and errors. */
    public final String name() {
        return name;
    }

    final String method() {
        return method;
    }

    /** Emits the code for one element. */
    public final void emit(Code code) {
        code.call(Steps.class, method, operands);
    }

    final IllegalStateException unknown() {
        return new IllegalStateException("no such step: " + method);
    }

    /** Refuses to be differentiated: that is done before. */
    static IllegalStateException notDifferentiated() {
        return new IllegalStateException("Functions are taken apart after they are differentiated.");
    }

    /** Whether a node is a step that leads to a function's last one. */
    static boolean leads(Node node) {
        return node.op() instanceof FunctionStep step && step.name.equals(LEADING);
    }

    /** Returns how many arithmetic instructions an operation is, with slow ones as several; none if it is anything else. */
    public static int instructions(Op op) {
        if (op instanceof FunctionStep step) {
            return step.instructions;
        }
        if (op instanceof Divide || op instanceof SquareRoot) {
            return 4;
        }
        if (op instanceof Log1pOfFraction || op instanceof ExpMantissa) {
            return 25;
        }
        if (op instanceof ExpExponent) {
            return 8;
        }
        boolean quick =
                Operations.isArithmetic(op) || op instanceof Absolute || op instanceof Maximum || op instanceof Minimum;
        return quick ? 1 : 0;
    }
}
