package org.ppl4j.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Log1mExp;
import org.ppl4j.graph.Log1p;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.graph.Softplus;
import org.ppl4j.graph.Subtract;

/** Forms that lose digits, overflow or underflow, turned into those that do not. */
final class StableRules implements Rule {

    @Override
    public @Nullable Node rewrite(Op op, List<Node> inputs, Simplifier simplifier) {
        Node x = inputs.get(0);
        if (op instanceof Log) {
            return log(x, simplifier);
        }
        if (op instanceof Log1p) {
            return log1p(x, simplifier);
        }
        if (op instanceof Subtract && x.isConstant(1) && inputs.get(1).op() instanceof Sigmoid) {
            return simplifier.make(
                    new Sigmoid(), simplifier.make(new Negate(), inputs.get(1).input(0)));
        }
        if (op instanceof Divide && x.isConstant(1) && isOnePlusExp(inputs.get(1))) {
            Node exponent = inputs.get(1).input(0).input(0);
            return simplifier.make(new Sigmoid(), simplifier.make(new Negate(), exponent));
        }
        return null;
    }

    private static boolean isOnePlusExp(Node x) {
        return x.op() instanceof Add && x.input(1).isConstant(1) && x.input(0).op() instanceof Exp;
    }

    private static @Nullable Node log(Node x, Simplifier simplifier) {
        if (x.op() instanceof Exp) {
            return x.input(0);
        }
        if (x.op() instanceof Sigmoid) {
            Node opposite = simplifier.make(new Negate(), x.input(0));
            return simplifier.make(new Negate(), simplifier.make(new Softplus(), opposite));
        }
        if (isOnePlusExp(x)) {
            return simplifier.make(new Softplus(), x.input(0).input(0));
        }
        if (x.op() instanceof Subtract && x.input(0).isConstant(1)) {
            return simplifier.make(new Log1p(), simplifier.make(new Negate(), x.input(1)));
        }
        return null;
    }

    private static @Nullable Node log1p(Node x, Simplifier simplifier) {
        if (x.op() instanceof Exp) {
            return simplifier.make(new Softplus(), x.input(0));
        }
        if (x.op() instanceof Negate) {
            Node inner = x.input(0);
            if (inner.op() instanceof Sigmoid) {
                return simplifier.make(new Negate(), simplifier.make(new Softplus(), inner.input(0)));
            }
            if (inner.op() instanceof Exp) {
                return simplifier.make(new Log1mExp(), inner.input(0));
            }
        }
        return null;
    }
}
