package org.ppl4j.compile.emit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;

/** Writes the body of one generated method: its local variables, constants and line numbers. */
final class MethodBody {

    /** The parameters: the arrays with the values, and the tables of indices. */
    private static final int MEMORY = 0;

    private static final int TABLES = 1;

    private final MethodVisitor method;
    private final StackCode operations;
    private final Layout layout;
    private final LineNumbers lines;
    private final Map<Integer, Integer> arrays = new HashMap<>();
    private final Map<Integer, Integer> tables = new HashMap<>();
    private int locals;

    /**
     * Starts a method.
     *
     * @param parameters how many local variables its parameters take
     * @param file the source file that line numbers are of
     */
    MethodBody(MethodVisitor method, int parameters, Set<ClassLoader> loaders, Layout layout, @Nullable String file) {
        this.method = method;
        this.operations = new StackCode(method, loaders);
        this.layout = layout;
        this.lines = new LineNumbers(method, file);
        this.locals = parameters;
        method.visitCode();
    }

    /** Says that the parameters after memory and tables are the arrays of the variable and of the result. */
    void readsParameters() {
        arrays.put(layout.variable(), 2);
        arrays.put(layout.result(), 3);
    }

    /** Pushes the first two parameters. */
    void memoryAndTables() {
        variable(Opcodes.ALOAD, MEMORY);
        variable(Opcodes.ALOAD, TABLES);
    }

    void end() {
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    Layout layout() {
        return layout;
    }

    /** Writes an instruction without operands. */
    void instruction(int opcode) {
        method.visitInsn(opcode);
    }

    /** Writes an instruction on a local variable. */
    void variable(int opcode, int local) {
        method.visitVarInsn(opcode, local);
    }

    void jump(int opcode, Label target) {
        method.visitJumpInsn(opcode, target);
    }

    void label(Label label) {
        method.visitLabel(label);
    }

    void increment(int local) {
        method.visitIincInsn(local, 1);
    }

    void operation(Node node) {
        ((ElementwiseOp) node.op()).emit(operations);
    }

    void call(String owner, String name, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }

    /** Reserves a local variable of one or two places. */
    int local(int size) {
        int first = locals;
        locals += size;
        return first;
    }

    /** Returns a new local variable that holds the whole number zero. */
    int zero() {
        int local = local(1);
        integer(0);
        variable(Opcodes.ISTORE, local);
        return local;
    }

    void number(double value) {
        method.visitLdcInsn(value);
    }

    void integer(int value) {
        Instructions.integer(method, value);
    }

    /** Pushes a number that the code does not say but reads, so that code for other lengths of data is the same. */
    void length(int value) {
        variable(Opcodes.ALOAD, reference(tables, Layout.NUMBERS, TABLES));
        integer(layout.number(value));
        method.visitInsn(Opcodes.IALOAD);
    }

    /** Returns a new local variable that holds such a number. */
    int storedLength(int value) {
        int local = local(1);
        length(value);
        variable(Opcodes.ISTORE, local);
        return local;
    }

    /** Returns the local variable that holds an array, fetching it at its first use. */
    int array(int place) {
        return reference(arrays, place, MEMORY);
    }

    /** Returns the local variable that holds the array of a buffered node. */
    int arrayOf(Node node) {
        return array(layout.array(node));
    }

    /** Returns the local variable that holds a table, fetching it at its first use. */
    int table(Indices indices) {
        return reference(tables, layout.table(indices), TABLES);
    }

    /** Pushes the array of a buffered node. */
    void pushArrayOf(Node node) {
        variable(Opcodes.ALOAD, arrayOf(node));
    }

    private int reference(Map<Integer, Integer> known, int place, int source) {
        Integer local = known.get(place);
        if (local == null) {
            local = local(1);
            method.visitVarInsn(Opcodes.ALOAD, source);
            integer(place);
            method.visitInsn(Opcodes.AALOAD);
            method.visitVarInsn(Opcodes.ASTORE, local);
            known.put(place, local);
        }
        return local;
    }

    /** Notes the user's line, so that stack traces and profilers show it. */
    void line(Node node) {
        lines.mark(node);
    }
}
