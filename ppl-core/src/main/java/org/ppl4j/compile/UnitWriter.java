package org.ppl4j.compile;

import java.util.Set;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Writes the units of a schedule into a class, each in some form. */
interface UnitWriter {

    /**
     * Writes a unit as a static method of memory and tables.
     *
     * @param method the method's name
     * @param number which unit
     * @param file the source file that lines are in
     */
    void write(ClassVisitor writer, String method, int number, @Nullable String file);

    /** Returns the interface that the class implements. */
    default Class<?> type() {
        return Computation.class;
    }

    /** Writes what the units share, after all of them. */
    default void finish(ClassVisitor writer) {}

    /**
     * Returns the writer of scalar forms. Their methods are public: the SIMD form calls those that it has no other for.
     *
     * @param loaders receives the loaders of the classes that units call
     */
    static UnitWriter scalar(Schedule schedule, Layout layout, Set<ClassLoader> loaders) {
        return (writer, method, number, file) -> {
            MethodVisitor visitor =
                    writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, method, ClassEmitter.UNIT, null, null);
            new UnitEmitter(visitor, loaders, schedule, layout, number, file).emit();
        };
    }
}
