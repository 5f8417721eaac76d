package org.ppl4j.compile.emit;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import net.bytebuddy.jar.asm.Opcodes;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;

/** Brings operands to the stack of one generated method: from its local variables if they are there, else from memory. */
final class Operands {

    /** Offsets below are part of the code; others, which may come of a length of the data, are read from a table. */
    private static final int FIRST_READ_OFFSET = 8;

    private final MethodBody code;
    private final Schedule schedule;
    private final int method;
    private final Map<Node, Integer> values = new IdentityHashMap<>();
    private final Map<Node, Map<Integer, Integer>> elements = new IdentityHashMap<>();
    private final Map<Node, Integer> loads = new IdentityHashMap<>();
    private final Map<Indices, Integer> starts = new IdentityHashMap<>();
    private int counter = -1;

    /**
     * Starts with nothing in local variables.
     *
     * @param method the number of the method
     */
    Operands(MethodBody code, Schedule schedule, int method) {
        this.code = code;
        this.schedule = schedule;
        this.method = method;
    }

    /** Sets the local variable that counts the elements of a loop. */
    void countBy(int local) {
        counter = local;
    }

    /** Fetches what a node of a loop needs before the loop starts. */
    void prepare(Node node) {
        for (Node input : node.inputs()) {
            Access access = schedule.access(input);
            if (schedule.methods().readsLocally(method, node, access)) {
                continue;
            }
            if (access.isScalar()) {
                scalar(access);
            } else {
                code.arrayOf(access.base());
                prepare(access.indices());
            }
        }
    }

    /** Fetches what {@link #place} needs. */
    void prepare(Indices indices) {
        if (!indices.isRange()) {
            code.table(indices);
        } else if (isRead(indices.start()) && !starts.containsKey(indices)) {
            starts.put(indices, code.storedLength(indices.start()));
        }
    }

    void push(Node node, Node input) {
        Access access = schedule.access(input);
        if (schedule.methods().readsLocally(method, node, access)) {
            code.variable(Opcodes.DLOAD, Objects.requireNonNull(values.get(access.base())));
        } else if (access.isScalar()) {
            if (isLiteral(access.base())) {
                code.number(Interner.constantValue(access.base()));
            } else {
                code.variable(Opcodes.DLOAD, scalar(access));
            }
        } else {
            Integer known = loads.get(input);
            if (known == null) {
                code.pushArrayOf(access.base());
                place(access.indices());
                code.instruction(Opcodes.DALOAD);
                known = code.local(2);
                code.variable(Opcodes.DSTORE, known);
                loads.put(input, known);
            }
            code.variable(Opcodes.DLOAD, known);
        }
    }

    /**
     * Computes a node, on the stack.
     *
     * @param function what it is computed as: itself, or what is the same
     */
    void compute(Node function, Node node) {
        code.line(node);
        for (Node input : function.inputs()) {
            push(node, input);
        }
        code.operation(function);
    }

    /** Takes a node's value from the stack into a local variable. */
    void keepElement(Node node) {
        int value = code.local(2);
        code.variable(Opcodes.DSTORE, value);
        values.put(node, value);
    }

    /** Takes a node's value from the stack into a local variable, and to memory if others need it there. */
    void keep(Node node) {
        keepElement(node);
        int value = Objects.requireNonNull(values.get(node));
        if (schedule.methods().isShared(node)) {
            code.variable(Opcodes.ALOAD, code.array(0));
            code.integer(code.layout().slot(node));
            code.variable(Opcodes.DLOAD, value);
            code.instruction(Opcodes.DASTORE);
        }
        if (schedule.isBuffered(node)) {
            code.pushArrayOf(node);
            if (node.size() == 1) {
                code.integer(0);
            } else {
                code.variable(Opcodes.ILOAD, counter);
            }
            code.variable(Opcodes.DLOAD, value);
            code.instruction(Opcodes.DASTORE);
        }
    }

    /**
     * Writes a node's element to its block.
     *
     * @param first the local variable that has the block's first position; -1 if the loop counts from there
     */
    void handOn(Node node, int first) {
        code.variable(Opcodes.ALOAD, code.array(code.layout().block(node)));
        placeInBlock(first);
        code.variable(Opcodes.DLOAD, Objects.requireNonNull(values.get(node)));
        code.instruction(Opcodes.DASTORE);
    }

