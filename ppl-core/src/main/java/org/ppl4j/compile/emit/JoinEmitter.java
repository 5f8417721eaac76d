package org.ppl4j.compile.emit;

import net.bytebuddy.jar.asm.Opcodes;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.compile.schedule.UnitFormation;
import org.ppl4j.graph.Node;

/** Emits stretches of joins: puts single elements, and parts of other vectors, into one vector, one after the other. */
final class JoinEmitter {

    private final MethodBody code;
    private final Schedule schedule;
    private final Operands operands;

    JoinEmitter(MethodBody code, Schedule schedule, Operands operands) {
        this.code = code;
        this.schedule = schedule;
        this.operands = operands;
    }

    /**
     * Emits a stretch.
     *
     * @param first the first operand that it takes
     */
    void emit(Node node, int first) {
        code.line(node);
        int at = 0;
        for (Node before : node.inputs().subList(0, first)) {
            at += before.size();
        }
        // Where the parts from here on are single elements of known number, the code says where; else a table does.
        int stretch = at == first ? -1 : code.storedLength(at);
        int since = stretch < 0 ? at : 0;
        for (Node input : UnitFormation.joinedFrom(node, first)) {
            at += input.size();
            if (input.size() == 1) {
                code.pushArrayOf(node);
                place(stretch, since++);
                operands.push(node, input);
                code.instruction(Opcodes.DASTORE);
                continue;
            }
            int next = code.storedLength(at);
            Access access = schedule.access(input);
            if (access.isScalar()) {
                code.pushArrayOf(node);
                place(stretch, since);
                code.variable(Opcodes.ILOAD, next);
                operands.push(node, input);
                code.call("java/util/Arrays", "fill", "([DIID)V");
            } else {
                code.pushArrayOf(access.base());
                operands.index(access.indices().start());
                code.pushArrayOf(node);
                place(stretch, since);
                code.length(input.size());
                code.call("java/lang/System", "arraycopy", "(Ljava/lang/Object;ILjava/lang/Object;II)V");
            }
            stretch = next;
            since = 0;
        }
    }

    /** Pushes an index: so many elements after what a local variable says, or after the first if there is none. */
    private void place(int stretch, int since) {
        if (stretch >= 0) {
            code.variable(Opcodes.ILOAD, stretch);
        }
        if (stretch < 0 || since > 0) {
            code.integer(since);
        }
        if (stretch >= 0 && since > 0) {
            code.instruction(Opcodes.IADD);
        }
    }
}
