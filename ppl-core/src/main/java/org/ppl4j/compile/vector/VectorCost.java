package org.ppl4j.compile.vector;

import org.ppl4j.compile.schedule.FunctionStep;
import org.ppl4j.compile.schedule.RowProduct;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Operations;

/**
 * Estimates when a SIMD form pays. Making, compiling and trying one takes a second or two, in which it slows down what runs
 * beside it: so it begins when about as much has been spent on evaluations.
 */
public final class VectorCost {

    /** Operations, of about a nanosecond each, that a thread executes before a trial. */
    private static final double OPERATIONS_BEFORE_TRIAL = 1.5e9;

    /** The same, before it is said what is missed without the module: in a run that is felt. */
    private static final double OPERATIONS_BEFORE_HINT = 3e8;

    private static final int LEAST_EVALUATIONS = 500;
    private static final int FUNCTION = 10;

    private VectorCost() {}

    public static int evaluationsBeforeTrial(Schedule schedule) {
        return evaluations(OPERATIONS_BEFORE_TRIAL, schedule);
    }

    public static int evaluationsBeforeHint(Schedule schedule) {
        return evaluations(OPERATIONS_BEFORE_HINT, schedule);
    }

    private static int evaluations(double wanted, Schedule schedule) {
        double operations = 0;
        for (Schedule.Unit unit : schedule.units()) {
            if (unit.kind() == Schedule.Kind.LOOP) {
                for (Node node : unit.nodes()) {
                    operations += (double) unit.length() * (isLong(node.op()) ? FUNCTION : 1);
                }
            }
            RowProduct product = RowProduct.of(unit.nodes().get(0)).orElse(null);
            operations += product == null ? 0 : (double) product.rows() * product.width();
        }
        double evaluations = wanted / Math.max(1, operations);
        return (int) Math.max(LEAST_EVALUATIONS, Math.min(Integer.MAX_VALUE, evaluations));
    }

    private static boolean isLong(Op op) {
        return op instanceof FunctionStep ? FunctionStep.instructions(op) > FUNCTION : Operations.isFunction(op);
    }
}
