package org.ppl4j.compile;

import org.ppl4j.graph.Code;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.UnaryOp;
import org.ppl4j.math.Steps;

/** A step of a function that has one operand. */
final class UnaryStep implements UnaryOp, Step {

    static final UnaryStep EXP_SHIFTED = new UnaryStep("step", "expShifted", 3);
    static final UnaryStep EXP_FRACTION = new UnaryStep("step", "expFraction", 23);
    static final UnaryStep TANH_SHIFTED = new UnaryStep("step", "tanhShifted", 4);
    static final UnaryStep TANH_REDUCED = new UnaryStep("step", "tanhReduced", 5);
    static final UnaryStep TANH_REST = new UnaryStep("step", "tanhRest", 15);
    static final UnaryStep NOT_ZERO = new UnaryStep("step", "notZero", 0);
    static final UnaryStep TANH_POWER = new UnaryStep("step", "tanhPower", 0);
    static final UnaryStep LOG_EXPONENT = new UnaryStep("step", "logExponent", 0);
    static final UnaryStep LOG_FRACTION = new UnaryStep("step", "logFraction", 0);

    private final String name;
    private final String method;
    private final int instructions;

    private UnaryStep(String name, String method, int instructions) {
        this.name = name;
        this.method = method;
        this.instructions = instructions;
    }

    @Override
    public boolean leads() {
        return this != NOT_ZERO;
    }

    @Override
    public int instructions() {
        return instructions;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double apply(double x) {
        return switch (method) {
            case "expShifted" -> Steps.expShifted(x);
            case "expFraction" -> Steps.expFraction(x);
            case "tanhShifted" -> Steps.tanhShifted(x);
            case "tanhReduced" -> Steps.tanhReduced(x);
            case "tanhRest" -> Steps.tanhRest(x);
            case "notZero" -> Steps.notZero(x);
            case "tanhPower" -> Steps.tanhPower(x);
            case "logExponent" -> Steps.logExponent(x);
            case "logFraction" -> Steps.logFraction(x);
            default -> throw new IllegalStateException("no such step: " + method);
        };
    }

    @Override
    public void emit(Code code) {
        code.call(Steps.class, method, 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        throw Step.notDifferentiated();
    }
}
