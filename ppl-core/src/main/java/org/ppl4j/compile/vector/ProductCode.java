package org.ppl4j.compile.vector;

import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.ppl4j.compile.emit.LoopEmitter;
import org.ppl4j.compile.emit.MethodCode;
import org.ppl4j.compile.emit.Places;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.RowProduct;
import org.ppl4j.compile.schedule.Schedule;

/** The method of a product of a matrix and a vector while it is written: its arrays, counters and loops. */
final class ProductCode {

    /** The parameters: the first row, which also counts, and one past the last. */
    static final int ROW = LoopEmitter.COUNTER;

    static final int END = 3;

    private final MethodCode code;
    private final MethodVisitor method;
    private final VectorInstructions vectors;
    private final int width;
    private final int matrix;
    private final int vector;
    private final int result;
    private final int sums;
    private final int start;
    private final int column;

    /**
     * Begins a method.
     *
     * @param number the product's unit
     */
    ProductCode(
            MethodVisitor method,
            VectorConstants constants,
            RowProduct product,
            int number,
            Schedule schedule,
            Layout layout) {
        this.method = method;
        this.code = LoopEmitter.begin(method, null);
        this.vectors = new VectorInstructions(code, constants);
        this.width = product.width();
        this.matrix = array(layout.array(schedule.access(product.matrix()).base()));
        this.vector = array(layout.array(schedule.access(product.vector()).base()));
        this.result = array(layout.array(product.node()));
        this.sums = array(layout.lanes(number));
        this.start = code.local(1);
        this.column = code.local(1);
    }

    private int array(int place) {
        int local = code.local(1);
        method.visitVarInsn(Opcodes.ALOAD, 0);
        code.integer(place);
        method.visitInsn(Opcodes.AALOAD);
        method.visitVarInsn(Opcodes.ASTORE, local);
        return local;
    }

    MethodVisitor method() {
        return method;
    }

    VectorInstructions vectors() {
        return vectors;
    }

    /** The local variable that has the matrix, as the next ones have the other arrays. */
    int matrix() {
        return matrix;
    }

    int vector() {
        return vector;
    }

    int result() {
        return result;
    }

    int sums() {
        return sums;
    }

    /** The local variable that has where the row begins. */
    int start() {
        return start;
    }

    /** The local variable that counts columns. */
    int column() {
        return column;
    }

    int local() {
        return code.local(1);
    }

    int[] locals(int count) {
        int[] locals = new int[count];
        java.util.Arrays.setAll(locals, i -> code.local(1));
        return locals;
    }

    void constant(int value) {
        code.integer(value);
    }

    void end() {
        code.end();
    }

    /** Computes where the row begins that is the next. */
    void beginRow() {
        integer(ROW);
        code.integer(width);
        method.visitInsn(Opcodes.IMUL);
        method.visitVarInsn(Opcodes.ISTORE, start);
    }

    /**
     * Writes a loop.
     *
     * @param counter the local variable that counts
     * @param span how many steps of one must be left before the limit
     * @param limit pushes the limit
     * @param step what an iteration adds to the counter
     */
    void loop(int counter, int span, Runnable limit, int step, Runnable body) {
        Label begin = new Label();
        Label end = new Label();
        method.visitLabel(begin);
        integer(counter);
        limit.run();
        Places.plus(code, 1 - span);
        method.visitJumpInsn(Opcodes.IF_ICMPGE, end);
        body.run();
        method.visitIincInsn(counter, step);
        method.visitJumpInsn(Opcodes.GOTO, begin);
        method.visitLabel(end);
    }

    void set(int local, int value) {
        code.integer(value);
        method.visitVarInsn(Opcodes.ISTORE, local);
    }

    void integer(int local) {
        method.visitVarInsn(Opcodes.ILOAD, local);
    }

    /** Pushes an array and an index: so many elements after the one that a local variable names, if any does. */
    void element(int array, int from, int ahead) {
        method.visitVarInsn(Opcodes.ALOAD, array);
        if (from < 0) {
            code.integer(ahead);
            return;
        }
        integer(from);
        Places.plus(code, ahead);
    }

    void number(int array, int from, int ahead) {
        element(array, from, ahead);
        method.visitInsn(Opcodes.DALOAD);
    }

    /** Pushes the vector at the column that the inner loop has reached. */
    void read(int array, int from, int ahead) {
        vectors.species();
        element(array, column, ahead);
        if (from >= 0) {
            integer(from);
            method.visitInsn(Opcodes.IADD);
        }
        vectors.fromArray();
    }

    void fusedMultiplyAdd() {
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Math", "fma", "(DDD)D", false);
    }
}
