package org.ppl4j.compile.emit;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Node;

/** The scalars of one generated method, each in a local variable from when it is computed, or read, on. */
final class ScalarLocals {

    private final MethodVisitor method;
    private final StackCode code;
    private final LineNumbers lines;
    private final int memory;
    private final Consumer<Node> read;
    private final Map<Node, Integer> values = new IdentityHashMap<>();
    private final Map<Integer, Integer> arrays = new HashMap<>();
    private int count;

    /**
     * Starts without any.
     *
     * @param memory the local variable of the arrays
     * @param first the first local variable that is free
     * @param read writes what pushes a scalar that is not computed here
     */
    ScalarLocals(MethodVisitor method, StackCode code, LineNumbers lines, int memory, int first, Consumer<Node> read) {
        this.method = method;
        this.code = code;
        this.lines = lines;
        this.memory = memory;
        this.count = first;
        this.read = read;
    }

    /** Writes what computes an element-wise operation. */
    void compute(Node node) {
        lines.mark(node);
        for (Node input : node.inputs()) {
            load(input);
        }
        ((ElementwiseOp) node.op()).emit(code);
        store(node);
    }

    /** Pushes a scalar. */
    void load(Node node) {
        if (Interner.isConstant(node)) {
            method.visitLdcInsn(Interner.constantValue(node));
            return;
        }
        if (!values.containsKey(node)) {
            read.accept(node);
            store(node);
        }
        method.visitVarInsn(Opcodes.DLOAD, variable(node));
    }

    /** Takes what was pushed for a scalar. */
    void store(Node node) {
        method.visitVarInsn(Opcodes.DSTORE, variable(node));
    }

    private int variable(Node node) {
        Integer known = values.get(node);
        if (known == null) {
            known = variable(2);
            values.put(node, known);
        }
        return known;
    }

    /** Reserves a local variable of one or two places. */
    int variable(int size) {
        int first = count;
        count += size;
        return first;
    }

    /** Pushes an array of the memory. */
    void array(int place) {
        method.visitVarInsn(Opcodes.ALOAD, fetched(place));
    }

    /** Returns the local variable of an array of the memory, which it has from when it is first asked for on. */
    int fetched(int place) {
        Integer known = arrays.get(place);
        if (known == null) {
            known = variable(1);
            arrays.put(place, known);
            method.visitVarInsn(Opcodes.ALOAD, memory);
            Instructions.integer(method, place);
            method.visitInsn(Opcodes.AALOAD);
            method.visitVarInsn(Opcodes.ASTORE, known);
        }
        return known;
    }
}
