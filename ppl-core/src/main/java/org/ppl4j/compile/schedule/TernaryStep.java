package org.ppl4j.compile.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.TernaryOp;
import org.ppl4j.math.Steps;

/** A step of a function that has three operands. */
final class TernaryStep extends FunctionStep implements TernaryOp {

    static final TernaryStep TANH_MAGNITUDE = new TernaryStep(LEADING, "tanhMagnitude", 21);
    static final TernaryStep CHOOSE = new TernaryStep("select", "choose", 0);

    private TernaryStep(String name, String method, int instructions) {
        super(name, method, 3, instructions);
    }

    @Override
    public double apply(double a, double b, double c) {
        return switch (method()) {
            case "tanhMagnitude" -> Steps.tanhMagnitude(a, b, c);
            case "choose" -> Steps.choose(a, b, c);
            default -> throw unknown();
        };
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        throw notDifferentiated();
    }
}
