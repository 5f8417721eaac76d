package org.ppl4j.compile.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.Node;

/** Emits a scheduled graph as a class, or several: a static method a unit, and one that runs them in order. */
public final class ClassEmitter {

    public static final String LOOP = "([[D[[I)V";
    private static final String STRAIGHT_LINE = "([[D[[I[D[D)V";
    public static final String RUN = "([[D[[I[" + Type.getDescriptor(Call.class) + "[D[D)V";
    private static final int RUN_PARAMETERS = 5;
    private static final int CALLS_A_METHOD = 500;

    private ClassEmitter() {}

    /**
     * An instance of a generated class.
     *
     * @param computation the instance
     * @param steps what it runs
     * @param bytes the size of the class file, or files
     * @param isShared whether the class was made for another program
     */
    public record Emitted(Computation computation, List<Step> steps, int bytes, boolean isShared) {

        /** Returns what is interpreted, for want of a class. */
        public static Emitted none(Schedule schedule, Layout layout) {
            return new Emitted(new InterpretedComputation(schedule, layout), List.of(), 0, false);
        }

        public boolean isInterpreted() {
            return computation instanceof InterpretedComputation;
        }
    }

    /**
     * Returns an instance of the generated class, in a class loader of its own.
     *
     * @param name the model's name, for the class
     * @param outputs what it computes
     * @param classes those made before, of the same name
     */
    public static Emitted emit(
            String name, List<Node> outputs, Schedule schedule, Layout layout, GeneratedClasses classes) {
        return emit(
                new ClassFiles(className(name), mainFile(schedule), Computation.class),
                outputs,
                schedule,
                layout,
                classes);
    }

    /**
     * Returns an instance of the generated class, in a class loader of its own.
     *
     * @param files receives the classes
     * @param outputs what it computes
     * @param classes those made before, of the same names
     */
    public static Emitted emit(
            ClassFiles files, List<Node> outputs, Schedule schedule, Layout layout, GeneratedClasses classes) {
        Set<ClassLoader> loaders = StackCode.newLoaders();
        List<Step> steps = write(files, schedule, layout, loaders);
        List<ClassFiles.ClassFile> finished = files.finished();
        Dump.write(outputs, finished);
        GeneratedClasses.Loaded loaded = classes.load(finished, loaders, form(schedule));
        int bytes = 0;
        for (ClassFiles.ClassFile each : finished) {
            bytes += each.bytes().length;
        }
        return new Emitted(loaded.computation(), steps, bytes, loaded.isKnown());
    }

    private static String form(Schedule schedule) {
        StringBuilder form = new StringBuilder();
        for (Schedule.Unit unit : schedule.units()) {
            form.append(unit.kind()).append(unit.nodes().size());
        }
        return form.toString();
    }

    public static String className(String name) {
        StringBuilder className = new StringBuilder("org/ppl4j/generated/");
        for (char c : (name.isEmpty() ? "_" : name).toCharArray()) {
            boolean isPlain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            className.append(isPlain ? c : '_');
        }
        return className.toString();
    }

    /**
     * Writes the methods and what runs them; adds the loaders of the classes that they call. Methods are public: the SIMD
     * form calls those that it has no other for.
     *
     * @return the methods, in order
     */
    public static List<Step> write(ClassFiles files, Schedule schedule, Layout layout, Set<ClassLoader> loaders) {
        String file = mainFile(schedule);
        List<List<Integer>> methods = schedule.methods().units();
        List<Step> steps = new ArrayList<>();
        for (int m = 0; m < methods.size(); m++) {
            Schedule.Kind kind = first(schedule, m).kind();
            if (kind != Schedule.Kind.CALL) {
                List<String> passes = PassEmitter.write(files, schedule, layout, m, loaders, file);
                boolean isStraightLine = kind.isStraightLine();
                MethodVisitor method = files.newMethod(methodName(schedule, m), isStraightLine ? STRAIGHT_LINE : LOOP);
                MethodBody body = new MethodBody(method, isStraightLine ? 4 : 2, loaders, layout, file);
                if (isStraightLine) {
                    body.readsParameters();
                }
                new UnitEmitter(body, schedule, passes, m).emit(methods.get(m));
            }
            steps.add(Step.of(schedule, m, files.lastName()));
        }
        run(files, steps, schedule, layout, file);
        return steps;
    }

    /**
     * One of the methods that a class runs.
     *
     * @param number its number in the schedule, if it is several the first one's
     * @param kind how it is called
     * @param owner the class that has it, unless it is a call
     * @param name its name, unless it is a call
     */
    public record Step(int number, Schedule.Kind kind, String owner, String name) {

        /** Returns a method as it is in the scalar form. */
        static Step of(Schedule schedule, int number, String scalarClass) {
            return new Step(number, first(schedule, number).kind(), scalarClass, methodName(schedule, number));
        }
    }

    /** Returns the first unit of a method. */
    public static Schedule.Unit first(Schedule schedule, int method) {
        return schedule.units().get(schedule.methods().units().get(method).get(0));
    }

    public static String methodName(Schedule schedule, int method) {
        return first(schedule, method).kind().name().toLowerCase(java.util.Locale.ROOT) + method;
    }

    /** Returns the source file that most lines of the model are in: a class can name one only. */
    public static @Nullable String mainFile(Schedule schedule) {
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

    /**
     * Emits the method that runs all others in order.
     *
     * @param steps the others
     */
    public static void run(
            ClassFiles files, List<Step> steps, Schedule schedule, Layout layout, @Nullable String file) {
        int count = steps.size();
        int parts = (count + CALLS_A_METHOD - 1) / CALLS_A_METHOD;
        List<String> owners = new ArrayList<>();
        for (int part = 0; parts > 1 && part < parts; part++) {
            MethodVisitor method = files.newMethod("run" + part, RUN);
            owners.add(files.lastName());
            method.visitCode();
            int end = Math.min(count, (part + 1) * CALLS_A_METHOD);
            calls(method, steps.subList(part * CALLS_A_METHOD, end), schedule, layout, file, 0);
            end(method);
        }
        MethodVisitor method = files.main().visitMethod(Opcodes.ACC_PUBLIC, "run", RUN, null, null);
        method.visitCode();
        if (parts == 1) {
            calls(method, steps, schedule, layout, file, 1);
        }
        for (int part = 0; part < owners.size(); part++) {
            for (int parameter = 1; parameter <= RUN_PARAMETERS; parameter++) {
                method.visitVarInsn(Opcodes.ALOAD, parameter);
            }
            method.visitMethodInsn(Opcodes.INVOKESTATIC, owners.get(part), "run" + part, RUN, false);
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
                method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Type.getInternalName(Call.class), "run", "()V", false);
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
