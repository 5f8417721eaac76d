package org.ppl4j.compile;

import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.Opcodes;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Sum;

/** Emits one method: a fused loop, or straight-line scalar code and the joins among it. */
final class UnitEmitter {

    private static final String LANES = "org/ppl4j/math/Lanes";

    private final MethodBody code;
    private final Schedule schedule;
    private final Operands operands;

    /**
     * Starts a method.
     *
     * @param number the method's number
     */
    UnitEmitter(MethodBody code, Schedule schedule, int number) {
        this.code = code;
        this.schedule = schedule;
        this.operands = new Operands(code, schedule, number);
    }

    void emit(List<Integer> units) {
        for (int number : units) {
            Schedule.Unit unit = schedule.units().get(number);
            switch (unit.kind()) {
                case LOOP -> loop(unit, number);
                case SCALAR -> unit.nodes().forEach(this::compute);
                case JOIN -> unit.nodes().forEach(node -> join(node, unit.length()));
                default -> throw new IllegalStateException("not emitted as a method: " + unit.kind());
            }
        }
        code.end();
    }

    private void compute(Node node) {
        code.line(node);
        for (Node input : node.inputs()) {
            operands.push(node, input);
        }
        code.operation(node);
        operands.keep(node);
    }

    private void loop(Schedule.Unit unit, int number) {
        unit.nodes().forEach(node -> prepare(node, number));
        int limit = code.storedLength(unit.length());
        int counter = code.local(1);
        operands.countBy(counter);
        boolean sums = unit.nodes().stream().anyMatch(node -> node.op() instanceof Sum);
        int lane = sums ? code.local(1) : -1;
        Label start = new Label();
        Label end = new Label();
        code.integer(0);
        code.variable(Opcodes.ISTORE, counter);
        code.label(start);
        code.variable(Opcodes.ILOAD, counter);
        code.variable(Opcodes.ILOAD, limit);
        code.jump(Opcodes.IF_ICMPGE, end);
        if (sums) {
            code.variable(Opcodes.ILOAD, counter);
            code.integer(7);
            code.instruction(Opcodes.IAND);
            code.variable(Opcodes.ISTORE, lane);
        }
        int sum = 0;
        for (Node node : unit.nodes()) {
            if (node.op() instanceof ElementwiseOp) {
                compute(node);
            } else if (node.op() instanceof Sum) {
                accumulate(node, number, lane, sum++);
            } else {
                scatter(node);
            }
        }
        code.increment(counter);
        code.jump(Opcodes.GOTO, start);
        code.label(end);
        sum = 0;
        for (Node node : unit.nodes()) {
            if (node.op() instanceof Sum) {
                code.variable(Opcodes.ALOAD, code.array(code.layout().lanes(number)));
                code.integer(8 * sum++);
                code.call(LANES, "finish", "([DI)D");
                operands.keep(node);
            }
        }
    }

    /** Brings what a node of a loop needs into local variables before the loop starts. */
    private void prepare(Node node, int number) {
        code.line(node);
        operands.prepare(node);
        if (schedule.methods().isShared(node)) {
            code.array(0);
        }
        if (schedule.isBuffered(node)) {
            int target = code.arrayOf(node);
            if (node.op() instanceof Put put) {
                clear(target);
                operands.prepare(put.indices());
            }
        }
        if (node.op() instanceof Sum) {
            int place = code.layout().lanes(number);
            if (!code.has(place)) {
                clear(code.array(place));
            }
        }
    }

    private void clear(int arrayLocal) {
        code.variable(Opcodes.ALOAD, arrayLocal);
        code.number(0);
        code.call("java/util/Arrays", "fill", "([DD)V");
    }

    private void accumulate(Node node, int number, int lane, int sum) {
        code.line(node);
        code.variable(Opcodes.ALOAD, code.array(code.layout().lanes(number)));
        code.variable(Opcodes.ILOAD, lane);
        if (sum > 0) {
            code.integer(8 * sum);
            code.instruction(Opcodes.IADD);
        }
        addInPlace(node);
    }

    private void scatter(Node node) {
        code.line(node);
        code.pushArrayOf(node);
        operands.place(((Put) node.op()).indices());
        addInPlace(node);
    }

    /** With an array and an index on the stack, adds the node's operand to that element. */
    private void addInPlace(Node node) {
        code.instruction(Opcodes.DUP2);
        code.instruction(Opcodes.DALOAD);
        operands.push(node, node.input(0));
        code.instruction(Opcodes.DADD);
        code.instruction(Opcodes.DASTORE);
    }

    /** Emits a stretch of a join. */
    private void join(Node node, int first) {
        code.line(node);
        int at = 0;
        for (Node before : node.inputs().subList(0, first)) {
            at += before.size();
        }
        // Where the parts from here on are single elements of known number, the code says where; else a table does.
        int stretch = at == first ? -1 : code.storedLength(at);
        int since = stretch < 0 ? at : 0;
        for (Node input : Schedule.joinedFrom(node, first)) {
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
