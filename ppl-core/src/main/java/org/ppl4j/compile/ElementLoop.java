package org.ppl4j.compile;

import java.util.List;
import java.util.Objects;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.ElementwiseOp;
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

    /**
     * Computes nodes at one element, and writes what others need.
     *
     * @param whole whether functions are computed at once, rather than in the steps that they were taken apart into
     */
    void computeAll(List<Node> nodes, boolean whole) {
        List<Node> sums = schedule.units().get(number).sums();
        NodeMap<Boolean> own = new NodeMap<>();
        for (Node node : nodes) {
            own.put(node, true);
        }
        NodeMap<Boolean> needed = neededSteps(nodes, own);
        int lane = -1;
        for (Node node : nodes) {
            if (whole && leads(node) && !needed.containsKey(node)) {
                continue;
            }
            if (node.op() instanceof ElementwiseOp) {
                Node function = whole && hasItsSteps(node, own) ? FunctionSteps.whole(node) : null;
                compute(function == null ? node : function, node);
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
            } else {
                scatter(node);
            }
        }
    }

    private static boolean leads(Node node) {
        return node.op() instanceof Step step && step.leads();
    }

    /** Whether all steps that lead to a node are among some: else what the function is of may not be there. */
    private static boolean hasItsSteps(Node node, NodeMap<Boolean> own) {
        for (Node input : node.inputs()) {
            if (leads(input) && !(own.containsKey(input) && hasItsSteps(input, own))) {
                return false;
            }
        }
        return true;
    }

    /** Returns the leading steps that functions are not computed without: others read them, or one of the function's is elsewhere. */
    private NodeMap<Boolean> neededSteps(List<Node> nodes, NodeMap<Boolean> own) {
        NodeMap<Boolean> needed = new NodeMap<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            if (leads(node) && schedule.isBuffered(node)) {
                needed.put(node, true);
            }
            boolean isComputed = leads(node)
                    ? needed.containsKey(node)
                    : FunctionSteps.whole(node) == null || !hasItsSteps(node, own);
            for (Node input : node.inputs()) {
                if (isComputed && leads(input)) {
                    needed.put(input, true);
                }
            }
        }
        return needed;
    }

    /** Computes a node at one element, on the stack. */
    void compute(Node node) {
        compute(node, node);
    }

    private void compute(Node node, Node scheduled) {
        code.line(scheduled);
        for (Node input : node.inputs()) {
            operands.push(scheduled, input);
        }
        code.operation(node);
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

    /** With an array and an index on the stack, adds the node's operand to that element. */
    private void addInPlace(Node node) {
        code.instruction(Opcodes.DUP2);
        code.instruction(Opcodes.DALOAD);
        operands.push(node, node.input(0));
        code.instruction(Opcodes.DADD);
        code.instruction(Opcodes.DASTORE);
    }
}
