package org.ppl4j.compile.vector;

import java.util.List;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.emit.ClassEmitter;
import org.ppl4j.compile.emit.LoopEmitter;
import org.ppl4j.compile.emit.MethodCode;
import org.ppl4j.compile.emit.Places;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.RowProduct;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Put;
import org.ppl4j.math.Lanes;

/**
 * Writes the method that goes through all rows of loops and products, a block of rows after the other, between clearing what
 * they add to and finishing the sums.
 */
final class RowsMethod {

    private static final String LANES = "org/ppl4j/math/Lanes";
    private static final int MEMORY = 0;
    private static final int TABLES = 1;

    private final MethodVisitor method;
    private final MethodCode code;
    private final String className;
    private final Schedule schedule;
    private final Layout layout;

    RowsMethod(
            ClassVisitor writer,
            String name,
            String className,
            Schedule schedule,
            Layout layout,
            @Nullable String file) {
        this.method = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, ClassEmitter.LOOP, null, null);
        this.code = new MethodCode(method, 2, file);
        this.className = className;
        this.schedule = schedule;
        this.layout = layout;
    }

    /**
     * What is written of a method.
     *
     * @param unit its only unit, and the unit's number
     * @param count the number of iterations, or of rows
     * @param vectors the methods for those that fill all virtual lanes, one after the other
     * @param rest the method for those that are left
     */
    record Part(Schedule.Unit unit, int number, int count, List<String> vectors, String rest) {
        int whole() {
            return count & -Lanes.COUNT;
        }

        List<Node> sums() {
            return unit.sums();
        }

        boolean addsRows() {
            return RowProduct.of(unit.nodes().get(0)).map(RowProduct::sumsRows).orElse(false);
        }
    }

    /** Writes the method that goes through all rows, so many at once. */
    void write(List<Part> parts, int rowsAtOnce) {
        parts.forEach(this::clear);
        int whole = parts.get(0).whole();
        int from = code.local(1);
        int to = code.local(1);
        code.integer(0);
        method.visitVarInsn(Opcodes.ISTORE, from);
        Label begin = new Label();
        method.visitLabel(begin);
        code.integer(whole);
        if (rowsAtOnce < whole) {
            method.visitVarInsn(Opcodes.ILOAD, from);
            Places.plus(code, rowsAtOnce);
            method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Math", "min", "(II)I", false);
        }
        method.visitVarInsn(Opcodes.ISTORE, to);
        parts.forEach(part -> part.vectors().forEach(name -> call(name, from, to)));
        method.visitVarInsn(Opcodes.ILOAD, to);
        method.visitVarInsn(Opcodes.ISTORE, from);
        if (rowsAtOnce < whole) {
            method.visitVarInsn(Opcodes.ILOAD, from);
            code.integer(whole);
            method.visitJumpInsn(Opcodes.IF_ICMPLT, begin);
        }
        if (whole < parts.get(0).count()) {
            code.integer(parts.get(0).count());
            method.visitVarInsn(Opcodes.ISTORE, to);
            parts.forEach(part -> call(part.rest(), from, to));
        }
        parts.forEach(this::finish);
        code.end();
    }

    private void clear(Part part) {
        if (part.addsRows() || !part.sums().isEmpty()) {
            clear(layout.lanes(part.number()));
        }
        for (Node node : part.unit().nodes()) {
            if (node.op() instanceof Put) {
                clear(layout.array(node));
            }
        }
    }

    private void finish(Part part) {
        List<Node> sums = part.sums();
        for (int i = 0; i < sums.size(); i++) {
            finish(sums.get(i), layout.lanes(part.number()), Lanes.COUNT * i);
        }
        if (part.addsRows()) {
            push(layout.lanes(part.number()));
            push(layout.array(part.unit().nodes().get(0)));
            method.visitMethodInsn(Opcodes.INVOKESTATIC, LANES, "finish", "([D[D)V", false);
        }
    }

    private void push(int place) {
        method.visitVarInsn(Opcodes.ALOAD, MEMORY);
        code.integer(place);
        method.visitInsn(Opcodes.AALOAD);
    }

    private void clear(int place) {
        push(place);
        method.visitInsn(Opcodes.DCONST_0);
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/util/Arrays", "fill", "([DD)V", false);
    }

    private void call(String name, int from, int to) {
        method.visitVarInsn(Opcodes.ALOAD, MEMORY);
        method.visitVarInsn(Opcodes.ALOAD, TABLES);
        method.visitVarInsn(Opcodes.ILOAD, from);
        method.visitVarInsn(Opcodes.ILOAD, to);
        method.visitMethodInsn(Opcodes.INVOKESTATIC, className, name, LoopEmitter.DESCRIPTOR, false);
    }

    private void finish(Node sum, int lanes, int offset) {
        int value = code.local(2);
        push(lanes);
        code.integer(offset);
        method.visitMethodInsn(Opcodes.INVOKESTATIC, LANES, "finish", "([DI)D", false);
        method.visitVarInsn(Opcodes.DSTORE, value);
        if (schedule.methods().isShared(sum)) {
            store(0, layout.slot(sum), value);
        }
        if (schedule.isBuffered(sum)) {
            store(layout.array(sum), 0, value);
        }
    }

    private void store(int place, int index, int value) {
        push(place);
        code.integer(index);
        method.visitVarInsn(Opcodes.DLOAD, value);
        method.visitInsn(Opcodes.DASTORE);
    }
}
