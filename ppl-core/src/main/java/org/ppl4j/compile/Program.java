package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.compile.emit.Call;
import org.ppl4j.compile.emit.ClassEmitter;
import org.ppl4j.compile.emit.Interpreter;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.ScratchOp;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Variable;

/**
 * A compiled graph of one variable and any data: the generated code with the plan of its memory. Immutable; each thread
 * that runs it does so in a {@link Workspace} of its own.
 */
public final class Program {

    private final List<Node> outputs;
    private final Schedule schedule;
    private final Layout layout;
    private final ClassEmitter.Emitted emitted;
    private final Forms forms;
    private final List<String> notes;
    private final List<Node> leaves;

    Program(
            List<Node> outputs,
            Schedule schedule,
            Layout layout,
            ClassEmitter.Emitted emitted,
            Forms forms,
            List<String> notes) {
        this.outputs = outputs;
        this.schedule = schedule;
        this.layout = layout;
        this.emitted = emitted;
        this.forms = forms;
        this.notes = List.copyOf(notes);
        this.leaves = new ArrayList<>();
        for (Node node : schedule.buffered()) {
            if (schedule.kind(node) == Schedule.Kind.LEAF) {
                leaves.add(node);
            }
        }
    }

    /**
     * Returns the values of all that does not depend on the variable, for given data; shared by all workspaces.
     *
     * @param data the data inputs' elements, by their names
     */
    public Bound bind(Map<String, double[]> data) {
        List<Node> fixed = new ArrayList<>();
        for (Node node : leaves) {
            if (!(node.op() instanceof Variable)) {
                fixed.add(node);
            }
        }
        List<double[]> values = Interpreter.evaluate(fixed, data);
        Map<Node, double[]> byNode = new IdentityHashMap<>();
        for (int i = 0; i < fixed.size(); i++) {
            byNode.put(fixed.get(i), values.get(i));
        }
        return new Bound(byNode);
    }

    /** Returns the nodes computed, after optimisation, in the order in which they were asked for. */
    List<Node> outputs() {
        return outputs;
    }

    /** Says in words what the program does, a line a unit, after a line for each sum that needs none. */
    public String explain() {
        return explain(List.of());
    }

    /**
     * Says in words what the program does.
     *
     * @param before what was done to the graph before it was compiled, a line each
     */
    public String explain(List<String> before) {
        List<String> all = new ArrayList<>(before);
        all.addAll(notes);
        return Explanation.of(all, schedule, layout, emitted)
                + "form in use: "
                + forms.description()
                + System.lineSeparator();
    }

    Forms forms() {
        return forms;
    }

    Schedule schedule() {
        return schedule;
    }

    Layout layout() {
        return layout;
    }

    /** Returns how many units of straight-line code, loops and calls there are. */
    public int unitCount() {
        return schedule.units().size();
    }

    /** Returns the calls of a schedule, bound to memory. */
    static Call[] calls(Schedule schedule, Layout layout, double[][] memory, Map<Shape, double[][]> scratch) {
        List<Node> called = layout.calls();
        Call[] calls = new Call[called.size()];
        for (int c = 0; c < calls.length; c++) {
            Node node = called.get(c);
            double[][] inputs = new double[node.inputs().size()][];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = memory[layout.array(schedule.access(node.input(i)).base())];
            }
            Shape needed = node.op() instanceof ScratchOp op ? op.scratch(node) : Shape.of(0, 0);
            double[][] own = scratch.get(needed);
            if (own == null) {
                own = new double[needed.dimension(0)][needed.dimension(1)];
                scratch.put(needed, own);
            }
            calls[c] = new Call(node, inputs, memory[layout.array(node)], own);
        }
        return calls;
    }

    /** A program with its data. */
    public final class Bound {

        private final Map<Node, double[]> fixed;
        private final int[][] tables = layout.tables();

        private Bound(Map<Node, double[]> fixed) {
            this.fixed = fixed;
        }

        /** Returns memory to run the program in, for one thread at a time. */
        public Workspace newWorkspace() {
            List<Integer> sizes = layout.sizes();
            double[][] memory = new double[sizes.size()][];
            double[] variable = new double[0];
            for (Node leaf : leaves) {
                double[] value = fixed.get(leaf);
                if (value == null) {
                    value = new double[leaf.size()];
                    variable = value;
                }
                memory[layout.array(leaf)] = value;
            }
            for (int i = 0; i < memory.length; i++) {
                if (memory[i] == null) {
                    memory[i] = new double[sizes.get(i)];
                }
            }
            layout.writeConstants(memory[0]);
            Call[] calls = calls(schedule, layout, memory, new HashMap<>());
            List<double[]> results = new ArrayList<>();
            for (Node output : outputs) {
                results.add(memory[layout.array(schedule.access(output).base())]);
            }
            return new Workspace(forms, this, layout, memory, tables, calls, variable, results);
        }
    }
}
