package org.ppl4j.compile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Origin;

/** Emits a scheduled graph as a class: a static method a unit, and one that runs them in order. */
final class ClassEmitter {

    static final String UNIT = "([[D[[I)V";
    private static final String RUN = "([[D[[I[Lorg/ppl4j/compile/Call;)V";
    private static final int CALLS_A_METHOD = 500;

    private ClassEmitter() {}

    /** An instance of a generated class, the size of its file, and whether the class was made for another program. */
    record Emitted(Computation computation, int bytes, boolean isShared) {}

    /**
     * Returns an instance of the generated class, in a class loader of its own.
     *
     * @param name the model's name, for the class
     * @param outputs what it computes
     * @param classes those made before, of the same name
     */
    static Emitted emit(String name, List<Node> outputs, Schedule schedule, Layout layout, GeneratedClasses classes) {
        Set<ClassLoader> loaders = StackCode.newLoaders();
        byte[] bytes = write(className(name), schedule, layout, UnitWriter.scalar(schedule, layout, loaders));
        Dump.write(className(name), outputs, bytes);
        GeneratedClasses.Loaded loaded =
                classes.load(className(name).replace('/', '.'), bytes, loaders, form(schedule));
        return new Emitted(loaded.computation(), bytes.length, loaded.isKnown());
    }

    private static String form(Schedule schedule) {
        StringBuilder form = new StringBuilder();
        for (Schedule.Unit unit : schedule.units()) {
            form.append(unit.kind()).append(unit.nodes().size());
        }
        return form.toString();
    }

    static String className(String name) {
        return "org/ppl4j/generated/" + (name.isEmpty() ? "_" : name.replaceAll("[^A-Za-z0-9_]", "_"));
    }

    /** Returns the class file. */
    static byte[] write(String className, Schedule schedule, Layout layout, UnitWriter unitWriter) {
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
                new String[] {Type.getInternalName(unitWriter.type())});
        String file = mainFile(schedule);
        writer.visitSource(file, null);
        constructor(writer);
        List<Schedule.Unit> units = schedule.units();
        for (int u = 0; u < units.size(); u++) {
            if (units.get(u).kind() != Schedule.Kind.CALL) {
                unitWriter.write(writer, methodName(units.get(u), u), u, file);
            }
        }
        unitWriter.finish(writer);
        run(writer, className, units, layout, file);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static String methodName(Schedule.Unit unit, int number) {
        return unit.kind().name().toLowerCase(java.util.Locale.ROOT) + number;
    }

    /** Returns the source file that most lines of the model are in: a class can name one only. */
    private static @Nullable String mainFile(Schedule schedule) {
        Map<String, Integer> counts = new HashMap<>();
        for (Schedule.Unit unit : schedule.units()) {
            for (Node node : unit.nodes()) {
                Origin origin = node.origin();
                if (origin != null) {
                    counts.merge(origin.file(), 1, Integer::sum);
                }
            }
        }
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /** Notes the line of the model that a unit stems from. */
    private static void line(MethodVisitor method, Schedule.Unit unit, @Nullable String file) {
        Origin origin = unit.nodes().get(0).origin();
        if (origin != null && origin.line() > 0 && origin.file().equals(file)) {
            Label label = new Label();
            method.visitLabel(label);
            method.visitLineNumber(origin.line(), label);
        }
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

    private static void run(
            ClassWriter writer, String className, List<Schedule.Unit> units, Layout layout, @Nullable String file) {
        int parts = (units.size() + CALLS_A_METHOD - 1) / CALLS_A_METHOD;
        for (int part = 0; part < parts; part++) {
            MethodVisitor method =
                    writer.visitMethod(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC, "run" + part, RUN, null, null);
            method.visitCode();
            for (int u = part * CALLS_A_METHOD; u < Math.min(units.size(), (part + 1) * CALLS_A_METHOD); u++) {
                line(method, units.get(u), file);
                if (units.get(u).kind() == Schedule.Kind.CALL) {
                    method.visitVarInsn(Opcodes.ALOAD, 2);
                    method.visitLdcInsn(layout.call(units.get(u).nodes().get(0)));
                    method.visitInsn(Opcodes.AALOAD);
                    method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "org/ppl4j/compile/Call", "run", "()V", false);
                } else {
                    method.visitVarInsn(Opcodes.ALOAD, 0);
                    method.visitVarInsn(Opcodes.ALOAD, 1);
                    method.visitMethodInsn(Opcodes.INVOKESTATIC, className, methodName(units.get(u), u), UNIT, false);
                }
            }
            method.visitInsn(Opcodes.RETURN);
            method.visitMaxs(0, 0);
            method.visitEnd();
        }
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, "run", RUN, null, null);
        method.visitCode();
        for (int part = 0; part < parts; part++) {
            method.visitVarInsn(Opcodes.ALOAD, 1);
            method.visitVarInsn(Opcodes.ALOAD, 2);
            method.visitVarInsn(Opcodes.ALOAD, 3);
            method.visitMethodInsn(Opcodes.INVOKESTATIC, className, "run" + part, RUN, false);
        }
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }
}
