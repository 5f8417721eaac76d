package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Interleave;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Take;

/** Removes moves of elements that cancel out, and computes before elements are repeated rather than after. */
public final class StructureRules implements Rule {

    private static final int LARGEST_COMPOSED_TABLE = 1 << 16;

    private static final int FEWEST_BY_TABLE = 8;

    /** How many elements, on average, are to be picked from each part of a vector to pick from the parts themselves. */
    private static final int WORTH_DIVIDING = 8;

    /** How many times larger a tensor may be than what is picked from it, so that many picks take no longer than one. */
    private static final int WORTH_SEARCHING = 64;

    @Override
    public @Nullable Node rewrite(Op op, List<Node> inputs, Simplifier simplifier) {
        Node x = inputs.get(0);
        if (op instanceof Broadcast broadcast) {
            return broadcast(broadcast, x, simplifier);
        }
        if (op instanceof Reshape reshape) {
            return reshape(reshape.target(), x, simplifier);
        }
        if (op instanceof Take take) {
            return take(take, x, simplifier);
        }
        if (op instanceof Put put) {
            boolean identity = isIdentity(put.indices(), put.target().size());
            return identity ? simplifier.make(new Reshape(put.target()), x) : null;
        }
        if (op instanceof Concatenate && inputs.size() == 1) {
            return simplifier.make(new Reshape(Shape.of(x.size())), x);
        }
        if (op instanceof ElementwiseOp) {
            return beforeRepeating(op, inputs, simplifier);
        }
        return null;
    }

    private static @Nullable Node broadcast(Broadcast op, Node x, Simplifier simplifier) {
        if (x.shape().equals(op.target())) {
            return x;
        }
        if (x.op() instanceof Broadcast) {
            return simplifier.make(op, x.input(0));
        }
        if (x.size() == 1 && !x.shape().isScalar()) {
            return simplifier.make(op, simplifier.make(new Reshape(Shape.SCALAR), x));
        }
        if (x.size() == op.target().size()) {
            return simplifier.make(new Reshape(op.target()), x);
        }
        return null;
    }

    private static @Nullable Node reshape(Shape target, Node x, Simplifier simplifier) {
        if (x.shape().equals(target)) {
            return x;
        }
        if (x.op() instanceof Reshape) {
            return simplifier.make(new Reshape(target), x.input(0));
        }
        Node scalar = Simplifier.scalarOf(x);
        if (scalar != null && x.op() instanceof Broadcast) {
            return simplifier.make(new Broadcast(target), scalar);
        }
        if (x.op() instanceof Take take) {
            return simplifier.make(new Take(take.indices(), target), x.input(0));
        }
        return null;
    }

    private static @Nullable Node take(Take op, Node x, Simplifier simplifier) {
        Indices indices = op.indices();
        if (isIdentity(indices, x.size())) {
            return simplifier.make(new Reshape(op.target()), x);
        }
        Node scalar = Simplifier.scalarOf(x);
        if (scalar != null) {
            return simplifier.make(new Broadcast(op.target()), scalar);
        }
        if (x.op() instanceof Reshape) {
            return simplifier.make(op, x.input(0));
        }
        if (x.op() instanceof Take inner && indices.size() <= LARGEST_COMPOSED_TABLE) {
            int[] composed = new int[indices.size()];
            for (int i = 0; i < composed.length; i++) {
                composed[i] = inner.indices().at(indices.at(i));
            }
            return simplifier.make(new Take(Indices.of(composed), op.target()), x.input(0));
        }
        if (x.op() instanceof Concatenate && indices.size() > 0) {
            return takeFromPart(op, x, simplifier);
        }
        if (x.op() instanceof Interleave) {
            return takeFromTurns(op, x.inputs(), simplifier);
        }
        if (x.op() instanceof Put put) {
            return takeFromPut(op, put, x.input(0), simplifier);
        }
        return x.op() instanceof Scan scan ? LastSteps.take(op, scan, x, simplifier) : null;
    }

