package org.ppl4j.compile.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.LastSteps;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Take;

/** The parts of a vector, some of which are logarithms of numbers that are known: they are taken of what is picked alone. */
final class ScaledParts {

    /** Numbers, or the logarithms of numbers. */
    private record Part(@Nullable Node plain, @Nullable ScaledNode scaled, int size) {}

    private final List<Part> parts = new ArrayList<>();

    /** Adds a vector. */
    void add(Node vector) {
        parts.add(new Part(vector, null, vector.size()));
    }

    /** Adds the logarithms of a vector. */
    void add(ScaledNode vector) {
        parts.add(new Part(null, vector, vector.mantissa().size()));
    }

    /** Returns all parts as one vector. */
    Node together(Simplifier simplifier) {
        List<Node> all = new ArrayList<>();
        for (Part part : parts) {
            all.add(part.scaled == null ? Objects.requireNonNull(part.plain) : part.scaled.logarithm(simplifier));
        }
        return simplifier.make(new Concatenate(), all);
    }

    /** Returns what is picked from one part that is logarithms; null if it is of others. */
    @Nullable
    Node take(Take take, Simplifier simplifier) {
        Indices indices = take.indices();
        int start = 0;
        for (Part part : parts) {
            if (part.scaled != null && LastSteps.areWithin(indices, start, start + part.size)) {
                Take within = new Take(indices.minus(start), take.target());
                return part.scaled.each(node -> simplifier.make(within, node)).logarithm(simplifier);
            }
            start += part.size;
        }
        return null;
    }
}
