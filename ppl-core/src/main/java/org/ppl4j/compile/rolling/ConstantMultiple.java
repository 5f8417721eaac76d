package org.ppl4j.compile.rolling;

import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Node;

/**
 * A number times a node.
 *
 * @param node what is multiplied
 * @param number the number
 */
record ConstantMultiple(Node node, double number) {

    /** Returns what a scalar is a multiple of; once itself if it is written as none. */
    static ConstantMultiple of(Node scalar) {
        boolean isProduct = scalar.op() instanceof Multiply && scalar.shape().isScalar();
        for (int side = 0; isProduct && side < 2; side++) {
            if (Interner.isConstant(scalar.input(side))) {
                return new ConstantMultiple(scalar.input(1 - side), Interner.constantValue(scalar.input(side)));
            }
        }
        return new ConstantMultiple(scalar, 1);
    }
}
