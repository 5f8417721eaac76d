package org.ppl4j.compile.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Variable;

/** Finds the arrays that straight-line code takes as parameters, so that they need not be copied. */
final class ParameterArrays {

    private final Schedule schedule;
    private final @Nullable Node variable;
    private final boolean variableInMemory;
    private final @Nullable Node result;

    ParameterArrays(Schedule schedule, List<Node> outputs) {
        this.schedule = schedule;
        variable = variable(schedule);
        variableInMemory = variable != null && (isBase(variable, outputs) || isReadByOtherCode(variable));
        Node last = schedule.access(outputs.get(outputs.size() - 1)).base();
        boolean repeated = isBase(last, outputs.subList(0, outputs.size() - 1));
        boolean written = schedule.kind(last) == Schedule.Kind.JOIN;
        result = written && !repeated && !isReadByOtherCode(last) ? last : null;
    }

    private static @Nullable Node variable(Schedule schedule) {
        for (Node node : schedule.buffered()) {
            if (node.op() instanceof Variable) {
                return node;
            }
        }
        return null;
    }

    @Nullable
    Node variable() {
        return variable;
    }

    /** Whether loops or calls read the variable, or it is an output. */
    boolean variableInMemory() {
        return variableInMemory;
    }

    /** Returns the last output if it can be written to an array of the caller's, else null. */
    @Nullable
    Node result() {
        return result;
    }

    /** Whether some nodes are elements of an array. */
    private boolean isBase(Node array, List<Node> elements) {
        for (Node element : elements) {
            if (schedule.access(element).base() == array) {
                return true;
            }
        }
        return false;
    }

    private boolean isReadByOtherCode(Node array) {
        for (Schedule.Unit unit : schedule.units()) {
            for (Node node : unit.kind().isStraightLine() ? List.<Node>of() : unit.nodes()) {
                if (isBase(array, node.inputs())) {
                    return true;
                }
            }
        }
        return false;
    }
}
