package org.ppl4j.compile.vector;

import java.util.LinkedHashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * The vectors that a generated class keeps in static final fields: its species, and each constant once, in all lanes.
 * HotSpot reads such constants as operands in memory, where it would spill registers with others.
 */
final class VectorConstants {

    private static final String SPECIES = "species";
    private static final String LONG_SPECIES = "longSpecies";

    private final String className;
    private final int lanes;
    private final Map<Long, String> doubles = new LinkedHashMap<>();
    private final Map<Long, String> longs = new LinkedHashMap<>();

    /**
     * Creates an empty set of constants.
     *
     * @param className the class that has them
     * @param lanes how many elements a vector has
     */
    VectorConstants(String className, int lanes) {
        this.className = className;
        this.lanes = lanes;
    }

    int lanes() {
        return lanes;
    }

    /** Pushes the species of vectors of doubles. */
    void pushSpecies(MethodVisitor method) {
        method.visitFieldInsn(Opcodes.GETSTATIC, className, SPECIES, VectorInstructions.SPECIES_TYPE);
    }

    /** Pushes a vector that has one double in all lanes. */
    void push(MethodVisitor method, double value) {
        String field = doubles.computeIfAbsent(
                Double.doubleToRawLongBits(value), absent -> "c" + (doubles.size() + longs.size()));
        method.visitFieldInsn(Opcodes.GETSTATIC, className, field, VectorInstructions.DOUBLES_TYPE);
    }

    /** Pushes a vector that has one long in all lanes. */
    void push(MethodVisitor method, long value) {
        String field = longs.computeIfAbsent(value, absent -> "c" + (doubles.size() + longs.size()));
        method.visitFieldInsn(Opcodes.GETSTATIC, className, field, VectorInstructions.LONGS_TYPE);
    }

    /** Writes the fields and the initialiser that fills them. */
    void write(ClassVisitor writer) {
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        method.visitCode();
        species(writer, method, SPECIES, VectorInstructions.DOUBLES);
        species(writer, method, LONG_SPECIES, VectorInstructions.LONGS);
        doubles.forEach((bits, field) -> {
            pushSpecies(method);
            method.visitLdcInsn(Double.longBitsToDouble(bits));
            broadcast(writer, method, field, VectorInstructions.DOUBLES, "D");
        });
        longs.forEach((value, field) -> {
            method.visitFieldInsn(Opcodes.GETSTATIC, className, LONG_SPECIES, VectorInstructions.SPECIES_TYPE);
            method.visitLdcInsn(value);
            broadcast(writer, method, field, VectorInstructions.LONGS, "J");
        });
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private void species(ClassVisitor writer, MethodVisitor method, String field, String owner) {
        method.visitFieldInsn(Opcodes.GETSTATIC, owner, "SPECIES_" + 64 * lanes, VectorInstructions.SPECIES_TYPE);
        store(writer, method, field, VectorInstructions.SPECIES_TYPE);
    }

    private void broadcast(ClassVisitor writer, MethodVisitor method, String field, String owner, String element) {
        String type = "L" + owner + ";";
        method.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                owner,
                "broadcast",
                "(" + VectorInstructions.SPECIES_TYPE + element + ")" + type,
                false);
        store(writer, method, field, type);
    }

    private void store(ClassVisitor writer, MethodVisitor method, String field, String type) {
        writer.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, field, type, null, null)
                .visitEnd();
        method.visitFieldInsn(Opcodes.PUTSTATIC, className, field, type);
    }
}
