package org.ppl4j.compile.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.LoopPass;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/** Emits one pass over a block of a loop's elements, as a method of memory, tables, and where the block begins and ends. */
final class PassEmitter {

    private static final int FIRST = 2;
    private static final int END = 3;
    private static final int PARAMETERS = 4;

    private final MethodBody code;
    private final Schedule schedule;
    private final Operands operands;
    private final ElementLoop loop;

    /**
     * Starts a method.
     *
     * @param method the number of the method that calls it
     * @param unit the number of the loop
     */
    private PassEmitter(MethodBody code, Schedule schedule, int method, int unit) {
        this.code = code;
        this.schedule = schedule;
        this.operands = new Operands(code, schedule, method);
        this.loop = new ElementLoop(code, schedule, operands, unit);
    }

    /**
     * Writes the passes of a loop that has several, and after them, if its length may become another, all in one.
     *
     * @return the classes that they are in
     */
    static List<String> write(
            ClassFiles files,
            Schedule schedule,
            Layout layout,
            int method,
            Set<ClassLoader> loaders,
            @Nullable String file) {
        int unit = schedule.methods().units().get(method).get(0);
        List<LoopPass> passes = layout.passes(unit);
        List<String> classes = new ArrayList<>();
        int count = passes.size() + (!passes.isEmpty() && layout.isForAnyLength() ? 1 : 0);
        for (int pass = 0; pass < count; pass++) {
            MethodVisitor visitor = files.newMethod(name(schedule, method, pass), LoopEmitter.DESCRIPTOR);
            classes.add(files.lastName());
            MethodBody body = new MethodBody(visitor, PARAMETERS, loaders, layout, file);
            PassEmitter emitter = new PassEmitter(body, schedule, method, unit);
            if (pass < passes.size()) {
                emitter.emit(passes.get(pass));
            } else {
                emitter.emitAll(schedule.units().get(unit));
            }
        }
        return classes;
    }

    static String name(Schedule schedule, int method, int pass) {
        return ClassEmitter.methodName(schedule, method) + "Pass" + pass;
    }

    private void emit(LoopPass pass) {
        loop.prepare(pass);
        if (pass.isArithmetic()) {
            inBlocks(pass);
        } else {
            loop.begin(FIRST, END);
            takeOver(pass, FIRST);
            loop.computeAll(pass.nodes(), new NodeMap<>());
            handOn(pass, FIRST);
            loop.end();
        }
        code.end();
    }

    /** Writes the only pass of a short loop. */
    private void emitAll(Schedule.Unit unit) {
        loop.prepare(LoopPass.all(unit));
        loop.iterate(unit, code.zero(), END);
        code.end();
    }

    /** Goes through blocks alone, from their beginning. */
    private void inBlocks(LoopPass pass) {
        int size = code.local(1);
        code.variable(Opcodes.ILOAD, END);
        code.variable(Opcodes.ILOAD, FIRST);
        code.instruction(Opcodes.ISUB);
        code.variable(Opcodes.ISTORE, size);
        for (Node operand : pass.copied()) {
            operands.copy(operand, FIRST, size);
        }
        loop.begin(code.zero(), size);
        takeOver(pass, -1);
        for (Node operand : pass.copiesRead()) {
            operands.takeCopy(operand);
        }
        for (Node node : pass.nodes()) {
            operands.compute(node, node);
            operands.keepElement(node);
        }
        handOn(pass, -1);
        loop.end();
        for (Node node : pass.nodes()) {
            if (schedule.isBuffered(node)) {
                operands.copyBack(node, FIRST, size);
            }
        }
    }

    private void takeOver(LoopPass pass, int first) {
        for (Node node : pass.takenOver()) {
            operands.takeOver(node, first);
        }
    }

    private void handOn(LoopPass pass, int first) {
        for (Node node : pass.handedOn()) {
            operands.handOn(node, first);
        }
    }
}
