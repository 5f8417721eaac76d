package org.ppl4j.compile;

import org.ppl4j.graph.Node;

/** One operation bound to the arrays it reads and writes. Public for the generated code only. */
public final class Call {

    private final Node node;
    private final double[][] inputs;
    private final double[] output;

    Call(Node node, double[][] inputs, double[] output) {
        this.node = node;
        this.inputs = inputs;
        this.output = output;
    }

    /** Evaluates the operation. */
    public void run() {
        node.op().evaluate(node, inputs, output);
    }
}
