package org.ppl4j.compile.emit;

import java.util.ArrayDeque;
import java.util.Deque;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;

/** One generated method while it is written: its instructions, and the local variables that it has used so far. */
public final class MethodCode {

    private final MethodVisitor method;
    private final LineNumbers lines;
    private final Deque<Integer> free = new ArrayDeque<>();
    private int locals;

    /**
     * Begins a method.
     *
     * @param method receives the instructions
     * @param locals the local variables that its parameters take
     * @param file the source file that its lines are in
     */
    public MethodCode(MethodVisitor method, int locals, @Nullable String file) {
        this.method = method;
        this.locals = locals;
        this.lines = new LineNumbers(method, file);
        method.visitCode();
    }

    public MethodVisitor method() {
        return method;
    }

    /** Ends the method, and returns the size of its code. */
    public int end() {
        method.visitInsn(Opcodes.RETURN);
        Label end = new Label();
        method.visitLabel(end);
        method.visitMaxs(0, 0);
        method.visitEnd();
        return end.getOffset();
    }

    /** Returns a new local variable, of one slot or of two. */
    public int local(int slots) {
        int first = locals;
        locals += slots;
        return first;
    }

    /** Returns a local variable of one slot, one that is free again if there is any: low numbers make short code. */
    public int reusableLocal() {
        Integer known = free.poll();
        return known != null ? known : local(1);
    }

    /** Frees a local variable that {@link #reusableLocal} returned. */
    public void reuse(int local) {
        free.push(local);
    }

    public void integer(int value) {
        Instructions.integer(method, value);
    }

    /** Notes the user's line, so that stack traces and profilers show it. */
    void line(Node node) {
        lines.mark(node);
    }
}
