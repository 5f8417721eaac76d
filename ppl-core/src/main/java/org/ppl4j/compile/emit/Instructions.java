package org.ppl4j.compile.emit;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Short forms of JVM instructions. */
final class Instructions {

    private Instructions() {}

    /** Pushes a whole number. */
    static void integer(MethodVisitor method, int value) {
        if (value >= -1 && value <= 5) {
            method.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value == (byte) value) {
            method.visitIntInsn(Opcodes.BIPUSH, value);
        } else if (value == (short) value) {
            method.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            method.visitLdcInsn(value);
        }
    }

    /** Pushes an index that grows with a counter: start + step · counter. */
    static void index(MethodVisitor method, int counter, int start, int step) {
        method.visitVarInsn(Opcodes.ILOAD, counter);
        if (step != 1) {
            integer(method, step);
            method.visitInsn(Opcodes.IMUL);
        }
        if (start != 0) {
            integer(method, start);
            method.visitInsn(Opcodes.IADD);
        }
    }
}
