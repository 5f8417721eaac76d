package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;

/** Emits a scheduled graph as a class: a static method a unit, and one that runs them in order. */
final class ClassEmitter {

    static final String LOOP = "([[D[[I)V";
    private static final String STRAIGHT_LINE = "([[D[[I[D[D)V";
    static final String RUN = "([[D[[I[Lorg/ppl4j/compile/Call;[D[D)V";
    private static final int RUN_PARAMETERS = 5;
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
        byte[] bytes = write(className(name), schedule, layout, loaders);
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
        StringBuilder className = new StringBuilder("org/ppl4j/generated/");
        for (char c : (name.isEmpty() ? "_" : name).toCharArray()) {
            boolean isPlain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            className.append(isPlain ? c : '_');
        }
        return className.toString();
    }

    /**
     * Returns the class file; adds the loaders of the classes that it calls. Its methods are public: the SIMD form calls
     * those that it has no other for.
     */
    static byte[] write(String className, Schedule schedule, Layout layout, Set<ClassLoader> loaders) {
        String file = mainFile(schedule);
        ClassWriter writer = newClass(className, file);
        List<List<Integer>> methods = schedule.methods().units();
        for (int m = 0; m < methods.size(); m++) {
            Schedule.Kind kind = first(schedule, m).kind();
            if (kind == Schedule.Kind.CALL) {
                continue;
            }
            boolean direct = kind.isStraightLine();
            String name = methodName(schedule, m);
            MethodVisitor method = newMethod(writer, name, direct ? STRAIGHT_LINE : LOOP);
            MethodBody body = new MethodBody(method, direct ? 4 : 2, loaders, layout, file);
            if (direct) {
                body.readsParameters();
            }
            new UnitEmitter(body, schedule, className, m).emit(methods.get(m));
            passes(writer, schedule, layout, m, loaders, file);
        }
        List<Step> steps = new ArrayList<>();
        for (int m = 0; m < methods.size(); m++) {
            steps.add(Step.of(schedule, m, className));
        }
        run(writer, className, steps, schedule, layout, file);
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** Writes the passes of a loop that has several, and all in one after them. */
    private static void passes(
            ClassWriter writer,
            Schedule schedule,
            Layout layout,
            int method,
            Set<ClassLoader> loaders,
            @Nullable String file) {
        int unit = schedule.methods().units().get(method).get(0);
        List<LoopPass> passes = layout.passes(unit);
        for (int pass = 0; !passes.isEmpty() && pass <= passes.size(); pass++) {
            MethodVisitor visitor = newMethod(writer, PassEmitter.name(schedule, method, pass), PassEmitter.DESCRIPTOR);
            MethodBody body = new MethodBody(visitor, PassEmitter.PARAMETERS, loaders, layout, file);
            PassEmitter emitter = new PassEmitter(body, schedule, method, unit);
            if (pass < passes.size()) {
                emitter.emit(passes.get(pass));
            } else {
                emitter.emitAll(LoopPass.all(schedule.units().get(unit)));
            }
        }
    }

    private static MethodVisitor newMethod(ClassWriter writer, String name, String descriptor) {
        return writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, descriptor, null, null);
    }

    /**
     * One of the methods that a class runs.
     *
     * @param number its number in the schedule, if it is several the first one's
     * @param kind how it is called
     * @param owner the class that has it, unless it is a call
     * @param name its name, unless it is a call
     */
    record Step(int number, Schedule.Kind kind, String owner, String name) {

        /** Returns a method as it is in the scalar form. */
        static Step of(Schedule schedule, int number, String scalarClass) {
            return new Step(number, first(schedule, number).kind(), scalarClass, methodName(schedule, number));
        }
    }

    /** Returns a class that implements {@link Computation}, but for its method. */
    static ClassWriter newClass(String className, @Nullable String file) {
        return newClass(className, file, Computation.class);
    }

    /** Returns a class that implements an interface, but for its methods. */
    static ClassWriter newClass(String className, @Nullable String file, Class<?> type) {
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
                new String[] {Type.getInternalName(type)});
        writer.visitSource(file, null);
        constructor(writer);
        return writer;
    }

    /** Returns the first unit of a method. */
    static Schedule.Unit first(Schedule schedule, int method) {
        return schedule.units().get(schedule.methods().units().get(method).get(0));
    }

    static String methodName(Schedule schedule, int method) {
        return first(schedule, method).kind().name().toLowerCase(java.util.Locale.ROOT) + method;
    }

    /** Returns the source file that most lines of the model are in: a class can name one only. */
    static @Nullable String mainFile(Schedule schedule) {
        List<Node> nodes = new ArrayList<>();
        for (Schedule.Unit unit : schedule.units()) {
            nodes.addAll(unit.nodes());
        }
        return LineNumbers.mainFile(nodes);
    }

    /** Notes the line of the model that a unit stems from. */
    private static void line(MethodVisitor method, Schedule.Unit unit, @Nullable String file) {
        new LineNumbers(method, file).mark(unit.nodes().get(0));
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

    /**
     * Emits the method that runs all others in order.
     *
     * @param steps the others
     */
    static void run(
            ClassWriter writer,
            String className,
            List<Step> steps,
            Schedule schedule,
            Layout layout,
            @Nullable String file) {
        int count = steps.size();
        int parts = (count + CALLS_A_METHOD - 1) / CALLS_A_METHOD;
        for (int part = 0; parts > 1 && part < parts; part++) {
            MethodVisitor method =
                    writer.visitMethod(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC, "run" + part, RUN, null, null);
            method.visitCode();
            int end = Math.min(count, (part + 1) * CALLS_A_METHOD);
            calls(method, steps.subList(part * CALLS_A_METHOD, end), schedule, layout, file, 0);
            end(method);
        }
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, "run", RUN, null, null);
        method.visitCode();
        if (parts == 1) {
            calls(method, steps, schedule, layout, file, 1);
        }
        for (int part = 0; parts > 1 && part < parts; part++) {
            for (int parameter = 1; parameter <= RUN_PARAMETERS; parameter++) {
                method.visitVarInsn(Opcodes.ALOAD, parameter);
            }
            method.visitMethodInsn(Opcodes.INVOKESTATIC, className, "run" + part, RUN, false);
        }
        end(method);
    }

    /** Emits the calls of some methods; the arrays are the first parameter. */
    private static void calls(
            MethodVisitor method,
            List<Step> steps,
            Schedule schedule,
            Layout layout,
            @Nullable String file,
            int memory) {
        for (Step step : steps) {
            Schedule.Unit unit = first(schedule, step.number());
            line(method, unit, file);
            if (step.kind() == Schedule.Kind.CALL) {
                method.visitVarInsn(Opcodes.ALOAD, memory + 2);
                method.visitLdcInsn(layout.call(unit.nodes().get(0)));
                method.visitInsn(Opcodes.AALOAD);
                method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "org/ppl4j/compile/Call", "run", "()V", false);
            } else {
                method.visitVarInsn(Opcodes.ALOAD, memory);
                method.visitVarInsn(Opcodes.ALOAD, memory + 1);
                boolean direct = step.kind().isStraightLine();
                if (direct) {
                    method.visitVarInsn(Opcodes.ALOAD, memory + 3);
                    method.visitVarInsn(Opcodes.ALOAD, memory + 4);
                }
                method.visitMethodInsn(
                        Opcodes.INVOKESTATIC, step.owner(), step.name(), direct ? STRAIGHT_LINE : LOOP, false);
            }
        }
    }

    private static void end(MethodVisitor method) {
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }
}
