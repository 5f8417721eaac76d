package org.ppl4j.compile;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Sum;

/** Emits one unit of a schedule as one static method: a fused loop, straight-line scalar code, or a join. */
final class UnitEmitter {

    private static final String LANES = "org/ppl4j/math/Lanes";
    private static final int MEMORY = 0;
    private static final int TABLES = 1;

    /** Offsets below are part of the code; others, which may come of a length of the data, are read from a table. */
    private static final int FIRST_READ_OFFSET = 8;

    private final MethodVisitor method;
    private final StackCode code;
    private final Schedule schedule;
    private final Layout layout;
    private final int number;
    private final Schedule.Unit unit;
    private final @Nullable String file;
    private final Map<Integer, Integer> arrays = new HashMap<>();
    private final Map<Integer, Integer> tables = new HashMap<>();
    private final Map<Node, Integer> values = new IdentityHashMap<>();
    private final Map<Node, Map<Integer, Integer>> elements = new IdentityHashMap<>();
    private final Map<Node, Integer> loads = new IdentityHashMap<>();
    private final Map<Indices, Integer> starts = new IdentityHashMap<>();
    private int locals = 2;
    private int counter = -1;
    private int lane = -1;
    private int line = -1;

    UnitEmitter(
            MethodVisitor method,
            Set<ClassLoader> loaders,
            Schedule schedule,
            Layout layout,
            int number,
            @Nullable String file) {
        this.method = method;
        this.code = new StackCode(method, loaders);
        this.schedule = schedule;
        this.layout = layout;
        this.number = number;
        this.unit = schedule.units().get(number);
        this.file = file;
    }

