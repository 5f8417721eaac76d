package org.ppl4j.compile.emit;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.Node;

/** Evaluates a scheduled graph operation by operation, in the memory of the compiled form. */
public final class InterpretedComputation implements Computation {

    private final Schedule schedule;
    private final Layout layout;

    InterpretedComputation(Schedule schedule, Layout layout) {
        this.schedule = schedule;
        this.layout = layout;
    }

    @Override
    public void run(double[][] memory, int[][] tables, Call[] calls, double[] position, double[] result) {
        if (layout.variable() >= 0) {
            System.arraycopy(position, 0, memory[layout.variable()], 0, position.length);
        }
        Map<Node, double[]> values = new IdentityHashMap<>();
        for (Schedule.Unit unit : schedule.units()) {
            for (Node node : unit.nodes()) {
                double[] value = value(node, values, memory);
                if (schedule.isBuffered(node)) {
                    int place = layout.array(node);
                    System.arraycopy(value, 0, place == layout.result() ? result : memory[place], 0, value.length);
                }
            }
        }
    }

    private double[] value(Node node, Map<Node, double[]> values, double[][] memory) {
        double[] known = values.get(node);
        if (known != null) {
            return known;
        }
        double[] value;
        if (schedule.kind(node) == Schedule.Kind.LEAF) {
            double[] constant = Interner.isConstant(node) ? node.cachedValue() : null;
            value = constant != null ? constant : memory[layout.array(node)];
        } else {
            List<Node> operands = node.inputs();
            double[][] inputs = new double[operands.size()][];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = value(operands.get(i), values, memory);
            }
            value = new double[node.size()];
            node.op().evaluate(node, inputs, value);
        }
        values.put(node, value);
        return value;
    }
}
