package org.ppl4j.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Code;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.TernaryOp;
import org.ppl4j.math.Steps;

/** A step of a function that has three operands. */
final class TernaryStep implements TernaryOp, Step {

    static final TernaryStep TANH_MAGNITUDE = new TernaryStep("step", "tanhMagnitude", 21);
    static final TernaryStep CHOOSE = new TernaryStep("select", "choose", 0);

    private final String name;
    private final String method;
    private final int instructions;

    private TernaryStep(String name, String method, int instructions) {
        this.name = name;
        this.method = method;
        this.instructions = instructions;
    }

    @Override
    public boolean leads() {
        return this == TANH_MAGNITUDE;
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
    public double apply(double a, double b, double c) {
        return switch (method) {
            case "tanhMagnitude" -> Steps.tanhMagnitude(a, b, c);
            case "choose" -> Steps.choose(a, b, c);
            default -> throw new IllegalStateException("no such step: " + method);
        };
    }

    @Override
    public void emit(Code code) {
        code.call(Steps.class, method, 3);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        throw Step.notDifferentiated();
    }
}
