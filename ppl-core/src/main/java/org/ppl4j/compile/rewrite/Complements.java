package org.ppl4j.compile.rewrite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.graph.SigmoidComplement;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Topology;

/**
 * Logistic functions of a number and of its negative are made functions of the same number: HotSpot then computes the
 * exponential that they have in common once.
 */
public final class Complements {

    private final Interner interner;
    private final NodeMap<Node> results = new NodeMap<>();

    private Complements(Interner interner) {
        this.interner = interner;
    }

    public static List<Node> apply(List<Node> roots, Interner interner) {
        Complements pass = new Complements(interner);
        for (Node node : Topology.sort(roots)) {
            Node result = node.inputs().isEmpty() ? node : pass.rewritten(node);
            result.noteOrigin(node.origin());
            pass.results.put(node, interner.intern(result));
        }
        return Simplifier.mapped(roots, pass.results);
    }

    private Node rewritten(Node node) {
        List<Node> inputs = Simplifier.mapped(node.inputs(), results);
        Node positive = node.op() instanceof Sigmoid ? opposite(inputs.get(0)) : null;
        return positive == null ? Simplifier.rebuilt(node, inputs) : Node.of(new SigmoidComplement(), positive);
    }

    /** Returns the negative of a node if the graph has it, computed before; else null. */
    private @Nullable Node opposite(Node x) {
        if (x.op() instanceof Negate) {
            return x.input(0);
        }
        if (x.op() instanceof Subtract) {
            Node reverse = interner.known(new Subtract(), List.of(x.input(1), x.input(0)));
            return reverse != null && results.get(reverse) == reverse ? reverse : null;
        }
        return null;
    }
}
