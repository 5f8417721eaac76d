package org.ppl4j.graph;

import org.ppl4j.math.Elementary;

/** The logistic function 1 / (1 + exp(-x)). */
public record Sigmoid() implements UnaryOp {

    private static final double LEAST = Double.MIN_VALUE;
    private static final double GREATEST = Math.nextDown(1.0);

    /**
     * Returns the logistic function, kept off zero and one where rounding brings it there.
     *
     * @param x the operand
     */
    public static Node inside(Node x) {
        Node above = Nodes.apply(new Maximum(), Nodes.sigmoid(x), Nodes.constant(LEAST));
        return Nodes.apply(new Minimum(), above, Nodes.constant(GREATEST));
    }

    /**
     * Returns the logistic function that a node keeps off zero and one, or the node itself if it is none: logarithms of it,
     * and of one minus it, can do without.
     *
     * @param node the node
     */
    public static Node unbounded(Node node) {
        boolean isBelow = node.op() instanceof Minimum && node.input(1).isConstant(GREATEST);
        Node above = isBelow ? node.input(0) : node;
        boolean isInside =
                isBelow && above.op() instanceof Maximum && above.input(1).isConstant(LEAST);
        return isInside && above.input(0).op() instanceof Sigmoid ? above.input(0) : node;
    }

    @Override
    public double apply(double x) {
        return Elementary.sigmoid(x);
    }

    @Override
    public void emit(Code code) {
        code.call(Elementary.class, "sigmoid", 1);
    }

    @Override
    public Node derivative(Node x, Node y) {
        return Nodes.multiply(y, Nodes.sigmoid(Nodes.negate(x)));
    }
}
