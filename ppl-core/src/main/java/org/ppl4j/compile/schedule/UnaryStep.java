package org.ppl4j.compile.schedule;

import org.ppl4j.graph.Node;
import org.ppl4j.graph.UnaryOp;
import org.ppl4j.math.Steps;

/** A step of a function that has one operand. */
final class UnaryStep extends FunctionStep implements UnaryOp {

    static final UnaryStep EXP_SHIFTED = new UnaryStep(LEADING, "expShifted", 3);
    static final UnaryStep EXP_FRACTION = new UnaryStep(LEADING, "expFraction", 23);
    static final UnaryStep TANH_SHIFTED = new UnaryStep(LEADING, "tanhShifted", 4);
    static final UnaryStep TANH_REDUCED = new UnaryStep(LEADING, "tanhReduced", 5);
    static final UnaryStep TANH_REST = new UnaryStep(LEADING, "tanhRest", 15);
    static final UnaryStep NOT_ZERO = new UnaryStep(LEADING, "notZero", 0);
    static final UnaryStep TANH_POWER = new UnaryStep(LEADING, "tanhPower", 0);
    static final UnaryStep LOG_EXPONENT = new UnaryStep(LEADING, "logExponent", 0);
    static final UnaryStep LOG_FRACTION = new UnaryStep(LEADING, "logFraction", 0);

    private UnaryStep(String name, String method, int instructions) {
        super(name, method, 1, instructions);
    }

    @Override
    public double apply(double x) {
        return switch (method()) {
            case "expShifted" -> Steps.expShifted(x);
            case "expFraction" -> Steps.expFraction(x);
            case "tanhShifted" -> Steps.tanhShifted(x);
            case "tanhReduced" -> Steps.tanhReduced(x);
            case "tanhRest" -> Steps.tanhRest(x);
            case "notZero" -> Steps.notZero(x);
            case "tanhPower" -> Steps.tanhPower(x);
            case "logExponent" -> Steps.logExponent(x);
            case "logFraction" -> Steps.logFraction(x);
            default -> throw unknown();
        };
    }

    @Override
    public Node derivative(Node x, Node y) {
        throw notDifferentiated();
    }
}