    /** Reads what was written so. */
    void takeOver(Node node, int first) {
        values.put(node, loadFromBlock(node, first));
    }

    /** Reads an operand's element from the block it was copied to. */
    void takeCopy(Node operand) {
        loads.put(operand, loadFromBlock(operand, -1));
    }

    private int loadFromBlock(Node node, int first) {
        code.variable(Opcodes.ALOAD, code.array(code.layout().block(node)));
        placeInBlock(first);
        code.instruction(Opcodes.DALOAD);
        int value = code.local(2);
        code.variable(Opcodes.DSTORE, value);
        return value;
    }

    private void placeInBlock(int first) {
        code.variable(Opcodes.ILOAD, counter);
        if (first >= 0) {
            code.variable(Opcodes.ILOAD, first);
            code.instruction(Opcodes.ISUB);
        }
    }

    /** Copies an operand's elements to its block. */
    void copy(Node operand, int first, int size) {
        Access access = schedule.access(operand);
        code.pushArrayOf(access.base());
        counter = first;
        place(access.indices());
        code.variable(Opcodes.ALOAD, code.array(code.layout().block(operand)));
        code.integer(0);
        copy(size);
    }

    /** Copies a node's elements from its block to memory. */
    void copyBack(Node node, int first, int size) {
        code.variable(Opcodes.ALOAD, code.array(code.layout().block(node)));
        code.integer(0);
        code.pushArrayOf(node);
        code.variable(Opcodes.ILOAD, first);
        copy(size);
    }

    private void copy(int size) {
        code.variable(Opcodes.ILOAD, size);
        code.call("java/lang/System", "arraycopy", "(Ljava/lang/Object;ILjava/lang/Object;II)V");
    }

    /** Pushes the index of a loop's current element. */
    void place(Indices indices) {
        if (!indices.isRange()) {
            code.variable(Opcodes.ALOAD, code.table(indices));
            code.variable(Opcodes.ILOAD, counter);
            code.instruction(Opcodes.IALOAD);
            return;
        }
        code.variable(Opcodes.ILOAD, counter);
        if (indices.step() != 1) {
            code.integer(indices.step());
            code.instruction(Opcodes.IMUL);
        }
        if (indices.start() != 0) {
            Integer start = starts.get(indices);
            if (start == null) {
                code.integer(indices.start());
            } else {
                code.variable(Opcodes.ILOAD, start);
            }
            code.instruction(Opcodes.IADD);
        }
    }

    /** Whether a node is a constant that no length of data is likely to change, so that it may be part of the code. */
    private static boolean isLiteral(Node node) {
        if (node.size() != 1 || !Interner.isConstant(node)) {
            return false;
        }
        double value = Interner.constantValue(node);
        return Math.abs(value) <= 4 && 4 * value == Math.rint(4 * value);
    }

    private static boolean isRead(int offset) {
        return offset >= FIRST_READ_OFFSET;
    }

    private void pushFromMemory(Node base, int index) {
        boolean slot = schedule.methods().isShared(base);
        if (slot || (base.size() == 1 && Interner.isConstant(base))) {
            code.variable(Opcodes.ALOAD, code.array(0));
            code.integer(slot ? code.layout().slot(base) : code.layout().constant(base));
        } else {
            code.pushArrayOf(base);
            index(index);
        }
        code.instruction(Opcodes.DALOAD);
    }

    /** Pushes an index of an element. */
    void index(int index) {
        if (isRead(index)) {
            code.length(index);
        } else {
            code.integer(index);
        }
    }

    /** Returns the local variable that holds a scalar, loading it at its first use. */
    private int scalar(Access access) {
        Node base = access.base();
        int index = access.kind() == Access.Kind.INDEXED ? access.indices().at(0) : 0;
        Map<Integer, Integer> ofBase = elements.get(base);
        if (ofBase == null) {
            ofBase = new HashMap<>();
            elements.put(base, ofBase);
        }
        Integer known = ofBase.get(index);
        if (known != null) {
            return known;
        }
        int value = code.local(2);
        if (isLiteral(base)) {
            code.number(Interner.constantValue(base));
        } else {
            pushFromMemory(base, index);
        }
        code.variable(Opcodes.DSTORE, value);
        ofBase.put(index, value);
        return value;
    }
}
