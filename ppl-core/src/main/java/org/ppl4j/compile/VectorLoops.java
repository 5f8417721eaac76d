package org.ppl4j.compile;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Sum;
import org.ppl4j.math.Lanes;

/**
 * Writes loops in their SIMD form: a method for the elements that fill all virtual lanes, one for the few that are left,
 * and one that calls both, between clearing what they add to and finishing the sums. What is no loop, or too short a
 * one, is left to the scalar form.
 */
final class VectorLoops {

    /** HotSpot does not compile methods of more bytecodes. */
    private static final int LARGEST_METHOD = 8_000;

    private static final String VECTORS = "Vectors";
    private static final String REST = "Rest";
    private static final int SHORTEST_LOOP = 2 * Lanes.COUNT;
    private static final int STATIC = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC;
    private static final int MEMORY = 0;
    private static final int TABLES = 1;

    private final String className;
    private final Schedule schedule;
    private final Layout layout;
    private final Set<ClassLoader> loaders;
    private final VectorConstants constants;
    private final VectorTranslation translation = new VectorTranslation();
    private final Map<String, Integer> loops = new LinkedHashMap<>();

    VectorLoops(String className, Schedule schedule, Layout layout, Set<ClassLoader> loaders, int lanes) {
        this.className = className;
        this.schedule = schedule;
        this.layout = layout;
        this.loaders = loaders;
        this.constants = new VectorConstants(className, lanes);
    }

    /** Whether there is a loop worth a SIMD form. */
    static boolean isWorthwhile(Schedule schedule) {
        return schedule.units().stream().anyMatch(VectorLoops::isWorthwhile);
    }

    private static boolean isWorthwhile(Schedule.Unit unit) {
        return unit.kind() == Schedule.Kind.LOOP && unit.length() >= SHORTEST_LOOP;
    }

    /**
     * Writes the loops, what they share, and what warms them up.
     *
     * @param file the source file that lines are in
     * @return the numbers of the methods that are written
     */
    Set<Integer> write(ClassVisitor writer, @Nullable String file) {
        Set<Integer> written = new HashSet<>();
        List<List<Integer>> methods = schedule.methods().units();
        for (int m = 0; m < methods.size(); m++) {
            int number = methods.get(m).get(0);
            Schedule.Unit unit = schedule.units().get(number);
            if (isWorthwhile(unit) && !isTooLarge(m, number)) {
                String name = ClassEmitter.methodName(schedule, m);
                iterations(writer, name + VECTORS, m, number, true, file);
                iterations(writer, name + REST, m, number, false, file);
                whole(writer, name, number, unit, file);
                loops.put(name + VECTORS, unit.length() & -Lanes.COUNT);
                written.add(m);
            }
        }
        constants.write(writer);
        warmUp(writer);
        return written;
    }

    private boolean isTooLarge(int m, int number) {
        return iterations(new ClassWriter(0), "trial", m, number, true, null) >= LARGEST_METHOD;
    }

    /** Writes the iterations of a loop, and returns the size of their code. */
    private int iterations(
            ClassVisitor writer, String name, int m, int number, boolean vectors, @Nullable String file) {
        MethodVisitor visitor = writer.visitMethod(STATIC, name, LoopEmitter.DESCRIPTOR, null, null);
        MethodCode code = LoopEmitter.begin(visitor, file);
        if (!vectors) {
            LoopElements<Integer> numbers = new ScalarElements(code, loaders, LoopEmitter.COUNTER);
            return new LoopEmitter<>(code, numbers, schedule, layout, m, number).emit();
        }
        LoopElements<VectorValue> elements =
                new VectorElements(code, constants, translation, loaders, LoopEmitter.COUNTER);
        return new LoopEmitter<>(code, elements, schedule, layout, m, number).emit();
    }

    private void whole(ClassVisitor writer, String name, int number, Schedule.Unit unit, @Nullable String file) {
        MethodVisitor method = writer.visitMethod(STATIC, name, ClassEmitter.LOOP, null, null);
        MethodCode code = new MethodCode(method, 2, file);
        List<Node> sums =
                unit.nodes().stream().filter(node -> node.op() instanceof Sum).toList();
        if (!sums.isEmpty()) {
            clear(code, layout.lanes(number));
        }
        for (Node node : unit.nodes()) {
            if (node.op() instanceof Put) {
                clear(code, layout.array(node));
            }
        }
        int whole = unit.length() & -Lanes.COUNT;
        call(code, name + VECTORS, 0, whole);
        if (whole < unit.length()) {
            call(code, name + REST, whole, unit.length());
        }
        for (int i = 0; i < sums.size(); i++) {
            finish(code, sums.get(i), layout.lanes(number), 8 * i);
        }
        code.end();
    }

    private static void push(MethodCode code, int place) {
        code.method().visitVarInsn(Opcodes.ALOAD, MEMORY);
        code.integer(place);
        code.method().visitInsn(Opcodes.AALOAD);
    }

    private static void clear(MethodCode code, int place) {
        push(code, place);
        code.method().visitInsn(Opcodes.DCONST_0);
        code.method().visitMethodInsn(Opcodes.INVOKESTATIC, "java/util/Arrays", "fill", "([DD)V", false);
    }

    private void call(MethodCode code, String name, int from, int to) {
        code.method().visitVarInsn(Opcodes.ALOAD, MEMORY);
        code.method().visitVarInsn(Opcodes.ALOAD, TABLES);
        code.integer(from);
        code.integer(to);
        code.method().visitMethodInsn(Opcodes.INVOKESTATIC, className, name, LoopEmitter.DESCRIPTOR, false);
    }

    private void finish(MethodCode code, Node sum, int lanes, int offset) {
        MethodVisitor method = code.method();
        int value = code.local(2);
        push(code, lanes);
        code.integer(offset);
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "org/ppl4j/math/Lanes", "finish", "([DI)D", false);
        method.visitVarInsn(Opcodes.DSTORE, value);
        if (schedule.methods().isShared(sum)) {
            store(code, 0, layout.slot(sum), value);
        }
        if (schedule.isBuffered(sum)) {
            store(code, layout.array(sum), 0, value);
        }
    }

    private static void store(MethodCode code, int place, int index, int value) {
        push(code, place);
        code.integer(index);
        code.method().visitVarInsn(Opcodes.DLOAD, value);
        code.method().visitInsn(Opcodes.DASTORE);
    }

    private void warmUp(ClassVisitor writer) {
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, "warmUp", "([[D[[II)V", null, null);
        MethodCode code = new MethodCode(method, 4, null);
        loops.forEach((name, length) -> {
            method.visitVarInsn(Opcodes.ALOAD, 1);
            method.visitVarInsn(Opcodes.ALOAD, 2);
            code.integer(0);
            method.visitVarInsn(Opcodes.ILOAD, 3);
            code.integer(length);
            method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Math", "min", "(II)I", false);
            method.visitMethodInsn(Opcodes.INVOKESTATIC, className, name, LoopEmitter.DESCRIPTOR, false);
        });
        code.end();
    }
}
