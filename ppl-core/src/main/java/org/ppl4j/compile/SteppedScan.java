package org.ppl4j.compile;

import java.util.List;
import org.ppl4j.compile.emit.Call;
import org.ppl4j.compile.emit.Computation;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBody;

/** A scan of large tensors: its body is a compiled graph, which is run once a step, in the memory of one thread. */
final class SteppedScan implements Computation {

    private final int steps;
    private final boolean backwards;
    private final int firstSequence;
    private final int firstInvariant;
    private final Indices[] places;
    private final StepProgram program;
    private final double[][] memory;
    private final Call[] calls;
    private final double[][] parameters;
    private final double[][] results;
    private final double[][] next;
    private final int[] offsets;

    SteppedScan(Scan scan, List<Indices> places, StepProgram program) {
        ScanBody body = scan.body();
        this.steps = scan.steps();
        this.backwards = scan.backwards();
        this.firstSequence = body.carries().size();
        this.firstInvariant = firstSequence + body.elements().size();
        this.places = places.toArray(new Indices[0]);
        this.program = program;
        this.memory = program.newMemory();
        this.calls = program.newCalls(memory);
        this.parameters = new double[body.parameters().size()][];
        for (int k = 0; k < parameters.length; k++) {
            parameters[k] = program.parameter(memory, k);
        }
        this.results = new double[body.results().size()][];
        for (int k = 0; k < results.length; k++) {
            results[k] = program.result(memory, k);
        }
        this.next = new double[firstSequence][];
        for (int i = 0; i < next.length; i++) {
            next[i] = new double[parameters[i].length];
        }
        this.offsets = new int[body.outputs().size()];
        for (int j = 0; j < offsets.length; j++) {
            offsets[j] = scan.offset(j);
        }
    }

    @Override
    public void run(
            double[][] operands, int[][] tables, Call[] outerCalls, double[] outerPosition, double[] outerResult) {
        double[] result = operands[operands.length - 1];
        for (int k = 0; k < parameters.length; k++) {
            if (k < firstSequence || k >= firstInvariant) {
                copy(operands[k], places[k], 0, parameters[k]);
            }
        }
        for (int step = 0; step < steps; step++) {
            int row = backwards ? steps - 1 - step : step;
            for (int k = firstSequence; k < firstInvariant; k++) {
                copy(operands[k], places[k], row, parameters[k]);
            }
            program.run(memory, calls);
            for (int j = 0; j < offsets.length; j++) {
                double[] value = results[firstSequence + j];
                System.arraycopy(value, 0, result, offsets[j] + row * value.length, value.length);
            }
            goOn();
        }
        int at = 0;
        for (int i = 0; i < firstSequence; i++) {
            System.arraycopy(parameters[i], 0, result, at, parameters[i].length);
            at += parameters[i].length;
        }
    }

    /** Copies an operand's part of a step to where the body reads it. */
    private static void copy(double[] from, Indices places, int row, double[] to) {
        if (places.isRange() && places.step() == 1) {
            System.arraycopy(from, places.start() + row * to.length, to, 0, to.length);
            return;
        }
        for (int i = 0; i < to.length; i++) {
            to[i] = from[places.at(row * to.length + i)];
        }
    }

    /** Replaces the carries, by way of other memory since a carry may go on as another one. */
    private void goOn() {
        for (int i = 0; i < next.length; i++) {
            System.arraycopy(results[i], 0, next[i], 0, next[i].length);
        }
        for (int i = 0; i < next.length; i++) {
            System.arraycopy(next[i], 0, parameters[i], 0, next[i].length);
        }
    }
}
