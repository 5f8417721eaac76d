package org.ppl4j.compile.emit;

import java.util.List;
import java.util.Objects;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.schedule.FunctionSteps;
import org.ppl4j.compile.schedule.LoopPass;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Interleave;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Sum;

/** Writes a loop over elements one by one, or over those of a block, in the scalar form. */
final class ElementLoop {

    private final MethodBody code;
    private final Schedule schedule;
    private final Operands operands;
    private final int number;
    private @Nullable Label start;
    private @Nullable Label end;
    private int counter = -1;

    /**
     * Starts a loop.
     *
     * @param number the number of the unit that it is
     */
    ElementLoop(MethodBody code, Schedule schedule, Operands operands, int number) {
        this.code = code;
        this.schedule = schedule;
        this.operands = operands;
        this.number = number;
    }

    /** Sets to zero what the loop's sums and scatters add to. */
    void clear(List<Node> nodes) {
        boolean sums = false;
        for (Node node : nodes) {
            code.line(node);
            if (node.op() instanceof Put) {
                clear(code.arrayOf(node));
            }
            sums |= node.op() instanceof Sum;
        }
        if (sums) {
            clear(code.array(code.layout().lanes(number)));
        }
    }

    private void clear(int arrayLocal) {
        code.variable(Opcodes.ALOAD, arrayLocal);
        code.number(0);
        code.call("java/util/Arrays", "fill", "([DD)V");
    }

    /** Brings what a pass needs into local variables before the loop starts. */
    void prepare(LoopPass pass) {
        for (Node node : pass.nodes()) {
            code.line(node);
            operands.prepare(node);
            if (schedule.methods().isShared(node)) {
                code.array(0);
            }
            if (schedule.isBuffered(node)) {
                code.arrayOf(node);
            }
            if (node.op() instanceof Put put) {
                operands.prepare(put.indices());
            }
            if (node.op() instanceof Sum) {
                code.array(code.layout().lanes(number));
            }
        }
        for (List<Node> blocks : List.of(pass.takenOver(), pass.handedOn(), pass.copiesRead())) {
            for (Node node : blocks) {
                code.array(code.layout().block(node));
            }
        }
    }

    /** Begins a loop from one local variable's value to another's. */
    void begin(int first, int limit) {
        start = new Label();
        end = new Label();
        counter = code.local(1);
        operands.countBy(counter);
        code.variable(Opcodes.ILOAD, first);
        code.variable(Opcodes.ISTORE, counter);
        code.label(start);
        code.variable(Opcodes.ILOAD, counter);
        code.variable(Opcodes.ILOAD, limit);
        code.jump(Opcodes.IF_ICMPGE, end);
    }

    void end() {
        code.increment(counter);
        code.jump(Opcodes.GOTO, Objects.requireNonNull(start));
        code.label(Objects.requireNonNull(end));
    }

    /** Computes all of a loop, functions at once, from one local variable's value to another's. */
    void iterate(Schedule.Unit unit, int first, int limit) {
        FunctionSteps.AtOnce all = FunctionSteps.atOnce(unit.nodes(), schedule::isBuffered);
        begin(first, limit);
        computeAll(all.nodes(), all.functions());
        end();
    }

    /**
     * Computes nodes at one element, and writes what others need.
     *
     * @param functions what some are computed as
     */
    void computeAll(List<Node> nodes, NodeMap<Node> functions) {
        List<Node> sums = schedule.units().get(number).sums();
        int lane = -1;
        for (Node node : nodes) {
            if (node.op() instanceof ElementwiseOp) {
                operands.compute(functions.getOrDefault(node, node), node);
                operands.keep(node);
            } else if (node.op() instanceof Sum) {
                if (lane < 0) {
                    lane = code.local(1);
                    code.variable(Opcodes.ILOAD, counter);
                    code.integer(7);
                    code.instruction(Opcodes.IAND);
                    code.variable(Opcodes.ISTORE, lane);
                }
                accumulate(node, lane, sums.indexOf(node));
            } else if (node.op() instanceof Interleave) {
                interleave(node);
            } else {
                scatter(node);
            }
        }
    }

    private void accumulate(Node node, int lane, int sum) {
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

    private void interleave(Node node) {
        code.line(node);
        for (int k = 0; k < node.inputs().size(); k++) {
            code.pushArrayOf(node);
            operands.place(Interleave.places(node, k));
            operands.push(node, node.input(k));
            code.instruction(Opcodes.DASTORE);
        }
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
