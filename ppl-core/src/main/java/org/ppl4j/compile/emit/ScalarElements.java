package org.ppl4j.compile.emit;

import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;

/**
 * One number an iteration: the last few elements of a loop, which do not fill the virtual lanes. Numbers are in local
 * variables.
 */
public final class ScalarElements implements LoopElements<Integer> {

    private final MethodCode code;
    private final MethodVisitor method;
    private final StackCode stackCode;
    private final int counter;

    /**
     * Creates the writer of a loop.
     *
     * @param loaders receives the loaders of the classes that are called
     * @param counter the local variable that has the position
     */
    public ScalarElements(MethodCode code, Set<ClassLoader> loaders, int counter) {
        this.code = code;
        this.method = code.method();
        this.stackCode = new StackCode(method, loaders);
        this.counter = counter;
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public Integer constant(double value) {
        method.visitLdcInsn(value);
        return store();
    }

    @Override
    public Integer spread() {
        return store();
    }

    private int store() {
        int local = code.local(2);
        method.visitVarInsn(Opcodes.DSTORE, local);
        return local;
    }

    @Override
    public Integer read(int array, Indices indices, int table, int position) {
        method.visitVarInsn(Opcodes.ALOAD, array);
        Places.push(code, indices, table, position, 0);
        method.visitInsn(Opcodes.DALOAD);
        return store();
    }

    @Override
    public Integer compute(ElementwiseOp op, List<Integer> operands) {
        operands.forEach(operand -> method.visitVarInsn(Opcodes.DLOAD, operand));
        op.emit(stackCode);
        return store();
    }

    @Override
    public void write(Integer value, int array, int position) {
        method.visitVarInsn(Opcodes.ALOAD, array);
        method.visitVarInsn(Opcodes.ILOAD, position);
        method.visitVarInsn(Opcodes.DLOAD, value);
        method.visitInsn(Opcodes.DASTORE);
    }

    @Override
    public void accumulate(Integer value, int lanes, int lane, int offset) {
        method.visitVarInsn(Opcodes.ALOAD, lanes);
        method.visitVarInsn(Opcodes.ILOAD, lane);
        Places.plus(code, offset);
        addInPlace(value);
    }

    @Override
    public void writeSpaced(Integer value, int array, Indices indices) {
        method.visitVarInsn(Opcodes.ALOAD, array);
        Places.push(code, indices, -1, counter, 0);
        method.visitVarInsn(Opcodes.DLOAD, value);
        method.visitInsn(Opcodes.DASTORE);
    }

    @Override
    public void scatter(Integer value, int array, Indices indices, int table) {
        method.visitVarInsn(Opcodes.ALOAD, array);
        Places.push(code, indices, table, counter, 0);
        addInPlace(value);
    }

    private void addInPlace(int value) {
        method.visitInsn(Opcodes.DUP2);
        method.visitInsn(Opcodes.DALOAD);
        method.visitVarInsn(Opcodes.DLOAD, value);
        method.visitInsn(Opcodes.DADD);
        method.visitInsn(Opcodes.DASTORE);
    }

    @Override
    public void finish() {}
}
