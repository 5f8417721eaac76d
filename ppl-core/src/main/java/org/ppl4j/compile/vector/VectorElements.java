package org.ppl4j.compile.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.ppl4j.compile.emit.LoopElements;
import org.ppl4j.compile.emit.MethodCode;
import org.ppl4j.compile.emit.Places;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;

/**
 * One vector an iteration, or several, which are independent of each other, so that the processor need not wait for one
 * result after the other. The values are collected first, so that it is known how often each is used.
 */
final class VectorElements implements LoopElements<VectorValue[]> {

    private final MethodCode code;
    private final MethodVisitor method;
    private final VectorInstructions vectors;
    private final VectorGraph graph = new VectorGraph();
    private final VectorCode vectorCode;
    private final int counter;
    private final int count;
    private final List<Runnable> effects = new ArrayList<>();

    /**
     * Creates the writer of a loop.
     *
     * @param constants receives the constants of the class
     * @param loaders receives the loaders of the classes that are called
     * @param counter the local variable that has the position of an iteration's first element
     * @param count how many vectors an iteration has
     */
    VectorElements(
            MethodCode code,
            VectorConstants constants,
            VectorTranslation translation,
            Set<ClassLoader> loaders,
            int counter,
            int count) {
        this.code = code;
        this.method = code.method();
        this.vectors = new VectorInstructions(code, constants);
        this.vectorCode = new VectorCode(graph, translation, loaders);
        this.counter = counter;
        this.count = count;
    }

    @Override
    public int count() {
        return count * vectors.lanes();
    }

    private VectorValue[] all(VectorValue value) {
        return each(part -> value);
    }

    private VectorValue[] each(IntFunction<VectorValue> value) {
        return IntStream.range(0, count).mapToObj(value).toArray(VectorValue[]::new);
    }

    @Override
    public VectorValue[] constant(double value) {
        return all(graph.constant(value));
    }

    @Override
    public VectorValue[] spread() {
        int number = code.local(2);
        method.visitVarInsn(Opcodes.DSTORE, number);
        vectors.species();
        method.visitVarInsn(Opcodes.DLOAD, number);
        vectors.broadcast();
        int local = code.local(1);
        method.visitVarInsn(Opcodes.ASTORE, local);
        return all(graph.local(local));
    }

    @Override
    public VectorValue[] read(int array, Indices indices, int table, int position) {
        return each(
                part -> graph.read(new VectorGraph.Reading(array, indices, table, position, part * vectors.lanes())));
    }

    @Override
    public VectorValue[] compute(ElementwiseOp op, List<VectorValue[]> operands) {
        return each(part -> vectorCode.compute(
                op, operands.stream().map(operand -> operand[part]).toArray(VectorValue[]::new)));
    }

    /** Does something with each vector, later; the second argument is how far ahead it is. */
    private void later(VectorValue[] values, ObjIntConsumer<VectorValue> effect) {
        for (VectorValue value : values) {
            value.use();
        }
        effects.add(() -> {
            for (int part = 0; part < count; part++) {
                effect.accept(values[part], part * vectors.lanes());
            }
        });
    }

    @Override
    public void write(VectorValue[] values, int array, int position) {
        later(values, (value, ahead) -> {
            vectors.push(value);
            method.visitVarInsn(Opcodes.ALOAD, array);
            method.visitVarInsn(Opcodes.ILOAD, position);
            Places.plus(code, ahead);
            vectors.intoArray();
        });
    }

    @Override
    public void accumulate(VectorValue[] values, int lanes, int lane, int offset) {
        later(values, (value, ahead) -> {
            vectors.species();
            place(lanes, lane, offset + ahead);
            vectors.fromArray();
            vectors.push(value);
            vectors.doubles("add", 2);
            place(lanes, lane, offset + ahead);
            vectors.intoArray();
        });
    }

    private void place(int lanes, int lane, int offset) {
        method.visitVarInsn(Opcodes.ALOAD, lanes);
        if (lane < 0) {
            code.integer(offset);
            return;
        }
        method.visitVarInsn(Opcodes.ILOAD, lane);
        Places.plus(code, offset);
    }

    @Override
    public void scatter(VectorValue[] values, int array, Indices indices, int table) {
        laneByLane(values, array, indices, table, true);
    }

    @Override
    public void writeSpaced(VectorValue[] values, int array, Indices indices) {
        laneByLane(values, array, indices, -1, false);
    }

    private void laneByLane(VectorValue[] values, int array, Indices indices, int table, boolean adds) {
        later(values, (value, ahead) -> {
            vectors.push(value);
            int local = code.reusableLocal();
            method.visitVarInsn(Opcodes.ASTORE, local);
            for (int lane = 0; lane < vectors.lanes(); lane++) {
                method.visitVarInsn(Opcodes.ALOAD, array);
                Places.push(code, indices, table, counter, ahead + lane);
                if (adds) {
                    method.visitInsn(Opcodes.DUP2);
                    method.visitInsn(Opcodes.DALOAD);
                }
                method.visitVarInsn(Opcodes.ALOAD, local);
                vectors.lane(lane);
                if (adds) {
                    method.visitInsn(Opcodes.DADD);
                }
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
