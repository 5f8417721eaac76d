package org.ppl4j.compile.vector;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.vector.StraightLine.Reference;
import org.ppl4j.graph.EqualTo;
import org.ppl4j.graph.LessOrEqual;
import org.ppl4j.graph.LessThan;
import org.ppl4j.math.Select;
import org.ppl4j.math.Steps;

/** The methods that SIMD code has instructions for: those that scalar code can express with a branch or a call only. */
final class VectorFunctions {

    /** How a method is expressed. */
    @FunctionalInterface
    interface Translator {
        VectorValue translate(VectorGraph graph, VectorValue[] operands);
    }

    private static final Map<Reference, Translator> FUNCTIONS = new HashMap<>();

    static {
        add(Math.class, "fma", "(DDD)D", (graph, x) -> graph.doubles("fma", x));
        add(Math.class, "abs", "(D)D", (graph, x) -> graph.doubles("abs", x));
        add(Math.class, "sqrt", "(D)D", (graph, x) -> graph.doubles("sqrt", x));
        add(Math.class, "max", "(DD)D", (graph, x) -> graph.doubles("max", x));
        add(Math.class, "min", "(DD)D", (graph, x) -> graph.doubles("min", x));
        add(Math.class, "signum", "(D)D", (graph, x) -> sign(graph, x[0]));
        add(Double.class, "doubleToRawLongBits", "(D)J", (graph, x) -> graph.bits(x[0]));
        add(Double.class, "longBitsToDouble", "(J)D", (graph, x) -> graph.ofBits(x[0]));
        add(Select.class, "lessThan", "(DDDD)D", (graph, x) -> graph.choose("LT", x[0], x[1], x[2], x[3]));
        add(Select.class, "equal", "(DDDD)D", (graph, x) -> graph.choose("EQ", x[0], x[1], x[2], x[3]));
        add(Select.class, "isNaN", "(DDD)D", (graph, x) -> graph.choose("NE", x[0], x[0], x[1], x[2]));
        add(
                org.ppl4j.graph.Select.class,
                "select",
                "(DDD)D",
                (graph, x) -> graph.choose("NE", x[0], graph.constant(0.0), x[1], x[2]));
        add(LessThan.class, "lessThan", "(DD)D", indicator("LT"));
        add(LessOrEqual.class, "lessOrEqual", "(DD)D", indicator("LE"));
        add(EqualTo.class, "equalTo", "(DD)D", indicator("EQ"));
        // a mask is not equal to itself, as no number is that has all bits
        add(Steps.class, "choose", "(DDD)D", (graph, x) -> graph.choose("NE", x[0], x[0], x[1], x[2]));
        add(Steps.class, "lessThan", "(DD)D", mask("LT"));
        add(Steps.class, "lessOrEqual", "(DD)D", mask("LE"));
        add(Steps.class, "equalTo", "(DD)D", mask("EQ"));
        add(Steps.class, "notZero", "(D)D", (graph, x) -> mask(graph, "NE", x[0], graph.constant(0.0)));
    }

    private VectorFunctions() {}

    private static void add(Class<?> owner, String name, String descriptor, Translator translator) {
        FUNCTIONS.put(new Reference(owner.getName().replace('.', '/'), name, descriptor), translator);
    }

    private static Translator indicator(String comparison) {
        return (graph, x) -> graph.choose(comparison, x[0], x[1], graph.constant(1.0), graph.constant(0.0));
    }

    private static Translator mask(String comparison) {
        return (graph, x) -> mask(graph, comparison, x[0], x[1]);
    }

    private static VectorValue mask(VectorGraph graph, String comparison, VectorValue left, VectorValue right) {
        double allBits = Double.longBitsToDouble(-1);
        return graph.choose(comparison, left, right, graph.constant(allBits), graph.constant(0.0));
    }

    /** The sign, with zeros and what is not a number as they are. */
    private static VectorValue sign(VectorGraph graph, VectorValue x) {
        VectorValue zero = graph.constant(0.0);
        VectorValue negative = graph.choose("LT", x, zero, graph.constant(-1.0), x);
        return graph.choose("LT", zero, x, graph.constant(1.0), negative);
    }

    /** Returns how a method is expressed, or null if it is not one of them. */
    static @Nullable Translator of(Reference reference) {
        return FUNCTIONS.get(reference);
    }
}
