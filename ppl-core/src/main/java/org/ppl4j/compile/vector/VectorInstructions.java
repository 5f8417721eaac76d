package org.ppl4j.compile.vector;

import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.ppl4j.compile.emit.MethodCode;
import org.ppl4j.compile.emit.Places;
import org.ppl4j.compile.vector.VectorGraph.LaneCall;
import org.ppl4j.compile.vector.VectorGraph.Reading;
import org.ppl4j.compile.vector.VectorValue.Shift;

/** Writes the instructions of values: those that are used once where they are used, others into local variables. */
final class VectorInstructions {

    private static final String PACKAGE = "jdk/incubator/vector/";
    static final String DOUBLES = PACKAGE + "DoubleVector";
    static final String LONGS = PACKAGE + "LongVector";
    static final String DOUBLES_TYPE = "L" + DOUBLES + ";";
    static final String LONGS_TYPE = "L" + LONGS + ";";
    static final String SPECIES_TYPE = "L" + PACKAGE + "VectorSpecies;";
    private static final String MASK_TYPE = "L" + PACKAGE + "VectorMask;";
    private static final String VECTOR_TYPE = "L" + PACKAGE + "Vector;";
    private static final String OPERATORS = PACKAGE + "VectorOperators";
    private static final String BINARY_TYPE = "L" + OPERATORS + "$Binary;";
    private static final String COMPARISON_TYPE = "L" + OPERATORS + "$Comparison;";

    private final MethodCode code;
    private final MethodVisitor method;
    private final VectorConstants constants;
    private final Map<VectorValue, Integer> locals = new HashMap<>();
    private final Map<VectorValue, Integer> usesLeft = new HashMap<>();

    VectorInstructions(MethodCode code, VectorConstants constants) {
        this.code = code;
        this.method = code.method();
        this.constants = constants;
    }

    int lanes() {
        return constants.lanes();
    }

    /** Pushes a value, for one of its uses. */
    void push(VectorValue value) {
        if (value.kind() == VectorValue.Kind.LOCAL || value.kind() == VectorValue.Kind.CONSTANT) {
            compute(value);
            return;
        }
        if (value.uses() == 1) {
            compute(value);
            return;
        }
        Integer local = locals.get(value);
        int left = usesLeft.merge(value, value.uses() - 1, (known, more) -> known - 1);
        if (local == null) {
            compute(value);
            local = code.reusableLocal();
            method.visitInsn(Opcodes.DUP);
            method.visitVarInsn(Opcodes.ASTORE, local);
            locals.put(value, local);
        } else {
            method.visitVarInsn(Opcodes.ALOAD, local);
        }
        if (left == 0) {
            code.reuse(local);
        }
    }

    private void compute(VectorValue value) {
        switch (value.kind()) {
            case LOCAL -> method.visitVarInsn(Opcodes.ALOAD, (Integer) value.detail());
            case CONSTANT -> {
                if (value.detail() instanceof Double number) {
                    constants.push(method, number);
                } else {
                    constants.push(method, (Long) value.detail());
                }
            }
            case DOUBLES -> {
                value.operands().forEach(this::push);
                doubles((String) value.detail(), value.operands().size());
            }
            case LONGS -> {
                value.operands().forEach(this::push);
                String operands = VECTOR_TYPE.repeat(value.operands().size() - 1);
                virtual(LONGS, (String) value.detail(), "(" + operands + ")" + LONGS_TYPE);
            }
            case EXCLUSIVE_OR -> {
                push(value.operands().get(0));
                method.visitFieldInsn(Opcodes.GETSTATIC, OPERATORS, "XOR", "L" + OPERATORS + "$Associative;");
                push(value.operands().get(1));
                virtual(LONGS, "lanewise", "(" + BINARY_TYPE + VECTOR_TYPE + ")" + LONGS_TYPE);
            }
            case SHIFT -> {
                Shift shift = (Shift) value.detail();
                push(value.operands().get(0));
                method.visitFieldInsn(Opcodes.GETSTATIC, OPERATORS, shift.operator(), BINARY_TYPE);
                method.visitLdcInsn((long) shift.distance());
                virtual(LONGS, "lanewise", "(" + BINARY_TYPE + "J)" + LONGS_TYPE);
            }
            case BITS -> {
                push(value.operands().get(0));
                virtual(DOUBLES, "reinterpretAsLongs", "()" + LONGS_TYPE);
            }
            case OF_BITS -> {
                push(value.operands().get(0));
                virtual(LONGS, "reinterpretAsDoubles", "()" + DOUBLES_TYPE);
            }
            case COMPARISON -> {
                push(value.operands().get(0));
                method.visitFieldInsn(Opcodes.GETSTATIC, OPERATORS, (String) value.detail(), COMPARISON_TYPE);
                push(value.operands().get(1));
                virtual(DOUBLES, "compare", "(" + COMPARISON_TYPE + VECTOR_TYPE + ")" + MASK_TYPE);
            }
            case BLEND -> {
                value.operands().forEach(this::push);
                virtual(DOUBLES, "blend", "(" + VECTOR_TYPE + MASK_TYPE + ")" + DOUBLES_TYPE);
            }
            case READ -> read((Reading) value.detail());
            case CALL -> callEachLane(value);
        }
    }

