package org.ppl4j.compile.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.BinaryOp;
import org.ppl4j.graph.Node;
import org.ppl4j.math.Steps;

/** A step of a function that has two operands. */
public final class BinaryStep extends FunctionStep implements BinaryOp {

    public static final BinaryStep EXP_SCALED = new BinaryStep("exp", "expScaled", 0);
    static final BinaryStep OF_ONE_PLUS = new BinaryStep("sigmoid", "ofOnePlus", 9);
    static final BinaryStep COPY_SIGN = new BinaryStep("tanh", "copySign", 0);
    static final BinaryStep LOG_REDUCED = new BinaryStep(LEADING, "logReduced", 20);
    static final BinaryStep LOG_FINISHED = new BinaryStep("log", "logFinished", 0);
    static final BinaryStep LESS_THAN = new BinaryStep("lessThan", "lessThan", 0);
    static final BinaryStep LESS_OR_EQUAL = new BinaryStep("lessOrEqual", "lessOrEqual", 0);
    static final BinaryStep EQUAL_TO = new BinaryStep("equalTo", "equalTo", 0);

    private BinaryStep(String name, String method, int instructions) {
        super(name, method, 2, instructions);
    }

    @Override
    public double apply(double a, double b) {
        return switch (method()) {
            case "expScaled" -> Steps.expScaled(a, b);
            case "ofOnePlus" -> Steps.ofOnePlus(a, b);
            case "copySign" -> Steps.copySign(a, b);
            case "logReduced" -> Steps.logReduced(a, b);
            case "logFinished" -> Steps.logFinished(a, b);
            case "lessThan" -> Steps.lessThan(a, b);
            case "lessOrEqual" -> Steps.lessOrEqual(a, b);
            case "equalTo" -> Steps.equalTo(a, b);
            default -> throw unknown();
        };
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        throw notDifferentiated();
    }
}
