package org.ppl4j.compile.vector;

import java.util.List;

/** A vector, or a mask, that an iteration of a loop computes: an instruction and its operands. */
final class VectorValue {

    /** What computes a value. */
    enum Kind {
        /** In a local variable since before the loop: its number. */
        LOCAL,
        /** A constant: a double or a long. */
        CONSTANT,
        /** A method of vectors of doubles: its name. */
        DOUBLES,
        /** A method of vectors of longs: its name. */
        LONGS,
        /** The exclusive or of vectors of longs. */
        EXCLUSIVE_OR,
        /** A shift of longs by a fixed distance. */
        SHIFT,
        /** The bits of doubles. */
        BITS,
        /** The doubles that have some bits. */
        OF_BITS,
        /** The mask of a comparison: {@code LT}, {@code LE}, {@code EQ} or {@code NE}. */
        COMPARISON,
        /** The values if not, the values if so, and a mask: those chosen. */
        BLEND,
        /** Elements of an array. */
        READ,
        /** A method of numbers that is called lane by lane. */
        CALL
    }

    /** A shift. */
    record Shift(String operator, int distance) {}

    /** What tells values apart: two that agree in it are one. */
    record Key(Kind kind, Object detail, List<VectorValue> operands) {}

    private final Key key;
    private int uses;

    VectorValue(Key key) {
        this.key = key;
    }

    Kind kind() {
        return key.kind();
    }

    Object detail() {
        return key.detail();
    }

    List<VectorValue> operands() {
        return key.operands();
    }

    /** How many others, and effects of the loop, use it. */
    int uses() {
        return uses;
    }

    void use() {
        uses++;
    }
}
