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
    private final JoinEmitter joins;

    /**
     * Starts a method.
     *
     * @param number the method's number
     */
    UnitEmitter(MethodBody code, Schedule schedule, int number) {
        this.code = code;
        this.schedule = schedule;
        this.operands = new Operands(code, schedule, number);
        this.joins = new JoinEmitter(code, schedule, operands);
    }

    void emit(List<Integer> units) {
        for (int number : units) {
            Schedule.Unit unit = schedule.units().get(number);
            switch (unit.kind()) {
                case LOOP -> loop(unit, number);
                case SCALAR -> {
                    for (Node node : unit.nodes()) {
                        compute(node);
                    }
                }
                case JOIN -> {
                    for (Node node : unit.nodes()) {
                        joins.emit(node, unit.length());
                    }
                }
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
        for (Node node : unit.nodes()) {
            prepare(node, number);
        }
        int limit = code.storedLength(unit.length());
        int first = code.local(1);
        code.integer(0);
        code.variable(Opcodes.ISTORE, first);
        LoopHead head = code.layout().head(number);
        if (head == null) {
            Iteration all = begin(first, limit);
            computeAll(unit.nodes(), number, all.counter);
            end(all);
        } else {
            inBlocks(unit, head, number, first, limit);
        }
        int sum = 0;
        for (Node node : unit.nodes()) {
            if (node.op() instanceof Sum) {
                code.variable(Opcodes.ALOAD, code.array(code.layout().lanes(number)));
                code.integer(8 * sum++);
                code.call(LANES, "finish", "([DI)D");
                operands.keep(node);
            }
        }
    }

    /** Writes a loop over blocks of elements: in each, one over its head and then one over its rest. */
    private void inBlocks(Schedule.Unit unit, LoopHead head, int number, int first, int limit) {
        Label start = new Label();
        Label end = new Label();
        int blockEnd = code.local(1);
        code.label(start);
        code.variable(Opcodes.ILOAD, first);
        code.variable(Opcodes.ILOAD, limit);
        code.jump(Opcodes.IF_ICMPGE, end);
        code.variable(Opcodes.ILOAD, first);
        code.integer(LoopHead.BLOCK);
        code.instruction(Opcodes.IADD);
        code.variable(Opcodes.ILOAD, limit);
        code.call("java/lang/Math", "min", "(II)I");
        code.variable(Opcodes.ISTORE, blockEnd);
        Iteration ahead = begin(first, blockEnd);
        for (Node node : head.nodes()) {
            compute(node);
        }
        for (Node node : head.handedOn()) {
            operands.handOn(node, first);
        }
        end(ahead);
        operands.forgetElements();
        Iteration rest = begin(first, blockEnd);
        for (Node node : head.handedOn()) {
            operands.takeOver(node, first);
        }
        computeAll(head.rest(unit), number, rest.counter);
        end(rest);
        code.variable(Opcodes.ILOAD, blockEnd);
        code.variable(Opcodes.ISTORE, first);
        code.jump(Opcodes.GOTO, start);
        code.label(end);
    }

    /** A loop that is being written, and the local variable that counts. */
    private record Iteration(Label start, Label end, int counter) {}

    /** Begins a loop from one local variable's value to another's. */
    private Iteration begin(int first, int limit) {
        Iteration loop = new Iteration(new Label(), new Label(), code.local(1));
        operands.countBy(loop.counter);
        code.variable(Opcodes.ILOAD, first);
        code.variable(Opcodes.ISTORE, loop.counter);
        code.label(loop.start);
        code.variable(Opcodes.ILOAD, loop.counter);
        code.variable(Opcodes.ILOAD, limit);
        code.jump(Opcodes.IF_ICMPGE, loop.end);
        return loop;
    }

    private void end(Iteration loop) {
        code.increment(loop.counter);
        code.jump(Opcodes.GOTO, loop.start);
        code.label(loop.end);
    }

    private void computeAll(List<Node> nodes, int number, int counter) {
        int lane = -1;
        int sum = 0;
        for (Node node : nodes) {
            if (node.op() instanceof ElementwiseOp) {
                compute(node);
            } else if (node.op() instanceof Sum) {
                if (lane < 0) {
                    lane = code.local(1);
                    code.variable(Opcodes.ILOAD, counter);
                    code.integer(7);
                    code.instruction(Opcodes.IAND);
                    code.variable(Opcodes.ISTORE, lane);
                }
                accumulate(node, number, lane, sum++);
            } else {
                scatter(node);
            }
        }
    }

    /** Brings what a node of a loop needs into local variables before the loop starts. */
    private void prepare(Node node, int number) {
        code.line(node);
        operands.prepare(node);
        LoopHead head = code.layout().head(number);
        if (head != null && head.handedOn().contains(node)) {
            code.array(code.layout().block(node));
        }
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
}
