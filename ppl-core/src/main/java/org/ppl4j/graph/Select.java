package org.ppl4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The second operand where the first is not zero, else the third. */
public record Select() implements TernaryOp {

    @Override
    public String writtenName() {
        return "where";
    }

    @Override
    public double apply(double condition, double ifTrue, double ifFalse) {
        return select(condition, ifTrue, ifFalse);
    }

    /**
     * Returns one of two values.
     *
     * @param condition not zero for the first
     * @param ifTrue the first
     * @param ifFalse the second
     */
    public static double select(double condition, double ifTrue, double ifFalse) {
        return condition != 0 ? ifTrue : ifFalse;
    }

    @Override
    public void emit(Code code) {
        code.call(Select.class, "select", 3);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        Node condition = node.input(0);
        return Arrays.asList(
                null,
                Nodes.select(condition, adjoint, Nodes.zeros(adjoint)),
                Nodes.select(condition, Nodes.zeros(adjoint), adjoint));
    }
}
