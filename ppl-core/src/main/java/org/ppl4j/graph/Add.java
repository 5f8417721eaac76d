package org.ppl4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sum. */
public record Add() implements BinaryOp {

    @Override
    public String writtenName() {
        return "plus";
    }

    @Override
    public double apply(double a, double b) {
        return a + b;
    }

    @Override
    public void emit(Code code) {
        code.add();
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        return List.of(adjoint, adjoint);
    }
}
