package org.ppl4j.compile;

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
        variable = schedule.buffered().stream()
                .filter(node -> node.op() instanceof Variable)
                .findFirst()
                .orElse(null);
        variableInMemory = variable != null && (isOutput(variable, outputs) || isReadByOtherCode(variable));
        Node last = schedule.access(outputs.get(outputs.size() - 1)).base();
        boolean repeated = isOutput(last, outputs.subList(0, outputs.size() - 1));
        boolean written = schedule.kind(last) == Schedule.Kind.JOIN;
        result = written && !repeated && !isReadByOtherCode(last) ? last : null;
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

    private boolean isOutput(Node node, List<Node> outputs) {
        return outputs.stream().anyMatch(output -> schedule.access(output).base() == node);
    }

    private boolean isReadByOtherCode(Node array) {
        return schedule.units().stream()
                .filter(unit -> !unit.kind().isStraightLine())
                .flatMap(unit -> unit.nodes().stream())
                .flatMap(node -> node.inputs().stream())
                .anyMatch(input -> schedule.access(input).base() == array);
    }
}
