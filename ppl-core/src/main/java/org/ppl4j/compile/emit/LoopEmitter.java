package org.ppl4j.compile.emit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.LoopPass;
import org.ppl4j.compile.schedule.LoopPasses;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Interleave;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Sum;
import org.ppl4j.math.Lanes;

/**
 * Writes the iterations of a fused loop from one position to another, as a method of memory, tables and the two: sums go
 * to their lanes, which lie in memory between calls.
 *
 * @param <V> what stands for an element while the code is written
 */
public final class LoopEmitter<V> {

    public static final String DESCRIPTOR = "([[D[[III)V";

    private static final int MEMORY = 0;
    private static final int TABLES = 1;
    public static final int COUNTER = 2;
    private static final int END = 3;
    private static final int PARAMETERS = 4;

    private final MethodCode code;
    private final MethodVisitor method;
    private final LoopElements<V> elements;
    private final Schedule schedule;
    private final Layout layout;
    private final int methodNumber;
    private final int number;
    private final LoopPass pass;
    private final Map<Integer, Integer> arrays = new HashMap<>();
    private final Map<Integer, Integer> tables = new HashMap<>();
    private final Map<Node, V> values = new IdentityHashMap<>();
    private final Map<Node, Map<Integer, V>> scalars = new IdentityHashMap<>();
    private final Map<Node, V> loads = new IdentityHashMap<>();

    public LoopEmitter(
            MethodCode code,
            LoopElements<V> elements,
            Schedule schedule,
            Layout layout,
            int methodNumber,
            int number,
            LoopPass pass) {
        this.code = code;
        this.method = code.method();
        this.elements = elements;
        this.schedule = schedule;
        this.layout = layout;
        this.methodNumber = methodNumber;
        this.number = number;
        this.pass = pass;
    }

    /** Begins a method whose local variables are free but for its parameters. */
    public static MethodCode begin(MethodVisitor method, @org.jspecify.annotations.Nullable String file) {
        return new MethodCode(method, PARAMETERS, file);
    }

    /** Returns the size of the code. */
    public int emit() {
        pass.nodes().forEach(this::prepare);
        pass.takenOver().forEach(node -> array(layout.block(node)));
        pass.handedOn().forEach(node -> array(layout.block(node)));
        List<Node> sums = schedule.units().get(number).sums();
        boolean adds = pass.nodes().stream().anyMatch(sums::contains);
        int lane = adds && elements.count() % Lanes.COUNT != 0 ? code.local(1) : -1;
        int inBlock = pass.takenOver().isEmpty() && pass.handedOn().isEmpty() ? -1 : code.local(1);
        Label start = new Label();
        Label end = new Label();
        method.visitLabel(start);
        method.visitVarInsn(Opcodes.ILOAD, COUNTER);
        method.visitVarInsn(Opcodes.ILOAD, END);
        method.visitJumpInsn(Opcodes.IF_ICMPGE, end);
        if (lane >= 0) {
            method.visitVarInsn(Opcodes.ILOAD, COUNTER);
            code.integer(7);
            method.visitInsn(Opcodes.IAND);
            method.visitVarInsn(Opcodes.ISTORE, lane);
        }
        if (inBlock >= 0) {
            method.visitVarInsn(Opcodes.ILOAD, COUNTER);
            code.integer(LoopPasses.BLOCK - 1);
            method.visitInsn(Opcodes.IAND);
            method.visitVarInsn(Opcodes.ISTORE, inBlock);
        }
        for (Node node : pass.takenOver()) {
            Indices inOrder = Indices.range(node.size(), 0, 1);
            values.put(node, elements.read(array(layout.block(node)), inOrder, -1, inBlock));
        }
        for (Node node : pass.nodes()) {
            code.line(node);
            if (node.op() instanceof ElementwiseOp) {
                compute(node);
            } else if (node.op() instanceof Sum) {
                int first = Lanes.COUNT * sums.indexOf(node);
                elements.accumulate(operand(node), array(layout.lanes(number)), lane, first);
            } else if (node.op() instanceof Interleave) {
                for (int k = 0; k < node.inputs().size(); k++) {
                    Indices places = Interleave.places(node, k);
                    elements.writeSpaced(operand(node, node.input(k)), array(layout.array(node)), places);
                }
            } else {
                Indices indices = ((Put) node.op()).indices();
                int table = indices.isRange() ? -1 : table(indices);
                elements.scatter(operand(node), array(layout.array(node)), indices, table);
            }
        }
        for (Node node : pass.handedOn()) {
            elements.write(Objects.requireNonNull(values.get(node)), array(layout.block(node)), inBlock);
        }
        elements.finish();
        method.visitIincInsn(COUNTER, elements.count());
        method.visitJumpInsn(Opcodes.GOTO, start);
        method.visitLabel(end);
        return code.end();
    }

