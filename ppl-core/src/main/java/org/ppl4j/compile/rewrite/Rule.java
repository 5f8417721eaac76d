package org.ppl4j.compile.rewrite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;

/** A way to compute the same more cheaply, or more accurately. */
public interface Rule {

    /**
     * Returns a better form of an operation on simplified operands, made with the simplifier; null if the rule does not
     * apply.
     */
    @Nullable
    Node rewrite(Op op, List<Node> inputs, Simplifier simplifier);
}
