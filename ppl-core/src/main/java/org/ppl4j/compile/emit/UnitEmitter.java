package org.ppl4j.compile.emit;

import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.Opcodes;
import org.ppl4j.compile.schedule.LoopPass;
import org.ppl4j.compile.schedule.LoopPasses;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.Node;
import org.ppl4j.math.Lanes;

/** Emits one method: a fused loop, or straight-line scalar code and the joins among it. */
final class UnitEmitter {

    private static final String LANES = "org/ppl4j/math/Lanes";

    private final MethodBody code;
    private final Schedule schedule;
    private final List<String> passClasses;
    private final int method;
    private final Operands operands;
    private final JoinEmitter joins;

    /**
     * Starts a method.
     *
     * @param passClasses if it is a loop in several passes, the classes that have these
     * @param method the method's number
     */
    UnitEmitter(MethodBody code, Schedule schedule, List<String> passClasses, int method) {
        this.code = code;
        this.schedule = schedule;
        this.passClasses = passClasses;
        this.method = method;
        this.operands = new Operands(code, schedule, method);
        this.joins = new JoinEmitter(code, schedule, operands);
    }

    void emit(List<Integer> units) {
        for (int number : units) {
            Schedule.Unit unit = schedule.units().get(number);
            switch (unit.kind()) {
                case LOOP -> loop(unit, number);
                case SCALAR -> {
                    for (Node node : unit.nodes()) {
                        operands.compute(node, node);
                        operands.keep(node);
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

    /** Writes a loop: all its iterations, or block by block the calls of the methods that do its passes. */
    private void loop(Schedule.Unit unit, int number) {
        ElementLoop loop = new ElementLoop(code, schedule, operands, number);
        List<LoopPass> passes = code.layout().passes(number);
        if (passes.isEmpty()) {
            loop.prepare(LoopPass.all(unit));
        }
        loop.clear(unit.nodes());
        int limit = code.storedLength(unit.length());
        int first = code.zero();
        if (passes.isEmpty()) {
            loop.iterate(unit, first, limit);
        } else {
            inPasses(passes.size(), LoopPasses.shortest(unit), first, limit);
        }
        List<Node> sums = unit.sums();
        for (int sum = 0; sum < sums.size(); sum++) {
            code.variable(Opcodes.ALOAD, code.array(code.layout().lanes(number)));
            code.integer(Lanes.COUNT * sum);
            code.call(LANES, "finish", "([DI)D");
            operands.keep(sums.get(sum));
        }
    }

    /** Writes the calls of passes, block by block, and if there is one for short loops the call of that. */
    private void inPasses(int passes, int shortest, int first, int limit) {
        Label start = new Label();
        Label isShort = new Label();
        Label end = new Label();
        boolean maybeShort = passClasses.size() > passes;
        if (maybeShort) {
            code.variable(Opcodes.ILOAD, limit);
            code.integer(shortest);
            code.jump(Opcodes.IF_ICMPLT, isShort);
        }
        int next = code.local(1);
        code.label(start);
        code.variable(Opcodes.ILOAD, first);
        code.variable(Opcodes.ILOAD, limit);
        code.jump(Opcodes.IF_ICMPGE, end);
        code.variable(Opcodes.ILOAD, first);
        code.integer(LoopPasses.BLOCK);
        code.instruction(Opcodes.IADD);
        code.variable(Opcodes.ILOAD, limit);
        code.call("java/lang/Math", "min", "(II)I");
        code.variable(Opcodes.ISTORE, next);
        for (int pass = 0; pass < passes; pass++) {
            pass(pass, first, next);
        }
        code.variable(Opcodes.ILOAD, next);
        code.variable(Opcodes.ISTORE, first);
        code.jump(Opcodes.GOTO, start);
        if (maybeShort) {
            code.label(isShort);
            pass(passes, first, limit);
        }
        code.label(end);
    }

    private void pass(int number, int first, int end) {
        code.memoryAndTables();
        code.variable(Opcodes.ILOAD, first);
        code.variable(Opcodes.ILOAD, end);
        code.call(passClasses.get(number), PassEmitter.name(schedule, method, number), LoopEmitter.DESCRIPTOR);
    }
}
