package org.ppl4j.graph;

/** Whether operations are equal, without the start-up cost that the generated methods of records have. */
public final class Operations {

    /** Whether an operation has no parameters, so that its class says it all. */
    private static final ClassValue<Boolean> IS_STATELESS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return type.isRecord() && type.getRecordComponents().length == 0;
        }
    };

    private Operations() {}

    /**
     * Returns what is equal for equal operations, and for them alone.
     *
     * @param op an operation
     */
    public static Object key(Op op) {
        return IS_STATELESS.get(op.getClass()) ? op.getClass() : op;
    }

    /**
     * Whether two operations are equal.
     *
     * @param first one operation
     * @param second the other operation
     */
    public static boolean isSame(Op first, Op second) {
        return first == second
                || (first.getClass() == second.getClass()
                        && (IS_STATELESS.get(first.getClass()) || first.equals(second)));
    }

    /**
     * Whether an operation is one of sums, differences, products and quotients.
     *
     * @param op an operation
     */
    public static boolean isArithmetic(Op op) {
        return op instanceof Add
                || op instanceof Subtract
                || op instanceof Multiply
                || op instanceof FusedMultiplyAdd
                || op instanceof Negate
                || op instanceof Divide;
    }

    /**
     * Whether an operation on elements takes many times as long as arithmetic, as an exponential does.
     *
     * @param op an operation
     */
    public static boolean isFunction(Op op) {
        return op instanceof ElementwiseOp && !isCheap(op) && !isArithmetic(op);
    }

    /**
     * Whether an operation takes no longer, for an element, than reading a number from memory.
     *
     * @param op an operation
     */
    public static boolean isCheap(Op op) {
        return (isArithmetic(op) && !(op instanceof Divide))
                || op instanceof Absolute
                || op instanceof Sign
                || op instanceof Select
                || op instanceof Maximum
                || op instanceof Minimum
                || op instanceof LessThan
                || op instanceof LessOrEqual
                || op instanceof EqualTo
                || op instanceof Detached
                || op instanceof Broadcast
                || op instanceof Reshape
                || op instanceof Take
                || op instanceof Concatenate
                || op instanceof Constant
                || op instanceof Parameter;
    }

    /**
     * Whether a node is one number that is given, or that is computed element by element.
     *
     * @param node the node
     */
    public static boolean isPlainScalar(Node node) {
        return node.size() == 1 && (node.inputs().isEmpty() || node.op() instanceof ElementwiseOp);
    }
}