    void emit() {
        method.visitCode();
        switch (unit.kind()) {
            case LOOP -> loop();
            case SCALAR -> unit.nodes().forEach(this::compute);
            case JOIN -> unit.nodes().forEach(this::join);
            default -> throw new IllegalStateException("not emitted as a method: " + unit.kind());
        }
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private void loop() {
        unit.nodes().forEach(this::prepare);
        int limit = storedNumber(unit.length());
        counter = local(1);
        boolean sums = unit.nodes().stream().anyMatch(node -> node.op() instanceof Sum);
        lane = sums ? local(1) : -1;
        Label start = new Label();
        Label end = new Label();
        method.visitInsn(Opcodes.ICONST_0);
        method.visitVarInsn(Opcodes.ISTORE, counter);
        method.visitLabel(start);
        method.visitVarInsn(Opcodes.ILOAD, counter);
        method.visitVarInsn(Opcodes.ILOAD, limit);
        method.visitJumpInsn(Opcodes.IF_ICMPGE, end);
        if (sums) {
            method.visitVarInsn(Opcodes.ILOAD, counter);
            integer(7);
            method.visitInsn(Opcodes.IAND);
            method.visitVarInsn(Opcodes.ISTORE, lane);
        }
        int sum = 0;
        for (Node node : unit.nodes()) {
            if (node.op() instanceof ElementwiseOp) {
                compute(node);
            } else if (node.op() instanceof Sum) {
                accumulate(node, sum++);
            } else {
                scatter(node);
            }
        }
        method.visitIincInsn(counter, 1);
        method.visitJumpInsn(Opcodes.GOTO, start);
        method.visitLabel(end);
        sum = 0;
        for (Node node : unit.nodes()) {
            if (node.op() instanceof Sum) {
                int value = local(2);
                method.visitVarInsn(Opcodes.ALOAD, array(layout.lanes(number)));
                integer(8 * sum++);
                method.visitMethodInsn(Opcodes.INVOKESTATIC, LANES, "finish", "([DI)D", false);
                method.visitVarInsn(Opcodes.DSTORE, value);
                store(node, value);
            }
        }
    }

    /** Brings what a node of a loop needs into local variables before the loop starts. */
    private void prepare(Node node) {
        line(node);
        for (Node input : node.inputs()) {
            Access access = schedule.access(input);
            if (isInRegister(node, access)) {
                continue;
            }
            if (access.isScalar()) {
                scalar(access);
            } else {
                array(layout.array(access.base()));
                placement(access.indices());
            }
        }
        if (schedule.isScalarValue(node)) {
            array(0);
        }
        if (schedule.isBuffered(node)) {
            int target = array(layout.array(node));
            if (node.op() instanceof Put put) {
                clear(target);
                placement(put.indices());
            }
        }
        if (node.op() instanceof Sum && !arrays.containsKey(layout.lanes(number))) {
            clear(array(layout.lanes(number)));
        }
    }

    /** Brings what {@link #place} needs into local variables. */
    private void placement(Indices indices) {
        if (!indices.isRange()) {
            table(indices);
        } else if (isRead(indices.start()) && !starts.containsKey(indices)) {
            starts.put(indices, storedNumber(indices.start()));
        }
    }

    private void clear(int arrayLocal) {
        method.visitVarInsn(Opcodes.ALOAD, arrayLocal);
        method.visitInsn(Opcodes.DCONST_0);
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/util/Arrays", "fill", "([DD)V", false);
    }

    private boolean isInRegister(Node node, Access access) {
        boolean direct = access.kind() == Access.Kind.DIRECT || unit.kind() == Schedule.Kind.SCALAR;
        return direct
                && schedule.unitOf(access.base()) == number
                && access.base() != node
                && access.base().op() instanceof ElementwiseOp;
    }

    private void compute(Node node) {
        line(node);
        for (Node input : node.inputs()) {
            push(node, input);
        }
        ((ElementwiseOp) node.op()).emit(code);
        int value = local(2);
        method.visitVarInsn(Opcodes.DSTORE, value);
        values.put(node, value);
        store(node, value);
    }

    private void store(Node node, int value) {
        if (schedule.isScalarValue(node)) {
            method.visitVarInsn(Opcodes.ALOAD, array(0));
            integer(layout.slot(node));
            method.visitVarInsn(Opcodes.DLOAD, value);
            method.visitInsn(Opcodes.DASTORE);
        }
        if (schedule.isBuffered(node)) {
            method.visitVarInsn(Opcodes.ALOAD, array(layout.array(node)));
            if (node.size() == 1) {
                integer(0);
            } else {
                method.visitVarInsn(Opcodes.ILOAD, counter);
            }
            method.visitVarInsn(Opcodes.DLOAD, value);
            method.visitInsn(Opcodes.DASTORE);
        }
    }

    private void accumulate(Node node, int sum) {
        line(node);
        method.visitVarInsn(Opcodes.ALOAD, array(layout.lanes(number)));
        method.visitVarInsn(Opcodes.ILOAD, lane);
        if (sum > 0) {
            integer(8 * sum);
            method.visitInsn(Opcodes.IADD);
        }
        addInPlace(node);
    }

    private void scatter(Node node) {
        line(node);
        Indices indices = ((Put) node.op()).indices();
        method.visitVarInsn(Opcodes.ALOAD, array(layout.array(node)));
        place(indices);
        addInPlace(node);
    }

    /** With an array and an index on the stack, adds the node's operand to that element. */
    private void addInPlace(Node node) {
        method.visitInsn(Opcodes.DUP2);
        method.visitInsn(Opcodes.DALOAD);
        push(node, node.input(0));
        method.visitInsn(Opcodes.DADD);
        method.visitInsn(Opcodes.DASTORE);
    }

    /** Pushes the index of the loop's current element. */
    private void place(Indices indices) {
        if (!indices.isRange()) {
            method.visitVarInsn(Opcodes.ALOAD, table(indices));
            method.visitVarInsn(Opcodes.ILOAD, counter);
            method.visitInsn(Opcodes.IALOAD);
            return;
        }
        method.visitVarInsn(Opcodes.ILOAD, counter);
        if (indices.step() != 1) {
            integer(indices.step());
            method.visitInsn(Opcodes.IMUL);
        }
        if (indices.start() != 0) {
            Integer start = starts.get(indices);
            if (start == null) {
                integer(indices.start());
            } else {
                method.visitVarInsn(Opcodes.ILOAD, start);
            }
            method.visitInsn(Opcodes.IADD);
        }
    }

    private void push(Node node, Node input) {
        Access access = schedule.access(input);
        if (isInRegister(node, access)) {
            method.visitVarInsn(Opcodes.DLOAD, java.util.Objects.requireNonNull(values.get(access.base())));
            return;
        }
        if (access.isScalar()) {
            if (access.base().size() == 1 && isLiteral(access.base())) {
                method.visitLdcInsn(Interner.constantValue(access.base()));
            } else {
                method.visitVarInsn(Opcodes.DLOAD, scalar(access));
            }
            return;
        }
        Integer known = loads.get(input);
        if (known == null) {
            method.visitVarInsn(Opcodes.ALOAD, array(layout.array(access.base())));
            place(access.indices());
            method.visitInsn(Opcodes.DALOAD);
            known = local(2);
            method.visitVarInsn(Opcodes.DSTORE, known);
            loads.put(input, known);
        }
        method.visitVarInsn(Opcodes.DLOAD, known);
    }

    /** Returns the local variable that holds a scalar, loading it at its first use. */
    private int scalar(Access access) {
        Node base = access.base();
        int index = access.kind() == Access.Kind.INDEXED ? access.indices().at(0) : 0;
        Map<Integer, Integer> ofBase = elements.computeIfAbsent(base, absent -> new HashMap<>());
        Integer known = ofBase.get(index);
        if (known != null) {
            return known;
        }
        int value = local(2);
        if (base.size() == 1 && isLiteral(base)) {
            method.visitLdcInsn(Interner.constantValue(base));
        } else if (base.size() == 1 && Interner.isConstant(base)) {
            method.visitVarInsn(Opcodes.ALOAD, array(0));
            integer(layout.constant(base));
            method.visitInsn(Opcodes.DALOAD);
        } else {
            boolean slot = schedule.isScalarValue(base);
            method.visitVarInsn(Opcodes.ALOAD, array(slot ? 0 : layout.array(base)));
            if (slot || !isRead(index)) {
                integer(slot ? layout.slot(base) : index);
            } else {
                number(index);
            }
            method.visitInsn(Opcodes.DALOAD);
        }
        method.visitVarInsn(Opcodes.DSTORE, value);
        ofBase.put(index, value);
        return value;
    }

    /** Whether a node is a constant that no length of data is likely to change, so that it may be part of the code. */
    private static boolean isLiteral(Node node) {
        if (!Interner.isConstant(node)) {
            return false;
        }
        double value = Interner.constantValue(node);
        return Math.abs(value) <= 4 && 4 * value == Math.rint(4 * value);
    }

    private static boolean isRead(int offset) {
        return offset >= FIRST_READ_OFFSET;
    }

    private void join(Node node) {
        line(node);
        int target = array(layout.array(node));
        int at = 0;
        for (Node before : node.inputs().subList(0, unit.length())) {
            at += before.size();
        }
        // Where the parts from here on are single elements of known number, the code says where; else a table does.
        int stretch = at == unit.length() ? -1 : storedNumber(at);
        int since = stretch < 0 ? at : 0;
        int end = Math.min(node.inputs().size(), unit.length() + Schedule.JOINED_AT_ONCE);
        for (Node input : node.inputs().subList(unit.length(), end)) {
            at += input.size();
            if (input.size() == 1) {
                method.visitVarInsn(Opcodes.ALOAD, target);
                place(stretch, since++);
                push(node, input);
                method.visitInsn(Opcodes.DASTORE);
                continue;
            }
            int next = storedNumber(at);
            Access access = schedule.access(input);
            if (access.isScalar()) {
                method.visitVarInsn(Opcodes.ALOAD, target);
                place(stretch, since);
                method.visitVarInsn(Opcodes.ILOAD, next);
                push(node, input);
                method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/util/Arrays", "fill", "([DIID)V", false);
            } else {
                method.visitVarInsn(Opcodes.ALOAD, array(layout.array(access.base())));
                integer(0);
                method.visitVarInsn(Opcodes.ALOAD, target);
                place(stretch, since);
                number(input.size());
                method.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        "java/lang/System",
                        "arraycopy",
                        "(Ljava/lang/Object;ILjava/lang/Object;II)V",
                        false);
            }
            stretch = next;
            since = 0;
        }
    }

    /** Pushes an index: so many elements after what a local variable says, or after the first if there is none. */
    private void place(int stretch, int since) {
        if (stretch >= 0) {
            method.visitVarInsn(Opcodes.ILOAD, stretch);
        }
        if (stretch < 0 || since > 0) {
            integer(since);
        }
        if (stretch >= 0 && since > 0) {
            method.visitInsn(Opcodes.IADD);
        }
    }

    /** Pushes a number that the code does not say but reads, so that code for other lengths of data is the same. */
    private void number(int value) {
        int numbers = reference(tables, Layout.NUMBERS, TABLES);
        method.visitVarInsn(Opcodes.ALOAD, numbers);
        integer(layout.number(value));
        method.visitInsn(Opcodes.IALOAD);
    }

    /** Returns a new local variable that holds such a number. */
    private int storedNumber(int value) {
        int local = local(1);
        number(value);
        method.visitVarInsn(Opcodes.ISTORE, local);
        return local;
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
            local = local(1);
            method.visitVarInsn(Opcodes.ALOAD, source);
            integer(place);
            method.visitInsn(Opcodes.AALOAD);
            method.visitVarInsn(Opcodes.ASTORE, local);
            known.put(place, local);
        }
        return local;
    }

    private int local(int size) {
        int first = locals;
        locals += size;
        return first;
    }

    private void integer(int value) {
        if (value >= -1 && value <= 5) {
            method.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value == (byte) value) {
            method.visitIntInsn(Opcodes.BIPUSH, value);
        } else if (value == (short) value) {
            method.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            method.visitLdcInsn(value);
        }
    }

    /** Notes the user's line, so that stack traces and profilers show it. */
    private void line(Node node) {
        Origin origin = node.origin();
        if (origin != null
                && origin.line() > 0
                && origin.line() != line
                && origin.file().equals(file)) {
            Label label = new Label();
            method.visitLabel(label);
            method.visitLineNumber(origin.line(), label);
            line = origin.line();
        }
    }
}
