package org.ppl4j.compile.emit;

import java.util.List;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Scan;

/** A scan of many scalars, each step of which is several methods that hand numbers on, in the memory of one thread. */
final class PartedScan implements Computation {

    /** What a generated class implements. Public for the generated code only. */
    public interface Step {

        /**
         * Computes the next carries, and puts out.
         *
         * @param memory the operands, the result, and what is handed on, in which the carries are first, then the next ones
         * @param row the step's number
         */
        void run(double[][] memory, int row);
    }

    private final Step step;
    private final int steps;
    private final boolean backwards;
    private final int[] initial;
    private final double[] handedOn;
    private final double[][] memory;

    PartedScan(Scan scan, List<Indices> places, Step step, int handedOn) {
        this.step = step;
        this.steps = scan.steps();
        this.backwards = scan.backwards();
        this.initial = new int[scan.body().carries().size()];
        for (int i = 0; i < initial.length; i++) {
            initial[i] = places.get(i).at(0);
        }
        this.handedOn = new double[handedOn];
        this.memory = new double[places.size() + 2][];
        memory[places.size() + 1] = this.handedOn;
    }

    @Override
    public void run(double[][] operands, int[][] tables, Call[] calls, double[] position, double[] result) {
        System.arraycopy(operands, 0, memory, 0, operands.length);
        int carries = initial.length;
        for (int i = 0; i < carries; i++) {
            handedOn[i] = operands[i][initial[i]];
        }
        for (int k = 0; k < steps; k++) {
            step.run(memory, backwards ? steps - 1 - k : k);
            System.arraycopy(handedOn, carries, handedOn, 0, carries);
        }
        System.arraycopy(handedOn, 0, operands[operands.length - 1], 0, carries);
    }
}
