package org.ppl4j.compile.emit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.ScratchOp;

/** One operation bound to the arrays it reads and writes. Public for the generated code only. */
public final class Call {

    private static final int[][] NO_TABLES = {};
    private static final Call[] NO_CALLS = {};

    /** What code without a variable, and without an output for the caller, is given instead of them. */
    public static final double[] NO_NUMBERS = {};

    private final Node node;
    private final double[][] inputs;
    private final double[] output;
    private final double[][] scratch;
    private final @Nullable Computation code;
    private final double[][] memory;

    public Call(Node node, double[][] inputs, double[] output, double[][] scratch) {
        this.node = node;
        this.inputs = inputs;
        this.output = output;
        this.scratch = scratch;
        this.code = node.op() instanceof CompiledScan scan ? scan.newCode() : null;
        this.memory = Arrays.copyOf(inputs, inputs.length + 1);
        memory[inputs.length] = output;
    }

    /** Evaluates the operation. */
    public void run() {
        if (code != null) {
            code.run(memory, NO_TABLES, NO_CALLS, NO_NUMBERS, NO_NUMBERS);
        } else if (node.op() instanceof ScratchOp op) {
            op.evaluate(node, inputs, output, scratch);
        } else {
            node.op().evaluate(node, inputs, output);
        }
    }
}
