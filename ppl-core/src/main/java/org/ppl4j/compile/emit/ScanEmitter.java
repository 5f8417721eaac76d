package org.ppl4j.compile.emit;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBody;
import org.ppl4j.graph.Topology;

/** Emits a scan of scalars as one loop: the carries and all intermediate values are local variables. */
public final class ScanEmitter {

    private static final int MEMORY = 1;

    /** Bytecodes of the loop, by a cautious estimate; HotSpot does not compile methods above 8,000. */
    private static final int LARGEST = 6_500;

    private final MethodVisitor method;
    private final StackCode code;
    private final Scan scan;
    private final ScanBody body;
    private final List<Indices> places;
    private final LineNumbers lines;
    private final Map<Node, Integer> values = new IdentityHashMap<>();
    private int locals = 6;

    /**
     * Creates an emitter.
     *
     * @param method an instance method with the parameters of {@link Computation#run}
     * @param places where the operands' elements are in memory
     */
    public ScanEmitter(MethodVisitor method, StackCode code, Scan scan, List<Indices> places, LineNumbers lines) {
        this.method = method;
        this.code = code;
        this.scan = scan;
        this.body = scan.body();
        this.places = places;
        this.lines = lines;
    }

    /** Whether a scan has scalars only, and few enough of them. */
    public static boolean canEmit(Scan scan) {
        int size = 0;
        for (Node node : Topology.sort(scan.body().results())) {
            boolean isLeaf = node.inputs().isEmpty();
            if (node.size() != 1 || !(isLeaf || node.op() instanceof ElementwiseOp)) {
                return false;
            }
            size += isLeaf ? 8 : 5 + 4 * node.inputs().size();
        }
        size += 24 * scan.body().results().size()
                + 24 * scan.body().parameters().size();
        return size <= LARGEST;
    }

    public void emit() {
        method.visitCode();
        int result = array(body.parameters().size());
        int[] sequences = new int[body.elements().size()];
        int carries = body.carries().size();
        for (int k = 0; k < sequences.length; k++) {
            sequences[k] = array(carries + k);
        }
        for (int k = 0; k < body.parameters().size(); k++) {
            Node parameter = body.parameters().get(k);
            if (k < carries || k >= carries + sequences.length) {
                method.visitVarInsn(Opcodes.ALOAD, array(k));
                Instructions.integer(method, places.get(k).at(0));
                method.visitInsn(Opcodes.DALOAD);
                store(parameter);
            }
        }
        loop(result, sequences);
        for (int i = 0; i < carries; i++) {
            method.visitVarInsn(Opcodes.ALOAD, result);
            Instructions.integer(method, i);
            load(body.carries().get(i));
            method.visitInsn(Opcodes.DASTORE);
        }
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private void loop(int result, int[] sequences) {
        int row = local(1);
        Label start = new Label();
        Label end = new Label();
        Instructions.integer(method, scan.backwards() ? scan.steps() - 1 : 0);
        method.visitVarInsn(Opcodes.ISTORE, row);
        method.visitLabel(start);
        method.visitVarInsn(Opcodes.ILOAD, row);
        if (scan.backwards()) {
            method.visitJumpInsn(Opcodes.IFLT, end);
        } else {
            Instructions.integer(method, scan.steps());
            method.visitJumpInsn(Opcodes.IF_ICMPGE, end);
        }
        step(result, sequences, row);
        method.visitIincInsn(row, scan.backwards() ? -1 : 1);
        method.visitJumpInsn(Opcodes.GOTO, start);
        method.visitLabel(end);
    }

    private void step(int result, int[] sequences, int row) {
        for (int k = 0; k < sequences.length; k++) {
            Indices place = places.get(body.carries().size() + k);
            method.visitVarInsn(Opcodes.ALOAD, sequences[k]);
            Instructions.index(method, row, place.start(), place.step());
            method.visitInsn(Opcodes.DALOAD);
            store(body.elements().get(k));
        }
        for (Node node : Topology.sort(body.results())) {
            if (!node.inputs().isEmpty()) {
                lines.mark(node);
                load(node.inputs());
                ((ElementwiseOp) node.op()).emit(code);
                store(node);
            }
        }
        for (int j = 0; j < body.outputs().size(); j++) {
            method.visitVarInsn(Opcodes.ALOAD, result);
            Instructions.index(method, row, scan.offset(j), 1);
            load(body.outputs().get(j));
            method.visitInsn(Opcodes.DASTORE);
        }
        // all are read before any is replaced, since a carry may go on as another one
        load(body.next());
        for (int i = body.carries().size() - 1; i >= 0; i--) {
            method.visitVarInsn(Opcodes.DSTORE, value(body.carries().get(i)));
        }
    }

    private int value(Node node) {
        return Objects.requireNonNull(values.get(node));
    }

    private void load(List<Node> nodes) {
        for (Node node : nodes) {
            load(node);
        }
    }

    private void load(Node node) {
        if (Interner.isConstant(node)) {
            method.visitLdcInsn(Interner.constantValue(node));
        } else {
            method.visitVarInsn(Opcodes.DLOAD, value(node));
        }
    }

    private void store(Node node) {
        Integer known = values.get(node);
        if (known == null) {
            known = local(2);
            values.put(node, known);
        }
        method.visitVarInsn(Opcodes.DSTORE, known);
    }

    private int array(int place) {
        int local = local(1);
        method.visitVarInsn(Opcodes.ALOAD, MEMORY);
        Instructions.integer(method, place);
        method.visitInsn(Opcodes.AALOAD);
        method.visitVarInsn(Opcodes.ASTORE, local);
        return local;
    }

    private int local(int size) {
        int first = locals;
        locals += size;
        return first;
    }
}
