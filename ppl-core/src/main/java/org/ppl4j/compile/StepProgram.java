package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.compile.emit.Call;
import org.ppl4j.compile.emit.ClassEmitter;
import org.ppl4j.compile.emit.Computation;
import org.ppl4j.compile.emit.GeneratedClasses;
import org.ppl4j.compile.emit.Interpreter;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.Evaluation;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Parameter;
import org.ppl4j.graph.ScanBody;
import org.ppl4j.graph.Topology;

/** The body of a scan as a compiled graph, whose leaves are the body's parameters. */
final class StepProgram {

    private final List<Node> parameters;
    private final List<Node> results;
    private final Schedule schedule;
    private final Layout layout;
    private final Computation computation;
    private final int[][] tables;
    private final Map<Node, double[]> constants = new IdentityHashMap<>();

    /**
     * Compiles a body.
     *
     * @param name the model's name
     * @param body what happens at a step, optimised
     */
    StepProgram(String name, ScanBody body) {
        this.parameters = body.parameters();
        this.results = body.results();
        List<Node> all = new ArrayList<>(results);
        all.addAll(parameters);
        for (Node node : Topology.sort(results)) {
            if (!node.inputs().isEmpty() && !node.isOpen() && !Access.isView(node)) {
                constants.put(node, Evaluation.value(node));
            }
        }
        Map<Node, Boolean> leaves = new IdentityHashMap<>();
        constants.keySet().forEach(node -> leaves.put(node, true));
        this.schedule = new Schedule(all, leaves);
        this.layout = new Layout(schedule, all, Map.of(), false);
        this.computation = ClassEmitter.emit(name, all, schedule, layout, new GeneratedClasses())
                .computation();
        this.tables = layout.tables();
    }

    double[][] newMemory() {
        List<Integer> sizes = layout.sizes();
        double[][] memory = new double[sizes.size()][];
        for (Node node : schedule.buffered()) {
            double[] known = constants.get(node);
            if (known == null && schedule.kind(node) == Schedule.Kind.LEAF && !(node.op() instanceof Parameter)) {
                known = Interpreter.leaf(node, Map.of());
            }
            if (known != null) {
                memory[layout.array(node)] = known;
            }
        }
        for (int i = 0; i < memory.length; i++) {
            if (memory[i] == null) {
                memory[i] = new double[sizes.get(i)];
            }
        }
        layout.writeConstants(memory[0]);
        return memory;
    }

    Call[] newCalls(double[][] memory) {
        return Program.calls(schedule, layout, memory, new HashMap<>());
    }

    void run(double[][] memory, Call[] calls) {
        computation.run(memory, tables, calls, Call.NO_NUMBERS, Call.NO_NUMBERS);
    }

    double[] parameter(double[][] memory, int number) {
        return memory[layout.array(parameters.get(number))];
    }

    double[] result(double[][] memory, int number) {
        return memory[layout.array(schedule.access(results.get(number)).base())];
    }
}
