package org.ppl4j.compile.emit;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * The class files of one program while they are written: the class that runs it, and further ones for the methods that it
 * has no room for, since a class can have no more than 65,535 constants.
 */
public final class ClassFiles {

    /** Room is left for one more method of the greatest length. */
    private static final int MANY_CONSTANTS = 30_000;

    /** A class file. */
    public static final class ClassFile {

        private final String name;
        private final byte[] bytes;

        /**
         * Creates a class file.
         *
         * @param name the class's internal name
         * @param bytes its content
         */
        public ClassFile(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        String name() {
            return name;
        }

        public byte[] bytes() {
            return bytes;
        }
    }

    private final String className;
    private final @Nullable String file;
    private final int manyConstants;
    private final List<String> names = new ArrayList<>();
    private final List<ClassWriter> writers = new ArrayList<>();

    /**
     * Begins with a class that runs a program, but for its methods.
     *
     * @param className its internal name
     * @param file the source file that lines are in
     * @param type what it implements
     */
    public ClassFiles(String className, @Nullable String file, Class<?> type) {
        this(className, file, type, MANY_CONSTANTS);
    }

    /**
     * Begins with a class that runs a program, but for its methods.
     *
     * @param className its internal name
     * @param file the source file that lines are in
     * @param type what it implements
     * @param manyConstants as many constants take another class for the next method
     */
    public ClassFiles(String className, @Nullable String file, Class<?> type, int manyConstants) {
        this.className = className;
        this.file = file;
        this.manyConstants = manyConstants;
        names.add(className);
        writers.add(newClass(className, file, type));
    }

    /** Returns the class that runs the program. */
    public ClassWriter main() {
        return writers.get(0);
    }

    /** Returns the name of the class that the last method was added to. */
    String lastName() {
        return names.get(names.size() - 1);
    }

    /** Adds a public static method, to another class if the last one is almost full, and returns what receives its code. */
    MethodVisitor newMethod(String name, String descriptor) {
        // Its name becomes a constant of the class anyway, the last one, and tells how many there are.
        if (last().newUTF8(name) > manyConstants) {
            String next = className + "$Part" + names.size();
            names.add(next);
            writers.add(newClass(next, file, null));
        }
        return last().visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, descriptor, null, null);
    }

    private ClassWriter last() {
        return writers.get(writers.size() - 1);
    }

    /** Returns the files, that of the class that runs the program first. */
    public List<ClassFile> finished() {
        List<ClassFile> files = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            writers.get(i).visitEnd();
            files.add(new ClassFile(names.get(i), writers.get(i).toByteArray()));
        }
        return files;
    }

    /**
     * Returns a class, but for its methods.
     *
     * @param type what it implements, if anything
     */
    public static ClassWriter newClass(String className, @Nullable String file, @Nullable Class<?> type) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected String getCommonSuperClass(String first, String second) {
                return "java/lang/Object";
            }
        };
        writer.visit(
                Opcodes.V17,
                Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
                className,
                null,
                "java/lang/Object",
                type == null ? null : new String[] {Type.getInternalName(type)});
        writer.visitSource(file, null);
        constructor(writer);
        return writer;
    }

    private static void constructor(ClassWriter writer) {
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        method.visitCode();
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }
}
