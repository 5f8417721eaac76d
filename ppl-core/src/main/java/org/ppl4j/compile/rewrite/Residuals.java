package org.ppl4j.compile.rewrite;

import java.util.Objects;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Parameter;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Variable;

/**
 * Tells residuals from other sums of terms: data, or values that are sampled, less what they are near to. Where these are far
 * from zero they cancel element by element, and the sums of each by itself, taken apart, would have lost the digits that are left.
 */
public final class Residuals {

    /** Numbers as large as this may be far from zero beside what they differ by, however they spread. */
    private static final double LARGE = 0x1p10;

    /** Numbers that spread over less than this part of the largest are far from zero. */
    private static final double NARROW = 0x1p-4;

    /** What is put together of more terms is not looked through. */
    private static final int DEEPEST = 16;

    private final Interner interner;
    private boolean hasData;
    private boolean hasScalar;
    private boolean hasVariable;
    private boolean hasFunction;

    private Residuals(Interner interner) {
        this.interner = interner;
    }

    /**
     * Whether the terms of a sum or difference may cancel element by element. Those of a log density do not: squares and
     * functions are not near to their scalars and constants.
     */
    static boolean isResidual(Node sum, Interner interner) {
        Residuals found = new Residuals(interner);
        found.addTerms(sum, false, 0);
        return found.hasData || (found.hasVariable && found.hasScalar && !found.hasFunction);
    }

    /** Whether a node has data, as they were given but for views, signs and units, that may be far from zero beside their spread. */
    public static boolean isFarData(Node node) {
        Op op = node.op();
        if (op instanceof Constant) {
            return isFar(Objects.requireNonNull(node.cachedValue()));
        }
        if (op instanceof Multiply || op instanceof Divide) {
            return Simplifier.scalarOf(node.input(1)) != null && isFarData(node.input(0));
        }
        if (op instanceof Add || op instanceof Subtract) {
            return isFarData(node.input(0)) || isFarData(node.input(1));
        }
        return op instanceof Data || ((op instanceof Negate || Access.isView(node)) && isFarData(node.input(0)));
    }

    private static boolean isFar(double[] values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        double largest = Math.max(Math.abs(low), Math.abs(high));
        return largest >= LARGE || (high > low && high - low < NARROW * largest);
    }

    private void addTerms(Node node, boolean isScaled, int depth) {
        Op op = node.op();
        if (depth == DEEPEST) {
            hasFunction = true;
        } else if (Simplifier.scalarOf(node) != null) {
            hasScalar |= interner.dependsOnVariables(node);
        } else if (!interner.dependsOnVariables(node)) {
            // The sum of data times a number is one number, and found when data are bound.
            hasData |= !isScaled && isFarData(node);
        } else if (op instanceof Add || op instanceof Subtract) {
            addTerms(node.input(0), isScaled, depth + 1);
            addTerms(node.input(1), isScaled, depth + 1);
        } else if (op instanceof Negate || op instanceof Reshape) {
            addTerms(node.input(0), isScaled, depth + 1);
        } else if (op instanceof Multiply || op instanceof Divide) {
            addProduct(node, isScaled, depth);
        } else if (isVariable(node)) {
            hasVariable = true;
        } else {
            hasFunction |= !(op instanceof MatrixMultiply)
                    || (interner.dependsOnVariables(node.input(0)) && interner.dependsOnVariables(node.input(1)));
        }
    }

    private void addProduct(Node node, boolean isScaled, int depth) {
        Node first = node.input(0);
        Node second = node.input(1);
        boolean isQuotient = node.op() instanceof Divide;
        if (Simplifier.scalarOf(second) != null) {
            addTerms(first, isScaled || !Simplifier.isConstant(second), depth + 1);
        } else if (Simplifier.scalarOf(first) != null && !isQuotient) {
            addTerms(second, isScaled || !Simplifier.isConstant(first), depth + 1);
        } else {
            // A slope times data says nothing about what is added to it.
            hasFunction |= interner.dependsOnVariables(second) && (isQuotient || interner.dependsOnVariables(first));
        }
    }

    private static boolean isVariable(Node node) {
        Op op = node.op();
        return op instanceof Variable
                || op instanceof Parameter
                || op instanceof Scan
                || op instanceof Concatenate
                || (Access.isView(node) && isVariable(node.input(0)));
    }
}
