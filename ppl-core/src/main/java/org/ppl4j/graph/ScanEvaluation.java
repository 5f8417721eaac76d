package org.ppl4j.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The reference evaluation of a {@link Scan}: its body is interpreted, operation by operation, at every step. */
final class ScanEvaluation {

    /** An operation of the body with the memory of its operands and of its result. */
    private static final class Instruction {

        private final Node node;
        private final double[][] inputs;
        private final double[] output;

        Instruction(Node node, double[][] inputs, double[] output) {
            this.node = node;
            this.inputs = inputs;
            this.output = output;
        }

        void run() {
            node.op().evaluate(node, inputs, output);
        }
    }

    private final Scan scan;
    private final ScanBody body;
    private final Map<Node, double[]> memory = new IdentityHashMap<>();

    ScanEvaluation(Scan scan) {
        this.scan = scan;
        this.body = scan.body();
    }

    void run(double[][] operands, double[] output) {
        for (int i = 0; i < operands.length; i++) {
            Node parameter = body.parameters().get(i);
            boolean isInvariant = i >= operands.length - body.invariants().size();
            memory.put(parameter, isInvariant ? operands[i] : new double[parameter.size()]);
        }
        List<Instruction> instructions = instructions();
        for (int i = 0; i < body.carries().size(); i++) {
            copy(operands[i], 0, value(body.carries().get(i)));
        }
        for (int step = 0; step < scan.steps(); step++) {
            int row = scan.backwards() ? scan.steps() - 1 - step : step;
            for (int k = 0; k < body.elements().size(); k++) {
                double[] element = value(body.elements().get(k));
                copy(operands[body.carries().size() + k], row * element.length, element);
            }
            for (Instruction each : instructions) {
                each.run();
            }
            putOut(row, output);
            goOn(output);
        }
        writeCarries(body.carries(), output);
    }

    private List<Instruction> instructions() {
        List<Instruction> instructions = new ArrayList<>();
        for (Node node : Topology.sort(body.results())) {
            double[] known = node.cachedValue();
            if (known != null) {
                memory.put(node, known);
            } else if (!memory.containsKey(node)) {
                double[][] inputs = new double[node.inputs().size()][];
                Arrays.setAll(inputs, i -> value(node.input(i)));
                memory.put(node, new double[node.size()]);
                instructions.add(new Instruction(node, inputs, value(node)));
            }
        }
        return instructions;
    }

    private double[] value(Node node) {
        return Objects.requireNonNull(memory.get(node));
    }

    private static void copy(double[] from, int start, double[] to) {
        System.arraycopy(from, start, to, 0, to.length);
    }

    private void putOut(int row, double[] output) {
        for (int j = 0; j < body.outputs().size(); j++) {
            double[] value = value(body.outputs().get(j));
            System.arraycopy(value, 0, output, scan.offset(j) + row * value.length, value.length);
        }
    }

    /** Replaces the carries, by way of the result's memory since a carry may go on as another one. */
    private void goOn(double[] output) {
        writeCarries(body.next(), output);
        int at = 0;
        for (Node carry : body.carries()) {
            copy(output, at, value(carry));
            at += carry.size();
        }
    }

    private void writeCarries(List<Node> values, double[] output) {
        int at = 0;
        for (Node node : values) {
            System.arraycopy(value(node), 0, output, at, node.size());
            at += node.size();
        }
    }
}
