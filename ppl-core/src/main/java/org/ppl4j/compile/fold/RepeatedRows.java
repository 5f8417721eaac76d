package org.ppl4j.compile.fold;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.GraphRewriting;
import org.ppl4j.compile.rewrite.Partition;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Topology;

/**
 * Products of a vector and data of which many rows are equal, such as indicators of categories, of what was chosen, or of the levels
 * below one's own, are computed once for each of the different rows, and then picked.
 *
 * <p>What folds into statistics of the data has done so before: of these the number of rows does not matter.
 */
public final class RepeatedRows extends GraphRewriting {

    /** Fewer products take no longer than to pick, and to add up derivatives where they were picked. */
    private static final int FEWEST_COLUMNS = 4;

    private final List<String> notes;

    private RepeatedRows(Simplifier simplifier, List<String> notes) {
        super(simplifier);
        this.notes = notes;
    }

    /**
     * Returns a graph with such products computed once for each different row.
     *
     * @param roots the graph's roots, simplified
     * @param notes receives a line for each product
     */
    public static List<Node> apply(List<Node> roots, Simplifier simplifier, List<String> notes) {
        return new RepeatedRows(simplifier, notes).rewrite(roots, Topology.sort(roots));
    }

    @Override
    protected @Nullable Node replacement(Node node) {
        Predictor predictor = Predictor.ofRows(node, simplifier.interner());
        if (predictor == null) {
            return null;
        }
        int rows = node.size();
        boolean isWorthwhile =
                rows >= RepeatedData.FEWEST_ROWS && predictor.vector().size() >= FEWEST_COLUMNS;
        Partition equal = isWorthwhile ? predictor.equalRows(rows, rows / RepeatedData.WORTHWHILE) : null;
        if (equal == null) {
            return null;
        }
        notes.add("repeated data: products of " + rows + " rows computed for " + equal.count()
                + Origin.suffix(node.origin()));
        Node product = simplifier.make(node.op(), results(node.inputs()));
        Node values = new RowsOf(equal.firstRows(), simplifier).of(product);
        return simplifier.make(new Take(equal.labels(), node.shape()), values);
    }
}
