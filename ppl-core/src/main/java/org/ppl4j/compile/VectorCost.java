package org.ppl4j.compile;

import org.ppl4j.graph.Add;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.FusedMultiplyAdd;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Subtract;

/** Estimates when a SIMD form pays: making, compiling and trying one takes about a second. */
final class VectorCost {

    /** Operations, of about a nanosecond each, that a thread executes before a trial. */
    private static final double OPERATIONS_BEFORE_TRIAL = 3e8;

    private static final int LEAST_EVALUATIONS = 500;
    private static final int FUNCTION = 10;

    private VectorCost() {}

    static int evaluationsBeforeTrial(Schedule schedule) {
        double operations = 0;
        for (Schedule.Unit unit : schedule.units()) {
            if (unit.kind() == Schedule.Kind.LOOP) {
                for (Node node : unit.nodes()) {
                    operations += (double) unit.length() * cost(node.op());
                }
            }
            operations += RowProduct.of(unit.nodes().get(0))
                    .map(product -> (double) product.rows() * product.width())
                    .orElse(0.0);
        }
        double evaluations = OPERATIONS_BEFORE_TRIAL / Math.max(1, operations);
        return (int) Math.max(LEAST_EVALUATIONS, Math.min(Integer.MAX_VALUE, evaluations));
    }

    private static int cost(Op op) {
        boolean simple = op instanceof Add
                || op instanceof Subtract
                || op instanceof Multiply
                || op instanceof FusedMultiplyAdd
                || op instanceof Negate
                || op instanceof Divide;
        return op instanceof ElementwiseOp && !simple ? FUNCTION : 1;
    }
}
