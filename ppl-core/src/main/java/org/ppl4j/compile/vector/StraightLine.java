package org.ppl4j.compile.vector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** The instructions of static methods that have no branches, read from their class files. */
public final class StraightLine {

    private static final int STATIC_METHOD = Opcodes.ACC_STATIC;

    private final Map<String, Map<String, List<Instruction>>> classes = new HashMap<>();

    /**
     * An instruction.
     *
     * @param opcode its code
     * @param operand a local variable, a constant, or what it calls; null if it has none
     */
    record Instruction(int opcode, @Nullable Object operand) {}

    /**
     * A static method.
     *
     * @param owner the internal name of its class
     */
    public record Reference(String owner, String name, String descriptor) {}

    /**
     * Returns the instructions of a method, or null if it has branches or is not to be found.
     *
     * @param loader finds its class file
     */
    @Nullable
    List<Instruction> read(@Nullable ClassLoader loader, Reference reference) {
        String file = reference.owner() + ".class";
        Map<String, List<Instruction>> methods = classes.computeIfAbsent(
                reference.owner(),
                absent -> readClass(loader == null ? ClassLoader.getSystemClassLoader() : loader, file));
        return methods.get(reference.name() + reference.descriptor());
    }

    private static Map<String, List<Instruction>> readClass(ClassLoader loader, String file) {
        Map<String, List<Instruction>> methods = new HashMap<>();
        try (InputStream stream = loader.getResourceAsStream(file)) {
            if (stream != null) {
                ClassVisitor visitor = new MethodsVisitor(methods);
                OpenedClassReader.of(stream.readAllBytes())
                        .accept(visitor, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return methods;
    }

    private static final class MethodsVisitor extends ClassVisitor {

        private final Map<String, List<Instruction>> methods;

        MethodsVisitor(Map<String, List<Instruction>> methods) {
            super(OpenedClassReader.ASM_API);
            this.methods = methods;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            boolean isStatic = (access & STATIC_METHOD) != 0;
            return isStatic ? new InstructionsVisitor(methods, name + descriptor) : null;
        }
    }

    private static final class InstructionsVisitor extends MethodVisitor {

        private final Map<String, List<Instruction>> methods;
        private final String key;
        private final List<Instruction> instructions = new ArrayList<>();
        private boolean straight = true;

        InstructionsVisitor(Map<String, List<Instruction>> methods, String key) {
            super(OpenedClassReader.ASM_API);
            this.methods = methods;
            this.key = key;
        }

        @Override
        public void visitInsn(int opcode) {
            instructions.add(new Instruction(opcode, null));
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            instructions.add(new Instruction(opcode, operand));
        }

        @Override
        public void visitVarInsn(int opcode, int local) {
            instructions.add(new Instruction(opcode, local));
        }

        @Override
        public void visitLdcInsn(Object value) {
            instructions.add(new Instruction(Opcodes.LDC, value));
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            straight &= opcode == Opcodes.INVOKESTATIC;
            instructions.add(new Instruction(opcode, new Reference(owner, name, descriptor)));
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            straight = false;
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            straight = false;
        }

        @Override
        public void visitInvokeDynamicInsn(
                String name, String descriptor, net.bytebuddy.jar.asm.Handle bootstrap, Object... bootstrapArguments) {
            straight = false;
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            straight = false;
        }

        @Override
        public void visitIincInsn(int local, int increment) {
            straight = false;
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            straight = false;
        }

        @Override
        public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
            straight = false;
        }

        @Override
        public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
            straight = false;
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
            straight = false;
        }

        @Override
        public void visitEnd() {
            if (straight) {
                methods.put(key, List.copyOf(instructions));
            }
        }
    }
}