    /** Brings what a node needs into local variables before the loop starts. */
    private void prepare(Node node) {
        for (Node input : node.inputs()) {
            Access access = schedule.access(input);
            if (schedule.methods().readsLocally(methodNumber, node, access)) {
                continue;
            }
            if (isScalar(access)) {
                scalar(access);
            } else {
                array(layout.array(access.base()));
                if (!access.indices().isRange()) {
                    table(access.indices());
                }
            }
        }
        if (node.op() instanceof Sum) {
            array(layout.lanes(number));
        }
        if (schedule.isBuffered(node) && !(node.op() instanceof Sum)) {
            array(layout.array(node));
            if (node.op() instanceof Put put && !put.indices().isRange()) {
                table(put.indices());
            }
        }
    }

    private void compute(Node node) {
        List<V> operands = new ArrayList<>();
        for (Node input : node.inputs()) {
            operands.add(operand(node, input));
        }
        V value = elements.compute((ElementwiseOp) node.op(), operands);
        values.put(node, value);
        if (schedule.isBuffered(node)) {
            elements.write(value, array(layout.array(node)), COUNTER);
        }
    }

    private V operand(Node node) {
        return operand(node, node.input(0));
    }

    private V operand(Node node, Node input) {
        Access access = schedule.access(input);
        if (schedule.methods().readsLocally(methodNumber, node, access)) {
            return Objects.requireNonNull(values.get(access.base()));
        }
        if (isScalar(access)) {
            return scalar(access);
        }
        V known = loads.get(input);
        if (known == null) {
            Indices indices = access.indices();
            int table = indices.isRange() ? -1 : table(indices);
            known = elements.read(array(layout.array(access.base())), indices, table, COUNTER);
            loads.put(input, known);
        }
        return known;
    }

    private static boolean isScalar(Access access) {
        boolean repeats = access.indices().isRange() && access.indices().step() == 0;
        return access.isScalar() || repeats;
    }

    private V scalar(Access access) {
        Node base = access.base();
        int index = access.kind() == Access.Kind.INDEXED ? access.indices().at(0) : 0;
        Map<Integer, V> ofBase = scalars.computeIfAbsent(base, absent -> new HashMap<>());
        V known = ofBase.get(index);
        if (known == null) {
            if (base.size() == 1 && Interner.isConstant(base)) {
                known = elements.constant(Interner.constantValue(base));
            } else {
                boolean slot = schedule.methods().isShared(base);
                method.visitVarInsn(Opcodes.ALOAD, array(slot ? 0 : layout.array(base)));
                code.integer(slot ? layout.slot(base) : index);
                method.visitInsn(Opcodes.DALOAD);
                known = elements.spread();
            }
            ofBase.put(index, known);
        }
        return known;
    }

    private int array(int place) {
        return reference(arrays, place, MEMORY);
    }

    private int table(Indices indices) {
        return reference(tables, layout.table(indices), TABLES);
    }

    private int reference(Map<Integer, Integer> known, int place, int source) {
        Integer local = known.get(place);
        if (local == null) {
            local = code.local(1);
            method.visitVarInsn(Opcodes.ALOAD, source);
            code.integer(place);
            method.visitInsn(Opcodes.AALOAD);
            method.visitVarInsn(Opcodes.ASTORE, local);
            known.put(place, local);
        }
        return local;
    }
}
