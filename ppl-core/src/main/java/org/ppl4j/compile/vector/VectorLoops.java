package org.ppl4j.compile.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.emit.ClassEmitter;
import org.ppl4j.compile.emit.LoopElements;
import org.ppl4j.compile.emit.LoopEmitter;
import org.ppl4j.compile.emit.MethodCode;
import org.ppl4j.compile.emit.ScalarElements;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.LoopPass;
import org.ppl4j.compile.schedule.LoopPasses;
import org.ppl4j.compile.schedule.RowProduct;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.math.Lanes;

/**
 * Writes loops, and products of a matrix and a vector, in their SIMD form: a method for the elements or rows that fill all
 * virtual lanes, one for the few that are left, and one that calls both. What is no loop, or too short a one, is left to the
 * scalar form.
 */
public final class VectorLoops {

    /** HotSpot does not compile methods of more bytecodes. */
    private static final int LARGEST_METHOD = 8_000;

    /** Larger loops have one vector an iteration: HotSpot would take too long to compile more. */
    private static final int LARGEST_SEVERAL = 4_000;

    private static final String VECTORS = "Vectors";
    private static final String REST = "Rest";
    private static final int SHORTEST_LOOP = 2 * Lanes.COUNT;
    private static final int STATIC = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC;

    private final String className;
    private final Schedule schedule;
    private final Layout layout;
    private final Set<ClassLoader> loaders;
    private final VectorConstants constants;
    private final VectorTranslation translation = new VectorTranslation();
    private final Map<Integer, RowsMethod.Part> written = new LinkedHashMap<>();

    VectorLoops(String className, Schedule schedule, Layout layout, Set<ClassLoader> loaders, int lanes) {
        this.className = className;
        this.schedule = schedule;
        this.layout = layout;
        this.loaders = loaders;
        this.constants = new VectorConstants(className, lanes);
    }

    /** Whether there is a loop, or a product, worth a SIMD form. */
    public static boolean isWorthwhile(Schedule schedule) {
        for (Schedule.Unit unit : schedule.units()) {
            if (isWorthwhileLoop(unit) || product(unit) != null) {
                return true;
            }
        }
        return false;
    }

    /** Returns how many iterations, or rows, a unit goes through; none if it is neither loop nor product. */
    public static int iterations(Schedule.Unit unit) {
        if (unit.kind() == Schedule.Kind.LOOP) {
            return unit.length();
        }
        RowProduct product = RowProduct.of(unit.nodes().get(0)).orElse(null);
        return product == null ? 0 : product.rows();
    }

    private static boolean isWorthwhileLoop(Schedule.Unit unit) {
        return unit.kind() == Schedule.Kind.LOOP && unit.length() >= SHORTEST_LOOP;
    }

    /** Returns the product that a unit is, or null if it is none that is worth a SIMD form. */
    private static @Nullable RowProduct product(Schedule.Unit unit) {
        RowProduct product = RowProduct.of(unit.nodes().get(0)).orElse(null);
        return product != null && product.isWorthwhile() ? product : null;
    }

