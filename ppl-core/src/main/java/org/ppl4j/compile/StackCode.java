package org.ppl4j.compile;

import java.util.LinkedHashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.ppl4j.graph.Code;

/** Writes the code of element-wise operations as JVM instructions, and remembers the classes that it calls. */
final class StackCode implements Code {

    private final MethodVisitor method;
    private final Set<ClassLoader> loaders;

    StackCode(MethodVisitor method, Set<ClassLoader> loaders) {
        this.method = method;
        this.loaders = loaders;
    }

    static Set<ClassLoader> newLoaders() {
        return new LinkedHashSet<>();
    }

    @Override
    public void add() {
        method.visitInsn(Opcodes.DADD);
    }

    @Override
    public void subtract() {
        method.visitInsn(Opcodes.DSUB);
    }

    @Override
    public void multiply() {
        method.visitInsn(Opcodes.DMUL);
    }

    @Override
    public void divide() {
        method.visitInsn(Opcodes.DDIV);
    }

    @Override
    public void negate() {
        method.visitInsn(Opcodes.DNEG);
    }

    @Override
    public void call(Class<?> owner, String name, int operands) {
        ClassLoader loader = owner.getClassLoader();
        if (loader != null) {
            loaders.add(loader);
        }
        method.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                Type.getInternalName(owner),
                name,
                "(" + "D".repeat(operands) + ")D",
                owner.isInterface());
    }
}
