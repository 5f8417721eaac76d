package org.ppl4j.compile.vector;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.compile.vector.VectorValue.Kind;

/**
 * Makes the values of one iteration, each once: the exponential that two functions of one operand have in common is one
 * value. HotSpot finds such in scalar code; in SIMD code it first inlines some ten methods for each instruction.
 */
final class VectorGraph {

    private static final Object NOTHING = "";

    private final Map<VectorValue.Key, VectorValue> values = new HashMap<>();

    private VectorValue make(Kind kind, Object detail, VectorValue... operands) {
        VectorValue.Key key = new VectorValue.Key(kind, detail, List.of(operands));
        VectorValue known = values.get(key);
        if (known == null) {
            known = new VectorValue(key);
            values.put(key, known);
            key.operands().forEach(VectorValue::use);
        }
        return known;
    }

    VectorValue local(int local) {
        return make(Kind.LOCAL, local);
    }

    /** A double, in all lanes; known by its bits, which tell zeros apart. */
    VectorValue constant(double value) {
        return make(Kind.CONSTANT, value);
    }

    /** A long, in all lanes. */
    VectorValue constant(long value) {
        return make(Kind.CONSTANT, value);
    }

    /** A method of vectors of doubles: {@code neg}, {@code add} and the like, {@code fma}. */
    VectorValue doubles(String name, VectorValue... operands) {
        return make(Kind.DOUBLES, name, operands);
    }

    /** A method of vectors of longs: {@code neg}, {@code add}, {@code and} and the like. */
    VectorValue longs(String name, VectorValue... operands) {
        return make(Kind.LONGS, name, operands);
    }

    VectorValue exclusiveOr(VectorValue left, VectorValue right) {
        return make(Kind.EXCLUSIVE_OR, NOTHING, left, right);
    }

    /** A shift of longs: {@code LSHL}, {@code LSHR} or {@code ASHR}. */
    VectorValue shift(String operator, int distance, VectorValue value) {
        return make(Kind.SHIFT, new VectorValue.Shift(operator, distance), value);
    }

    VectorValue bits(VectorValue doubles) {
        return make(Kind.BITS, NOTHING, doubles);
    }

    VectorValue ofBits(VectorValue longs) {
        return make(Kind.OF_BITS, NOTHING, longs);
    }

    /** One value where a comparison holds, another elsewhere. */
    VectorValue choose(
            String comparison, VectorValue left, VectorValue right, VectorValue then, VectorValue otherwise) {
        VectorValue mask = make(Kind.COMPARISON, comparison, left, right);
        return make(Kind.BLEND, NOTHING, otherwise, then, mask);
    }

    /** Elements of an array. */
    VectorValue read(Reading reading) {
        return make(Kind.READ, reading);
    }

    /** A method of numbers that has no SIMD counterpart, called lane by lane. */
    VectorValue call(LaneCall call, VectorValue... operands) {
        return make(Kind.CALL, call, operands);
    }

    /**
     * What is read of an array.
     *
     * @param array the local variable that has the array
     * @param table the local variable that has the table of indices, if they are not a range
     * @param position the local variable that has the position of the iteration's first element
     * @param ahead how far the first element read is ahead of that
     */
    record Reading(int array, org.ppl4j.graph.Indices indices, int table, int position, int ahead) {}

    /** A static method that is called lane by lane. */
    record LaneCall(StraightLine.Reference method, boolean isInterface) {}
}