    /**
     * Writes the loops and products, what they share, and what warms them up.
     *
     * @param file the source file that lines are in
     * @param scalar the methods of the scalar form, in order, for what is not written
     * @return what is to be run, in order
     */
    List<ClassEmitter.Step> write(ClassVisitor writer, @Nullable String file, List<ClassEmitter.Step> scalar) {
        List<List<Integer>> methods = schedule.methods().units();
        for (int method = 0; method < methods.size(); method++) {
            int m = method;
            int number = methods.get(m).get(0);
            Schedule.Unit unit = schedule.units().get(number);
            String name = ClassEmitter.methodName(schedule, m);
            RowProduct product = product(unit);
            List<LoopPass> passes = isWorthwhileLoop(unit) ? passes(number, unit) : List.of();
            if (!passes.isEmpty() && passes.stream().allMatch(pass -> size(m, number, 1, pass) < LARGEST_METHOD)) {
                List<String> names = new ArrayList<>();
                for (LoopPass pass : passes) {
                    names.add(vectors(writer, name + VECTORS + names.size(), m, number, pass, file));
                }
                iterations(writer, name + REST, m, number, 0, LoopPass.all(unit), file);
                written.put(m, new RowsMethod.Part(unit, number, unit.length(), names, name + REST));
            } else if (product != null) {
                VectorProducts.write(writer, name + VECTORS, product, number, schedule, layout, constants);
                written.put(
                        m, new RowsMethod.Part(unit, number, product.rows(), List.of(name + VECTORS), name + VECTORS));
            }
        }
        Map<Integer, Integer> counts = new HashMap<>();
        written.forEach((m, part) -> counts.put(m, part.count()));
        List<ClassEmitter.Step> steps = new ArrayList<>();
        for (RowBlocks.Block block : RowBlocks.of(schedule, counts)) {
            int first = block.methods().get(0);
            if (!written.containsKey(first)) {
                steps.add(scalar.get(first));
                continue;
            }
            String name = "rows" + first;
            List<RowsMethod.Part> parts =
                    block.methods().stream().map(written::get).toList();
            boolean several = parts.stream().anyMatch(part -> part.vectors().size() > 1);
            int rowsAtOnce = several ? Math.min(LoopPasses.BLOCK, block.rowsAtOnce()) : block.rowsAtOnce();
            new RowsMethod(writer, name, className, schedule, layout, file).write(parts, rowsAtOnce);
            steps.add(new ClassEmitter.Step(first, Schedule.Kind.LOOP, className, name));
        }
        constants.write(writer);
        warmUp(writer);
        return steps;
    }

    private List<LoopPass> passes(int number, Schedule.Unit unit) {
        List<LoopPass> several = layout.passes(number);
        boolean isOne = several.isEmpty() || unit.length() < LoopPasses.shortest(unit);
        return isOne ? List.of(LoopPass.all(unit)) : several;
    }

    /** Writes a pass of vectors, of as many as suit its size, and returns its name. */
    private String vectors(ClassVisitor writer, String name, int m, int number, LoopPass pass, @Nullable String file) {
        int several = Lanes.COUNT / constants.lanes();
        int vectors = size(m, number, several, pass) < LARGEST_SEVERAL ? several : 1;
        iterations(writer, name, m, number, vectors, pass, file);
        return name;
    }

    private int size(int m, int number, int vectors, LoopPass pass) {
        return iterations(new ClassWriter(0), "trial", m, number, vectors, pass, null);
    }

    /** Writes the iterations of a loop, each of some vectors or of one number, and returns the size of their code. */
    private int iterations(
            ClassVisitor writer, String name, int m, int number, int vectors, LoopPass pass, @Nullable String file) {
        MethodVisitor visitor = writer.visitMethod(STATIC, name, LoopEmitter.DESCRIPTOR, null, null);
        MethodCode code = LoopEmitter.begin(visitor, file);
        if (vectors == 0) {
            LoopElements<Integer> numbers = new ScalarElements(code, loaders, LoopEmitter.COUNTER);
            return new LoopEmitter<>(code, numbers, schedule, layout, m, number, pass).emit();
        }
        LoopElements<VectorValue[]> elements =
                new VectorElements(code, constants, translation, loaders, LoopEmitter.COUNTER, vectors);
        return new LoopEmitter<>(code, elements, schedule, layout, m, number, pass).emit();
    }

    private void warmUp(ClassVisitor writer) {
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, "warmUp", "([[D[[II)V", null, null);
        MethodCode code = new MethodCode(method, 4, null);
        written.values()
                .forEach(part -> part.vectors().forEach(name -> {
                    method.visitVarInsn(Opcodes.ALOAD, 1);
                    method.visitVarInsn(Opcodes.ALOAD, 2);
                    code.integer(0);
                    method.visitVarInsn(Opcodes.ILOAD, 3);
                    code.integer(part.whole());
                    method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Math", "min", "(II)I", false);
                    method.visitMethodInsn(Opcodes.INVOKESTATIC, className, name, LoopEmitter.DESCRIPTOR, false);
                }));
        code.end();
    }
}