    /** Picks evenly spaced elements that are all of one operand. */
    private static @Nullable Node takeFromTurns(Take op, List<Node> operands, Simplifier simplifier) {
        Indices indices = op.indices();
        int turns = operands.size();
        if (!indices.isRange() || (indices.size() > 1 && indices.step() % turns != 0)) {
            return null;
        }
        Indices within = Indices.range(indices.size(), indices.start() / turns, indices.step() / turns);
        return simplifier.make(new Take(within, op.target()), operands.get(indices.start() % turns));
    }

    /** Picks elements that were put somewhere: each there alone, or none of them. */
    private static @Nullable Node takeFromPut(Take op, Put put, Node x, Simplifier simplifier) {
        Indices picked = op.indices();
        // where single elements go may come of data, which are to change no code
        boolean isByData = !put.indices().isRange() && picked.size() < FEWEST_BY_TABLE;
        if (isByData
                || put.target().size() > LARGEST_COMPOSED_TABLE
                || put.target().size() > WORTH_SEARCHING * picked.size()) {
            return null;
        }
        int[] sources = new int[put.target().size()];
        boolean[] shared = new boolean[sources.length];
        for (int i = 0; i < put.indices().size(); i++) {
            int at = put.indices().at(i);
            shared[at] = sources[at] != 0;
            sources[at] = i + 1;
        }
        int[] composed = new int[picked.size()];
        boolean none = true;
        boolean all = true;
        for (int i = 0; i < composed.length; i++) {
            int at = picked.at(i);
            composed[i] = sources[at] - 1;
            none &= sources[at] == 0;
            all &= sources[at] != 0 && !shared[at];
        }
        if (none) {
            return simplifier.make(new Broadcast(op.target()), simplifier.constant(0));
        }
        return all ? simplifier.make(new Take(Indices.of(composed), op.target()), x) : null;
    }

    private static @Nullable Node takeFromPart(Take op, Node parts, Simplifier simplifier) {
        Indices indices = op.indices();
        int first = indices.at(0);
        int last = first;
        for (int i = 1; i < indices.size(); i += indices.isRange() ? Math.max(1, indices.size() - 2) : 1) {
            first = Math.min(first, indices.at(i));
            last = Math.max(last, indices.at(i));
        }
        int start = 0;
        for (Node part : parts.inputs()) {
            if (first >= start && last < start + part.size()) {
                return simplifier.make(new Take(indices.minus(start), op.target()), part);
            }
            start += part.size();
        }
        boolean isColumn = indices.isRange() && indices.step() > 1;
        boolean isLong = indices.size() >= WORTH_DIVIDING * parts.inputs().size();
        return isColumn && isLong ? takeFromParts(op, parts, simplifier) : null;
    }

    /** Picks what is evenly spaced, such as a column of rows that were put together, from each part by itself. */
    private static Node takeFromParts(Take op, Node parts, Simplifier simplifier) {
        Indices indices = op.indices();
        List<Node> picked = new ArrayList<>();
        int start = 0;
        int position = 0;
        for (Node part : parts.inputs()) {
            int end = start + part.size();
            int count = 0;
            while (position + count < indices.size() && indices.at(position + count) < end) {
                count++;
            }
            if (count > 0) {
                Indices within = Indices.range(count, indices.at(position) - start, indices.step());
                picked.add(simplifier.make(new Take(within, Shape.of(count)), part));
                position += count;
            }
            start = end;
        }
        return simplifier.make(new Reshape(op.target()), simplifier.make(new Concatenate(), picked));
    }

    private static boolean isIdentity(Indices indices, int size) {
        return indices.isRange()
                && indices.size() == size
                && indices.start() == 0
                && (indices.step() == 1 || size == 1);
    }

    /** An operation on repeated elements: computed once for each, then repeated. */
    private static @Nullable Node beforeRepeating(Op op, List<Node> inputs, Simplifier simplifier) {
        Shape common = Shape.SCALAR;
        for (Node input : inputs) {
            if (!(input.op() instanceof Broadcast)) {
                return null;
            }
            common = common.broadcast(input.input(0).shape());
        }
        Shape target = inputs.get(0).shape();
        if (common.size() == target.size()) {
            return null;
        }
        List<Node> sources = new ArrayList<>();
        for (Node input : inputs) {
            sources.add(simplifier.make(new Broadcast(common), input.input(0)));
        }
        return simplifier.make(new Broadcast(target), simplifier.make(op, sources));
    }
}
