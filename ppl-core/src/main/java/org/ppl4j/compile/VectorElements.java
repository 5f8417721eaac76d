package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;

/** One vector an iteration. The values are collected first, so that it is known how often each is used. */
final class VectorElements implements LoopElements<VectorValue> {

    private final MethodCode code;
    private final MethodVisitor method;
    private final VectorInstructions vectors;
    private final VectorGraph graph = new VectorGraph();
    private final VectorCode vectorCode;
    private final int counter;
    private final List<Runnable> effects = new ArrayList<>();

    /**
     * Creates the writer of a loop.
     *
     * @param constants receives the constants of the class
     * @param loaders receives the loaders of the classes that are called
     * @param counter the local variable that has the position of an iteration's first element
     */
    VectorElements(
            MethodCode code,
            VectorConstants constants,
            VectorTranslation translation,
            Set<ClassLoader> loaders,
            int counter) {
        this.code = code;
        this.method = code.method();
        this.vectors = new VectorInstructions(code, constants, counter);
        this.vectorCode = new VectorCode(graph, translation, loaders);
        this.counter = counter;
    }

    @Override
    public int count() {
        return vectors.lanes();
    }

    @Override
    public VectorValue constant(double value) {
        return graph.constant(value);
    }

    @Override
    public VectorValue spread() {
        int number = code.local(2);
        method.visitVarInsn(Opcodes.DSTORE, number);
        vectors.species();
        method.visitVarInsn(Opcodes.DLOAD, number);
        vectors.broadcast();
        int local = code.local(1);
        method.visitVarInsn(Opcodes.ASTORE, local);
        return graph.local(local);
    }

    @Override
    public VectorValue read(int array, Indices indices, int table) {
        return graph.read(new VectorGraph.Reading(array, indices, table));
    }

    @Override
    public VectorValue compute(ElementwiseOp op, List<VectorValue> operands) {
        return vectorCode.compute(op, operands.toArray(VectorValue[]::new));
    }

    @Override
    public void write(VectorValue value, int array) {
        value.use();
        effects.add(() -> {
            vectors.push(value);
            method.visitVarInsn(Opcodes.ALOAD, array);
            method.visitVarInsn(Opcodes.ILOAD, counter);
            vectors.intoArray();
        });
    }

    @Override
    public void accumulate(VectorValue value, int lanes, int lane, int offset) {
        value.use();
        effects.add(() -> {
            vectors.species();
            place(lanes, lane, offset);
            vectors.fromArray();
            vectors.push(value);
            vectors.doubles("add", 2);
            place(lanes, lane, offset);
            vectors.intoArray();
        });
    }

    private void place(int lanes, int lane, int offset) {
        method.visitVarInsn(Opcodes.ALOAD, lanes);
        method.visitVarInsn(Opcodes.ILOAD, lane);
        Places.plus(code, offset);
    }

    @Override
    public void scatter(VectorValue value, int array, Indices indices, int table) {
        value.use();
        effects.add(() -> {
            vectors.push(value);
            int local = code.reusableLocal();
            method.visitVarInsn(Opcodes.ASTORE, local);
            for (int lane = 0; lane < count(); lane++) {
                method.visitVarInsn(Opcodes.ALOAD, array);
                Places.push(code, indices, table, counter, lane);
                method.visitInsn(Opcodes.DUP2);
                method.visitInsn(Opcodes.DALOAD);
                method.visitVarInsn(Opcodes.ALOAD, local);
                vectors.lane(lane);
                method.visitInsn(Opcodes.DADD);
                method.visitInsn(Opcodes.DASTORE);
            }
            code.reuse(local);
        });
    }

    @Override
    public void finish() {
        effects.forEach(Runnable::run);
    }
}
