package org.ppl4j.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/** The elementary functions are translated to SIMD instruction by instruction: this keeps them translatable. */
class StraightLineTest {

    private static final Set<String> ALLOWED_CALLS = Set.of(
            "java/lang/Math.fma",
            "java/lang/Math.abs",
            "java/lang/Math.max",
            "java/lang/Math.min",
            "java/lang/Double.doubleToRawLongBits",
            "java/lang/Double.longBitsToDouble");

    private static final List<Class<?>> KERNELS = List.of(
            Exponential.class,
            Logarithm.class,
            Trigonometry.class,
            Power.class,
            ErrorFunction.class,
            NormalFunction.class,
            ScaledNumber.class);

    /** HotSpot's FreqInlineSize: beyond it a hot method is called, not inlined. */
    private static final int INLINE_SIZE = 325;

    @Test
    void kernelsHaveNoBranchesAndCallOnlyWhatCanBeTranslated() {
        List<String> found = new ArrayList<>();
        KERNELS.forEach(kernel -> inspect(kernel, found, new ArrayList<>()));
        assertThat(found).isEmpty();
    }

    @Test
    void onlySineAndCosineBranchInThePublicClass() {
        List<String> found = new ArrayList<>();
        inspect(Elementary.class, found, new ArrayList<>());
        assertThat(found)
                .containsExactly(
                        "Elementary.sin branches",
                        "Elementary.sin calls java/lang/StrictMath.sin",
                        "Elementary.cos branches",
                        "Elementary.cos calls java/lang/StrictMath.cos");
    }

    @Test
    void aBranchIsFound() {
        List<String> found = new ArrayList<>();
        inspect(Select.class, found, new ArrayList<>());
        assertThat(found).contains("Select.lessThan branches", "Select.equal branches", "Select.isNaN branches");
    }

    @Test
    void everyMethodIsSmallEnoughToBeInlined() {
        List<String> large = new ArrayList<>();
        KERNELS.forEach(kernel -> inspect(kernel, new ArrayList<>(), large));
        assertThat(large).isEmpty();
    }

    private static void inspect(Class<?> type, List<String> found, List<String> large) {
        String file = type.getSimpleName() + ".class";
        try (InputStream stream = Objects.requireNonNull(type.getResourceAsStream(file), file)) {
            new ClassReader(stream)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9, new ClassWriter(0)) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access,
                                        String name,
                                        String descriptor,
                                        String signature,
                                        String[] exceptions) {
                                    MethodVisitor writer =
                                            super.visitMethod(access, name, descriptor, signature, exceptions);
                                    return new Inspector(writer, type.getSimpleName() + "." + name, found, large);
                                }
                            },
                            0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static final class Inspector extends MethodVisitor {
        private final String method;
        private final List<String> found;
        private final List<String> large;

        Inspector(MethodVisitor writer, String method, List<String> found, List<String> large) {
            super(Opcodes.ASM9, writer);
            this.method = method;
            this.found = found;
            this.large = large;
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            super.visitJumpInsn(opcode, label);
            String message = method + " branches";
            if (opcode != Opcodes.GOTO && !found.contains(message)) {
                found.add(message);
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            String call = owner + "." + name;
            if (!owner.startsWith("org/ppl4j/math/") && !ALLOWED_CALLS.contains(call) && !name.equals("<init>")) {
                found.add(method + " calls " + call);
            }
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            Label end = new Label();
            super.visitLabel(end);
            if (end.getOffset() > INLINE_SIZE) {
                large.add(method + " has " + end.getOffset() + " bytes");
            }
            super.visitMaxs(maxStack, maxLocals);
        }
    }
}
