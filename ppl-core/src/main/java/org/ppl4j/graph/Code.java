package org.ppl4j.graph;

/** The operand-stack code of one element of an operation: the operands are on the stack, the result is left there. */
public interface Code {

    /** Replaces the two topmost values by their sum. */
    void add();

    /** Replaces the two topmost values by their difference. */
    void subtract();

    /** Replaces the two topmost values by their product. */
    void multiply();

    /** Replaces the two topmost values by their quotient. */
    void divide();

    /** Negates the topmost value. */
    void negate();

    /**
     * Calls a public static method of doubles that returns a double. Interpreter and compiled code agree bit for bit if
     * the operation's {@code apply} calls the same method.
     *
     * @param owner the public class that has the method
     * @param method the method's name
     * @param operands the number of its parameters, all double
     */
    void call(Class<?> owner, String method, int operands);
}
