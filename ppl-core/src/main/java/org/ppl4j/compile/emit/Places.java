package org.ppl4j.compile.emit;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.ppl4j.graph.Indices;

/** Writes the indices of elements that a loop reads and writes. */
public final class Places {

    private Places() {}

    /**
     * Pushes an index.
     *
     * @param table the local variable that has the table, if the indices are not a range
     * @param counter the local variable that has the position
     * @param ahead how much to add to the position
     */
    public static void push(MethodCode code, Indices indices, int table, int counter, int ahead) {
        MethodVisitor method = code.method();
        if (!indices.isRange()) {
            method.visitVarInsn(Opcodes.ALOAD, table);
            method.visitVarInsn(Opcodes.ILOAD, counter);
            plus(code, ahead);
            method.visitInsn(Opcodes.IALOAD);
            return;
        }
        method.visitVarInsn(Opcodes.ILOAD, counter);
        if (indices.step() != 1) {
            code.integer(indices.step());
            method.visitInsn(Opcodes.IMUL);
        }
        plus(code, indices.start() + ahead * indices.step());
    }

    /** Adds a constant to the integer on the stack. */
    public static void plus(MethodCode code, int more) {
        if (more != 0) {
            code.integer(more);
            code.method().visitInsn(Opcodes.IADD);
        }
    }
}
