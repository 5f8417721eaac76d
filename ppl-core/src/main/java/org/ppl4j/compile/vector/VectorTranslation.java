package org.ppl4j.compile.vector;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.vector.StraightLine.Instruction;
import org.ppl4j.compile.vector.StraightLine.Reference;

/**
 * Translates static methods of numbers to SIMD code, instruction by instruction, so that each lane computes what the
 * method computes. Calls are inlined; choices become comparisons and blends.
 */
public final class VectorTranslation {

    private static final int DEEPEST = 16;

    private final StraightLine methods = new StraightLine();

    /** Whether a method, and all that it calls, has a counterpart among SIMD instructions. */
    public boolean isTranslatable(@Nullable ClassLoader loader, Reference reference) {
        return isTranslatable(loader, reference, 0);
    }

    private boolean isTranslatable(@Nullable ClassLoader loader, Reference reference, int depth) {
        if (VectorFunctions.of(reference) != null) {
            return true;
        }
        List<Instruction> instructions = methods.read(loader, reference);
        if (instructions == null || depth > DEEPEST) {
            return false;
        }
        boolean constantBefore = false;
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = instructions.get(i);
            boolean last = i == instructions.size() - 1;
            boolean ends = instruction.opcode() == Opcodes.DRETURN || instruction.opcode() == Opcodes.LRETURN;
            if (last != ends || isShift(instruction.opcode()) != constantBefore) {
                return false;
            }
            constantBefore = isInteger(instruction.opcode());
            boolean known = instruction.operand() instanceof Reference called
                    ? isTranslatable(loader, called, depth + 1)
                    : isKnown(instruction);
            if (!known) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInteger(int opcode) {
        return (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5)
                || opcode == Opcodes.BIPUSH
                || opcode == Opcodes.SIPUSH;
    }

    private static boolean isShift(int opcode) {
        return opcode == Opcodes.LSHL || opcode == Opcodes.LSHR || opcode == Opcodes.LUSHR;
    }

    private static boolean isKnown(Instruction instruction) {
        return switch (instruction.opcode()) {
            case Opcodes.LDC -> instruction.operand() instanceof Double || instruction.operand() instanceof Long;
            case Opcodes.DLOAD,
                    Opcodes.DSTORE,
                    Opcodes.LLOAD,
                    Opcodes.LSTORE,
                    Opcodes.DCONST_0,
                    Opcodes.DCONST_1,
                    Opcodes.LCONST_0,
                    Opcodes.LCONST_1,
                    Opcodes.DADD,
                    Opcodes.DSUB,
                    Opcodes.DMUL,
                    Opcodes.DDIV,
                    Opcodes.DNEG,
                    Opcodes.LADD,
                    Opcodes.LSUB,
                    Opcodes.LNEG,
                    Opcodes.LAND,
                    Opcodes.LOR,
                    Opcodes.LXOR,
                    Opcodes.DUP2,
                    Opcodes.DRETURN,
                    Opcodes.LRETURN -> true;
            default -> isInteger(instruction.opcode()) || isShift(instruction.opcode());
        };
    }

    /**
     * Returns what a translatable method returns.
     *
     * @param graph makes the values
     * @param loader finds class files
     */
    VectorValue apply(VectorGraph graph, @Nullable ClassLoader loader, Reference reference, VectorValue... arguments) {
        VectorFunctions.Translator translator = VectorFunctions.of(reference);
        if (translator != null) {
            return translator.translate(graph, arguments);
        }
        Map<Integer, VectorValue> locals = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            // Each parameter is a double or a long, which takes two slots.
            locals.put(2 * i, arguments[i]);
        }
        Deque<VectorValue> stack = new ArrayDeque<>();
        int distance = 0;
        for (Instruction instruction : Objects.requireNonNull(methods.read(loader, reference))) {
            Object operand = instruction.operand();
            int opcode = instruction.opcode();
            if (operand instanceof Reference called) {
                int count = Type.getArgumentTypes(called.descriptor()).length;
                stack.push(apply(graph, loader, called, pop(stack, count)));
            } else if (isInteger(opcode)) {
                distance = operand == null ? opcode - Opcodes.ICONST_0 : (Integer) operand;
            } else if (operand instanceof Double value) {
                stack.push(graph.constant(value));
            } else if (operand instanceof Long value) {
                stack.push(graph.constant(value));
            } else if (opcode == Opcodes.DLOAD || opcode == Opcodes.LLOAD) {
                stack.push(Objects.requireNonNull(locals.get(operand)));
            } else if (operand instanceof Integer variable) {
                locals.put(variable, stack.pop());
            } else {
                execute(graph, stack, opcode, distance);
            }
        }
        return stack.pop();
    }

    /** Takes some values off a stack, the topmost last. */
    static VectorValue[] pop(Deque<VectorValue> stack, int count) {
        VectorValue[] values = new VectorValue[count];
        for (int i = count - 1; i >= 0; i--) {
            values[i] = stack.pop();
        }
        return values;
    }

    private static void execute(VectorGraph graph, Deque<VectorValue> stack, int opcode, int distance) {
        switch (opcode) {
            case Opcodes.DCONST_0 -> stack.push(graph.constant(0.0));
            case Opcodes.DCONST_1 -> stack.push(graph.constant(1.0));
            case Opcodes.LCONST_0 -> stack.push(graph.constant(0L));
            case Opcodes.LCONST_1 -> stack.push(graph.constant(1L));
            case Opcodes.DADD -> stack.push(graph.doubles("add", pop(stack, 2)));
            case Opcodes.DSUB -> stack.push(graph.doubles("sub", pop(stack, 2)));
            case Opcodes.DMUL -> stack.push(graph.doubles("mul", pop(stack, 2)));
            case Opcodes.DDIV -> stack.push(graph.doubles("div", pop(stack, 2)));
            case Opcodes.DNEG -> stack.push(graph.doubles("neg", pop(stack, 1)));
            case Opcodes.LADD -> stack.push(graph.longs("add", pop(stack, 2)));
            case Opcodes.LSUB -> stack.push(graph.longs("sub", pop(stack, 2)));
            case Opcodes.LNEG -> stack.push(graph.longs("neg", pop(stack, 1)));
            case Opcodes.LAND -> stack.push(graph.longs("and", pop(stack, 2)));
            case Opcodes.LOR -> stack.push(graph.longs("or", pop(stack, 2)));
            case Opcodes.LXOR -> {
                VectorValue[] both = pop(stack, 2);
                stack.push(graph.exclusiveOr(both[0], both[1]));
            }
            case Opcodes.LSHL -> stack.push(graph.shift("LSHL", distance, stack.pop()));
            case Opcodes.LSHR -> stack.push(graph.shift("ASHR", distance, stack.pop()));
            case Opcodes.LUSHR -> stack.push(graph.shift("LSHR", distance, stack.pop()));
            case Opcodes.DUP2 -> stack.push(Objects.requireNonNull(stack.peek()));
            case Opcodes.DRETURN, Opcodes.LRETURN -> {}
            default -> throw new IllegalStateException("not translatable: instruction " + opcode);
        }
    }
}
