package org.ppl4j.compile.emit;

import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBody;
import org.ppl4j.graph.Topology;

/** Emits a scan of scalars as one loop: the carries and all intermediate values are local variables. */
final class ScanEmitter {

    /** The parameters of {@link Computation#run} that is read, and the first local variable that is free. */
    private static final int MEMORY = 1;

    private static final int ROW = 6;

    private final MethodVisitor method;
    private final Scan scan;
    private final ScanBody body;
    private final StepEmitter step;
    private final ScalarLocals locals;

    /**
     * Creates an emitter.
     *
     * @param method an instance method with the parameters of {@link Computation#run}
     */
    ScanEmitter(StepEmitter.Source source, MethodVisitor method) {
        this.method = method;
        this.scan = source.scan();
        this.body = scan.body();
        this.step = new StepEmitter(source, method, MEMORY, ROW, node -> {
            throw new IllegalStateException("The scalar " + node + " is not computed.");
        });
        this.locals = step.locals();
    }

    void emit() {
        method.visitCode();
        // what is first read within the loop would be fetched at each step
        for (int k = 0; k <= body.parameters().size(); k++) {
            locals.fetched(k);
        }
        int carries = body.carries().size();
        for (int k = 0; k < body.parameters().size(); k++) {
            if (k < carries || k >= carries + body.elements().size()) {
                step.operand(k);
                locals.store(body.parameters().get(k));
            }
        }
        loop();
        for (int i = 0; i < carries; i++) {
            locals.array(body.parameters().size());
            Instructions.integer(method, i);
            locals.load(body.carries().get(i));
            method.visitInsn(Opcodes.DASTORE);
        }
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private void loop() {
        Label start = new Label();
        Label end = new Label();
        Instructions.integer(method, scan.backwards() ? scan.steps() - 1 : 0);
        method.visitVarInsn(Opcodes.ISTORE, ROW);
        method.visitLabel(start);
        method.visitVarInsn(Opcodes.ILOAD, ROW);
        if (scan.backwards()) {
            method.visitJumpInsn(Opcodes.IFLT, end);
        } else {
            Instructions.integer(method, scan.steps());
            method.visitJumpInsn(Opcodes.IF_ICMPGE, end);
        }
        step();
        method.visitIincInsn(ROW, scan.backwards() ? -1 : 1);
        method.visitJumpInsn(Opcodes.GOTO, start);
        method.visitLabel(end);
    }

    private void step() {
        for (Node node : Topology.sort(body.results())) {
            if (!node.inputs().isEmpty()) {
                locals.compute(node);
            }
        }
        for (int j = 0; j < body.outputs().size(); j++) {
            step.putOut(j);
        }
        // all are read before any is replaced, since a carry may go on as another one
        for (Node next : body.next()) {
            locals.load(next);
        }
        for (int i = body.carries().size() - 1; i >= 0; i--) {
            locals.store(body.carries().get(i));
        }
    }
}
