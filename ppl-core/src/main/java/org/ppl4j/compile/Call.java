package org.ppl4j.compile;

import org.ppl4j.graph.Node;
import org.ppl4j.graph.ScratchOp;

/** One operation bound to the arrays it reads and writes. Public for the generated code only. */
public final class Call {

    private final Node node;
    private final double[][] inputs;
    private final double[] output;
    private final double[][] scratch;

    Call(Node node, double[][] inputs, double[] output, double[][] scratch) {
        this.node = node;
        this.inputs = inputs;
        this.output = output;
        this.scratch = scratch;
    }

    /** Evaluates the operation. */
    public void run() {
        if (node.op() instanceof ScratchOp op) {
            op.evaluate(node, inputs, output, scratch);
        } else {
            node.op().evaluate(node, inputs, output);
        }
    }
}
