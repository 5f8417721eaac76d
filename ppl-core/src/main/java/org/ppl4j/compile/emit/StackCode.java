package org.ppl4j.compile.emit;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.ppl4j.graph.Code;

/** Writes the code of element-wise operations as JVM instructions, and remembers the classes that it calls. */
public final class StackCode implements Code {

    private static final String OWN_FUNCTIONS = "org.ppl4j.math";

    private final MethodVisitor method;
    private final Set<ClassLoader> loaders;

    /** Refuses, while code can still be done without, what would fail at the first evaluation. */
    private static void requireCallable(Class<?> owner, String name, int operands) {
        if (!isCallable(owner, name, operands)) {
            throw new IllegalArgumentException(
                    "An operation's code can call a public static method of a public class only, one that takes and"
                            + " returns doubles: " + owner.getName() + "." + name + " with " + operands
                            + (operands == 1 ? " parameter" : " parameters") + " is none.");
        }
    }

    private static boolean isCallable(Class<?> owner, String name, int operands) {
        boolean isSeen =
                Modifier.isPublic(owner.getModifiers()) && owner.getModule().isExported(owner.getPackageName());
        Class<?>[] parameters = new Class<?>[operands];
        Arrays.fill(parameters, double.class);
        try {
            Method called = owner.getMethod(name, parameters);
            return isSeen && Modifier.isStatic(called.getModifiers()) && called.getReturnType() == double.class;
        } catch (NoSuchMethodException none) {
            return false;
        }
    }

    public StackCode(MethodVisitor method, Set<ClassLoader> loaders) {
        this.method = method;
        this.loaders = loaders;
    }

    public static Set<ClassLoader> newLoaders() {
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
        if (!owner.getPackageName().equals(OWN_FUNCTIONS)) {
            requireCallable(owner, name, operands);
        }
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