    private void virtual(String owner, String name, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
    }

    /** Replaces vectors of doubles by what a method of them gives. */
    void doubles(String name, int operands) {
        virtual(DOUBLES, name, "(" + VECTOR_TYPE.repeat(operands - 1) + ")" + DOUBLES_TYPE);
    }

    private void read(Reading reading) {
        if (reading.indices().isRange() && reading.indices().step() == 1) {
            constants.pushSpecies(method);
            element(reading, 0);
            fromArray();
            return;
        }
        for (int lane = 0; lane < lanes(); lane++) {
            beginLane(lane);
            element(reading, lane);
            method.visitInsn(Opcodes.DALOAD);
            endLane(lane);
        }
    }

    private void element(Reading reading, int lane) {
        method.visitVarInsn(Opcodes.ALOAD, reading.array());
        Places.push(code, reading.indices(), reading.table(), reading.position(), reading.ahead() + lane);
    }

    private void callEachLane(VectorValue value) {
        LaneCall call = (LaneCall) value.detail();
        int[] operands = new int[value.operands().size()];
        for (int k = 0; k < operands.length; k++) {
            push(value.operands().get(k));
            operands[k] = code.reusableLocal();
            method.visitVarInsn(Opcodes.ASTORE, operands[k]);
        }
        for (int lane = 0; lane < lanes(); lane++) {
            beginLane(lane);
            for (int operand : operands) {
                method.visitVarInsn(Opcodes.ALOAD, operand);
                lane(lane);
            }
            StraightLine.Reference target = call.method();
            method.visitMethodInsn(
                    Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), call.isInterface());
            endLane(lane);
        }
        for (int operand : operands) {
            code.reuse(operand);
        }
    }

    /** Begins a lane of a vector that is put together, of which all before are on the stack. */
    private void beginLane(int lane) {
        if (lane == 0) {
            constants.pushSpecies(method);
        } else {
            code.integer(lane);
        }
    }

    /** With the lane's number on the stack, ends it. */
    private void endLane(int lane) {
        if (lane == 0) {
            broadcast();
        } else {
            virtual(DOUBLES, "withLane", "(ID)" + DOUBLES_TYPE);
        }
    }

    void species() {
        constants.pushSpecies(method);
    }

    /** Replaces the species and a number by a vector that has the number in all lanes. */
    void broadcast() {
        method.visitMethodInsn(
                Opcodes.INVOKESTATIC, DOUBLES, "broadcast", "(" + SPECIES_TYPE + "D)" + DOUBLES_TYPE, false);
    }

    /** Replaces the species, an array and an index by the vector there. */
    void fromArray() {
        method.visitMethodInsn(
                Opcodes.INVOKESTATIC, DOUBLES, "fromArray", "(" + SPECIES_TYPE + "[DI)" + DOUBLES_TYPE, false);
    }

    /** Writes a vector to an array at an index, all on the stack. */
    void intoArray() {
        virtual(DOUBLES, "intoArray", "([DI)V");
    }

    /** Replaces a vector by the number in one of its lanes. */
    void lane(int lane) {
        code.integer(lane);
        virtual(DOUBLES, "lane", "(I)D");
    }
}
